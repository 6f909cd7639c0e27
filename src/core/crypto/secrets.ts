// Secrets that the database keeps for later use (a client secret, a TOTP key, a webhook's key): sealed with a key that
// lies outside of it. A sealed value says which key closed it, so that keys can be changed one value at a time.
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { refreshKeys } from "./refresh.ts";

/** AES-256-GCM (NIST SP 800-38D): a nonce of 96 random bits, a tag of 128. */
const nonceBytes = 12;
const tagBytes = 16;
const keyIdBytes = 4;
const formBytes = 1;
const form = 1;

type SealingKey = { id: Buffer; key: Buffer };

function sealingKeyFrom(secret: Uint8Array): SealingKey {
  const key = Buffer.from(hkdfSync("sha256", secret, "yagura", "secrets at rest 1", 32));
  return { id: createHash("sha256").update(key).digest().subarray(0, keyIdBytes), key };
}

let keys: readonly SealingKey[] = [];

/**
 * The installation's secret, and those it had before: new values are sealed with the first, older ones still open.
 * Set once at start, before requests and jobs.
 */
export function useSealingKeys(secrets: readonly Uint8Array[]): void {
  keys = secrets.map(sealingKeyFrom);
}

function currentKey(): SealingKey {
  refreshKeys();
  const [current] = keys;
  if (!current) throw new Error("the sealing key was not set at start");
  return current;
}

/** The key that a secret gives, by its id: for telling people which one is meant. */
export const sealingKeyIdOf = (secret: Uint8Array): string => sealingKeyFrom(secret).id.toString("hex");

/** Of the secret in use: eight hexadecimal digits, to be compared and never enough to guess it. */
export const sealingKeyId = (): string => currentKey().id.toString("hex");

/** What the value is and whose: a sealed value that is moved to another row or column does not open there. */
export type Sealed = { purpose: string; of: string };

const bound = ({ purpose, of }: Sealed) => Buffer.from(`${purpose} ${of}`);

/** @returns form, key id, nonce, tag and ciphertext in one value for a `bytea` column. */
export function seal(value: string, what: Sealed): Buffer {
  const { id, key } = currentKey();
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bound(what));
  const body = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(form), id, nonce, cipher.getAuthTag(), body]);
}

const keyIdOf = (sealed: Uint8Array) => Buffer.from(sealed).subarray(formBytes, formBytes + keyIdBytes);

/** Whether the value was sealed with an earlier key: rotation seals it anew. */
export const isOutdated = (sealed: Uint8Array): boolean => !keyIdOf(sealed).equals(currentKey().id);

/** @throws Error where no key at hand opens the value, or where it was altered or belongs to another row. */
export function unseal(sealed: Uint8Array, what: Sealed): string {
  refreshKeys();
  const bytes = Buffer.from(sealed);
  const id = keyIdOf(bytes);
  const known = keys.find((one) => one.id.equals(id));
  if (bytes[0] !== form || !known)
    throw new Error(`a sealed value names the key ${id.toString("hex")}, which is not at hand`);
  const at = formBytes + keyIdBytes;
  const nonce = bytes.subarray(at, at + nonceBytes);
  const tag = bytes.subarray(at + nonceBytes, at + nonceBytes + tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", known.key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bound(what));
  decipher.setAuthTag(tag);
  return Buffer.concat([
    decipher.update(bytes.subarray(at + nonceBytes + tagBytes)),
    decipher.final(),
  ]).toString("utf8");
}

/** The same value gives the same mark while the installation's secret is the same; without the secret nothing leads back to it. */
export const keyedMark = (value: string, what: Sealed): Buffer =>
  createHmac("sha256", currentKey().key).update(bound(what)).update("\0").update(value).digest();
