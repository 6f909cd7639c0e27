import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { isOutdated, seal, sealingKeyId, unseal, useSealingKeys } from "./secrets.ts";

const [first, second] = [randomBytes(32), randomBytes(32)];
/** The key of test/files.ts again: other files of tests are in the same process. */
const sealing = (t: TestContext, secrets: readonly Uint8Array[]) => {
  t.after(() => useSealingKeys([Buffer.alloc(32, 7)]));
  useSealingKeys(secrets);
};
const what = { purpose: "totp", of: "one" };

test("a sealed secret opens again, reads as nothing and is never sealed the same twice", (t) => {
  sealing(t, [first]);
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (value) => {
      const sealed = seal(value, what);
      assert.equal(unseal(sealed, what), value);
      assert.notDeepEqual(seal(value, what), sealed);
      if (value.length > 8) assert.ok(!sealed.includes(Buffer.from(value)));
    }),
  );
});

test("a sealed secret that was altered, or moved to another row or purpose, does not open", (t) => {
  sealing(t, [first]);
  const sealed = seal("the secret", what);
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Buffer.from(sealed);
    altered[at] = (altered[at] ?? 0) ^ 1;
    assert.throws(() => unseal(altered, what), `byte ${at}`);
  }
  assert.throws(() => unseal(sealed, { purpose: "totp", of: "two" }));
  assert.throws(() => unseal(sealed, { purpose: "webhook", of: "one" }));
});

test("after a change of the secret older values open with the one before, and say that they are outdated", (t) => {
  sealing(t, [first]);
  const before = sealingKeyId();
  const sealed = seal("the secret", what);
  assert.equal(isOutdated(sealed), false);
  useSealingKeys([second, first]);
  assert.notEqual(sealingKeyId(), before);
  assert.equal(isOutdated(sealed), true);
  assert.equal(unseal(sealed, what), "the secret");
  const anew = seal(unseal(sealed, what), what);
  useSealingKeys([second]);
  assert.equal(unseal(anew, what), "the secret");
  assert.throws(() => unseal(sealed, what), /not at hand/);
});
