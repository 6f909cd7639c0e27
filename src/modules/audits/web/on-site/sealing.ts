// What lies on a device is sealed: one key for a sheet, itself wrapped by a PIN, and by a passkey where the device has one that can.
// Web Cryptography alone; nothing of it leaves the device.

export type Sealed = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer };
type Wrapped = { salt: Uint8Array<ArrayBuffer>; sealed: Sealed };
export type WrappedByPin = Wrapped & { iterations: number };
export type WrappedByPasskey = Wrapped & { credentialId: Uint8Array<ArrayBuffer> };
export type Keys = { pin: WrappedByPin; passkey?: WrappedByPasskey };

/** OWASP Password Storage Cheat Sheet (2023) for PBKDF2 with SHA-256. */
const iterations = 600_000;
export const shortestPin = 6;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const encoder = new TextEncoder();

const toKey = (raw: BufferSource) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

async function keyOfPin(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", encoder.encode(pin.normalize("NFKC")), "PBKDF2", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    typed,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** The secret that a passkey gives for a salt (WebAuthn Level 3, prf) is even already; HKDF ties it to its use. */
async function keyOfSecret(secret: BufferSource, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const given = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info: encoder.encode("yagura on site") },
    given,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** @param place what it is and where it lies: sealed bytes that are moved elsewhere do not open there. */
async function sealWith(key: CryptoKey, place: string, bytes: BufferSource): Promise<Sealed> {
  const iv = random(12);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: encoder.encode(place) },
    key,
    bytes,
  );
  return { iv, bytes: sealed };
}

/** @throws where the key is another, or the bytes were changed. */
const openWith = (key: CryptoKey, place: string, { iv, bytes }: Sealed): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(place) }, key, bytes);

/** A new key for a sheet, wrapped; it itself can be used from here on and not be read. */
export async function newKey(
  pin: string,
  passkey: {
    credentialId: Uint8Array<ArrayBuffer>;
    salt: Uint8Array<ArrayBuffer>;
    secret: BufferSource;
  } | null,
): Promise<{ key: CryptoKey; keys: Keys }> {
  const raw = random(32);
  const salt = random(16);
  const byPin = await sealWith(await keyOfPin(pin, salt, iterations), "pin", raw);
  const keys: Keys = { pin: { salt, iterations, sealed: byPin } };
  if (passkey) {
    const { credentialId, secret } = passkey;
    const sealed = await sealWith(await keyOfSecret(secret, passkey.salt), "passkey", raw);
    keys.passkey = { salt: passkey.salt, sealed, credentialId };
  }
  const key = await toKey(raw);
  raw.fill(0);
  return { key, keys };
}

/** @returns null where the PIN is another. */
export async function openByPin({ pin: wrapped }: Keys, pin: string): Promise<CryptoKey | null> {
  const derived = await keyOfPin(pin, wrapped.salt, wrapped.iterations);
  const raw = await openWith(derived, "pin", wrapped.sealed).catch(() => null);
  return raw && toKey(raw);
}

export async function openBySecret(
  wrapped: WrappedByPasskey,
  secret: BufferSource,
): Promise<CryptoKey | null> {
  const derived = await keyOfSecret(secret, wrapped.salt);
  const raw = await openWith(derived, "passkey", wrapped.sealed).catch(() => null);
  return raw && toKey(raw);
}

export const sealBytes = sealWith;
export const openBytes = openWith;
export const seal = (key: CryptoKey, place: string, value: unknown) =>
  sealWith(key, place, encoder.encode(JSON.stringify(value)));
export const open = async <T>(key: CryptoKey, place: string, sealed: Sealed): Promise<T> =>
  JSON.parse(new TextDecoder().decode(await openWith(key, place, sealed))) as T;

export async function sha256(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
