import assert from "node:assert/strict";
import { test } from "node:test";
import Type from "typebox";
import { nullable } from "../contract.ts";
import { validate } from "./validation.ts";

const schema = Type.Object({ percent: nullable(Type.Integer()) });
const check = (httpPart: string, data: unknown) =>
  validate({ schema, httpPart, method: "PUT", url: "/x" })(data);

test("in a JSON body null stays null and a text is no number", () => {
  const body = { percent: null };
  assert.equal(check("body", body), true);
  assert.equal(body.percent, null);
  assert.notEqual(check("body", { percent: "5" }), true);
});

test("in a query a text may stand for a number", () => {
  const query: { percent: unknown } = { percent: "5" };
  assert.equal(check("querystring", query), true);
  assert.equal(query.percent, 5);
});
