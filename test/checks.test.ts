// The server builds the check of an input when the first one comes: here each is built, so that none breaks there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
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
