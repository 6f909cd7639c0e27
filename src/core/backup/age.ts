// The envelope of a backup: the age format (age-encryption.org/v1), so that a backup opens without Yagura as well.
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { StartError } from "../start-error.ts";

/** Who will be able to open what is written. An empty list of recipients leaves it open: for dumps of invented data. */
export type Lock = { recipients: readonly string[] } | { passphrase: string };
/** What opens it again: lines of an identity file, or the passphrase. */
export type Key = { identities: readonly string[] } | { passphrase: string };

const magic = Buffer.from("age-encryption.org/v1");

const encrypter = (lock: Lock) => {
  const age = new Encrypter();
  try {
    if ("passphrase" in lock) age.setPassphrase(lock.passphrase);
    else for (const one of lock.recipients) age.addRecipient(one);
  } catch (error) {
    throw new StartError(
      `The recipient cannot be used: ${(error as Error).message}`,
      "Give a public key that begins with age1 (yagura backup key FILE makes a pair).",
    );
  }
  return age;
};

/** @throws StartError for a recipient that is none. */
export function checkRecipients(recipients: readonly string[]): void {
  encrypter({ recipients });
}

export async function sealed(lock: Lock, plain: Readable): Promise<Readable> {
  if ("recipients" in lock && lock.recipients.length === 0) return plain;
  return toNode(await encrypter(lock).encrypt(toWeb(plain)));
}

/** @throws StartError where none of the keys opens it. A file that never was sealed, or was opened by hand, is read as it is. */
export async function opened(key: Key | null, file: Readable): Promise<Readable> {
  const [head, whole] = await peek(file, magic.length);
  if (!head.equals(magic)) return whole;
  if (!key)
    throw new StartError(
      "The backup is encrypted",
      "Give the key with --identity FILE or --passphrase-file FILE.",
    );
  const age = new Decrypter();
  try {
    if ("passphrase" in key) age.addPassphrase(key.passphrase);
    else for (const one of key.identities) age.addIdentity(one);
    return toNode(await age.decrypt(toWeb(whole)));
  } catch (error) {
    whole.destroy();
    throw new StartError(
      `The backup does not open with this key: ${(error as Error).message}`,
      "Give the identity file or the passphrase that belongs to the recipient it was made for.",
    );
  }
}

/** The first bytes and a stream that still begins with them. */
async function peek(file: Readable, length: number): Promise<[Buffer, Readable]> {
  const pieces = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const held: Buffer[] = [];
  while (Buffer.concat(held).length < length) {
    const next = await pieces.next();
    if (next.done) break;
    held.push(next.value);
  }
  const whole = Readable.from(
    (async function* () {
      try {
        yield* held;
        for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
      } finally {
        file.destroy();
      }
    })(),
    { objectMode: false },
  );
  return [Buffer.concat(held).subarray(0, length), whole];
}

const toWeb = (stream: Readable) =>
  Readable.toWeb(stream) as unknown as globalThis.ReadableStream<Uint8Array>;
/** An error before somebody reads is kept for them, and not the end of the process. */
const toNode = (stream: globalThis.ReadableStream<Uint8Array>) =>
  Readable.fromWeb(stream as unknown as ReadableStream<Uint8Array>).on("error", () => undefined);

/** A pair for backups: the private half opens them, the public half is all that a server needs to make them. */
export async function makePair(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The lines of an identity file as age-keygen writes it: one private key each, remarks after #. */
export const identitiesIn = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
