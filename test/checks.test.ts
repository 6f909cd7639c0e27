// The server builds the check of an input and the writer of an answer when the first one comes: here each is built, so that none
// breaks there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { writerOf } from "#core/http/serialization.ts";
import { validate } from "#core/http/validation.ts";

test("the check of every part of every operation can be built, and refuses what is no input at all", () => {
  let built = 0;
  for (const { name, method, path: url, ...operation } of modules.flatMap((module) =>
    Object.values(module.contract),
  ))
    for (const [httpPart, schema] of [
      ["params", operation.params],
      ["querystring", operation.query],
      ["body", operation.body],
    ] as const) {
      if (!schema) continue;
      built += 1;
      assert.equal(validate({ schema, httpPart, method, url })("no input"), false, `${name}: ${httpPart}`);
    }
  assert.ok(built > 200, String(built));
});

test("the writer of every operation's answer can be built", () => {
  const answering = modules
    .flatMap((module) => Object.values(module.contract))
    .filter((operation) => operation.carries !== "download");
  for (const { name, method, path: url, output: schema } of answering)
    assert.doesNotThrow(() => writerOf({ schema, method, url, httpStatus: "200" }), name);
  assert.ok(answering.length > 200, String(answering.length));
});
