import assert from "node:assert/strict";
import { test } from "node:test";
import { isAccessToken, keyOfToken, newAccessToken } from "#core/crypto/token-form.ts";
import { isLendable, stateOf, warningsOf } from "./rules.ts";

const now = new Date("2026-06-01T00:00:00Z");
const token = {
  createdAt: "2026-05-20T00:00:00Z",
  expiresAt: "2026-08-18T00:00:00Z",
  lastUsedAt: null,
  revokedAt: null,
};

test("a token warns when it ends within a fortnight and when nobody has used it for sixty days", () => {
  assert.deepEqual(warningsOf(token, now), []);
  assert.deepEqual(warningsOf({ ...token, expiresAt: "2026-06-15T00:00:00Z" }, now), ["expires_soon"]);
  assert.deepEqual(warningsOf({ ...token, expiresAt: "2026-06-15T00:00:01Z" }, now), []);
  const old = { ...token, createdAt: "2026-01-01T00:00:00Z" };
  assert.deepEqual(warningsOf(old, now), ["unused"]);
  assert.deepEqual(warningsOf({ ...old, lastUsedAt: "2026-04-03T00:00:00Z" }, now), []);
  assert.deepEqual(warningsOf({ ...old, lastUsedAt: "2026-04-02T00:00:00Z" }, now), ["unused"]);
});

test("what is over or revoked warns of nothing", () => {
  assert.equal(stateOf({ ...token, expiresAt: "2026-06-01T00:00:00Z" }, now), "expired");
  const revoked = { ...token, createdAt: "2026-01-01T00:00:00Z", revokedAt: "2026-05-01T00:00:00Z" };
  assert.equal(stateOf(revoked, now), "revoked");
  assert.deepEqual(warningsOf(revoked, now), []);
});

test("a token has a form that a scanner finds and a checksum that tells it from a word of the same form", () => {
  const { key, token: made } = newAccessToken();
  assert.match(made, /^ygr_[0-9A-Za-z]{10}_[0-9A-Za-z]{38}$/);
  assert.equal(keyOfToken(made), key);
  assert.notEqual(newAccessToken().token, made);
  for (let at = 4; at < made.length; at += 1) {
    if (made[at] === "_") continue;
    const other = `${made.slice(0, at)}${made[at] === "0" ? "1" : "0"}${made.slice(at + 1)}`;
    assert.equal(keyOfToken(other), null, `one letter changed at ${at}`);
    assert.ok(isAccessToken(other), "it is not taken for the token of a session either");
  }
});

test("the right to hold tokens is not put into one", () => {
  assert.equal(isLendable("token.make"), false);
  assert.equal(isLendable("inspection.read"), true);
});
