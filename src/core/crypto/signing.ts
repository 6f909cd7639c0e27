// The installation's own signature: Ed25519 (RFC 8032), its key derived from the secret of the installation, so that a
// restored copy with the same secret signs and verifies as before. Who holds the public key can verify without us.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from "node:crypto";
import { refreshKeys } from "./refresh.ts";

// PKCS #8 of an Ed25519 private key (RFC 8410 section 7) before its 32 bytes.
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

export type SigningKey = { privateKey: KeyObject; publicKey: Buffer; id: string };

export function signingKeyFrom(secret: Uint8Array): SigningKey {
  const seed = Buffer.from(hkdfSync("sha256", secret, "yagura", "document signature 1", 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Head, seed]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const publicKey = spki.subarray(spkiHead.length);
  return { privateKey, publicKey, id: keyId(publicKey) };
}

/** What people compare: the first 16 hexadecimal digits of the key's SHA-256. */
export const keyId = (publicKey: Uint8Array) =>
  createHash("sha256").update(publicKey).digest("hex").slice(0, 16);

export const sign = (key: SigningKey, text: string): Buffer =>
  signBytes(null, Buffer.from(text), key.privateKey);

export function isSignedBy(publicKey: Uint8Array, text: string, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: "der", type: "spki" });
  return verifyBytes(null, Buffer.from(text), key, signature);
}

export const publicKeyPem = (publicKey: Uint8Array): string =>
  createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: "der", type: "spki" })
    .export({ format: "pem", type: "spki" })
    .toString();

let current: SigningKey | undefined;
let before: readonly SigningKey[] = [];

/**
 * One key per process, as there is one secret, and those of the secrets before it while they are at hand. Set at start,
 * before requests and jobs.
 */
export function useSigningKey(secret: Uint8Array, secretsBefore: readonly Uint8Array[] = []): void {
  current = signingKeyFrom(secret);
  before = secretsBefore.map(signingKeyFrom);
}

export function signingKey(): SigningKey {
  refreshKeys();
  if (!current) throw new Error("the signing key was not set at start");
  return current;
}

/** Of the secrets before the one in use, while they are at hand. */
export const signingKeysBefore = (): readonly SigningKey[] => before;
