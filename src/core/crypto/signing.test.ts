import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { checkDetached } from "./detached.ts";
import { isSignedBy, publicKeyPem, sign, signingKeyFrom } from "./signing.ts";

test("the same secret gives the same key, another secret another one", () => {
  const secret = randomBytes(32);
  const [one, again, other] = [
    signingKeyFrom(secret),
    signingKeyFrom(secret),
    signingKeyFrom(randomBytes(32)),
  ];
  assert.deepEqual(one.publicKey, again.publicKey);
  assert.notDeepEqual(one.publicKey, other.publicKey);
  assert.match(publicKeyPem(one.publicKey), /^-----BEGIN PUBLIC KEY-----/);
});

test("a changed text, a changed signature and another key are told", () => {
  const [key, other] = [signingKeyFrom(Buffer.alloc(32, 1)), signingKeyFrom(Buffer.alloc(32, 2))];
  const signature = sign(key, "text");
  assert.ok(isSignedBy(key.publicKey, "text", signature));
  assert.ok(!isSignedBy(key.publicKey, "texu", signature));
  assert.ok(!isSignedBy(other.publicKey, "text", signature));
  const changed = Buffer.from(signature);
  changed[3] = (changed[3] ?? 0) ^ 1;
  assert.ok(!isSignedBy(key.publicKey, "text", changed));
  assert.ok(!isSignedBy(key.publicKey, "text", signature.subarray(1)));
});

test("a detached signature is checked with the two files alone", () => {
  const key = signingKeyFrom(Buffer.alloc(32, 1));
  const document = Buffer.from("document");
  const manifest = JSON.stringify({ pdfSha256: createHash("sha256").update(document).digest("hex") });
  const file = (signed: string) =>
    JSON.stringify({
      manifest: signed,
      signature: sign(key, manifest).toString("base64"),
      publicKey: publicKeyPem(key.publicKey),
    });
  const told = (of: Uint8Array, signed: string) => {
    const { keyId, signature, document: isSame } = checkDetached(of, file(signed));
    return { keyId, signature, isSame };
  };
  assert.deepEqual(told(document, manifest), { keyId: key.id, signature: true, isSame: true });
  assert.deepEqual(told(Buffer.from("other"), manifest), { keyId: key.id, signature: true, isSame: false });
  assert.equal(told(document, `${manifest} `).signature, false);
  assert.throws(() => checkDetached(document, "{}"));
});
