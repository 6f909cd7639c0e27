// What stands beside an exported file of events, and how a stranger checks both: nothing but the file, the proof, and what
// one trusts: the id of the installation's key, day seals that were published.
import { createPublicKey } from "node:crypto";
import { isSignedBy, keyId } from "../crypto/signing.ts";
import { type HashedEvent, hashOfEvent, sha256 } from "./hashing.ts";

/** Rows of a block: what a removed or added row is narrowed down to. */
export const perBlock = 100;

export type Block = { firstId: string; lastId: string; rows: number; sha256: string };
/** A seal with the hashes of all its events (base64, 32 bytes each, in id order): it can be worked out anew. */
export type ExportSeal = { n: number; day: string; previousHash: string; hash: string; events: string };

/** The signed text, as JSON. */
export type Manifest = {
  format: "jsonl" | "csv";
  filter: Record<string, unknown>;
  withValues: boolean;
  by: { personId: string; name: string };
  at: string;
  count: number;
  firstId: string | null;
  lastId: string | null;
  /** Of the whole file. */
  sha256: string;
  sizeBytes: number;
  /** Of the lines of each block, newest first as the file. */
  blocks: Block[];
  /** Rows whose events were not yet sealed. */
  unsealed: number;
  /** From the seal of the oldest row to the seal of the day after the newest one, without a gap; empty where they were too many. */
  seals: ExportSeal[];
  /** The published seals of the days of the rows. */
  days: { day: string; n: number; hash: string }[];
};

export type Proof = { manifest: string; signature: string; publicKey: string };

/** A row of the file: what was hashed of the event, and what helps to read it. */
export type ExportRow = HashedEvent & {
  hash: string;
  seal: number | null;
  actorName: string | null;
  onBehalfOfName: string | null;
  companyName: string | null;
  what: string;
  values: string | null;
  salt: string | null;
  isErased: boolean;
};

export const exportColumns = [
  "id",
  "at",
  "what",
  "actorName",
  "onBehalfOfName",
  "companyName",
  "verb",
  "actorId",
  "onBehalfOf",
  "subjectKind",
  "subjectId",
  "companyId",
  "requestId",
  "data",
  "values",
  "salt",
  "isErased",
  "valuesHash",
  "era",
  "xid",
  "hash",
  "seal",
] as const satisfies readonly (keyof ExportRow)[];

/** What is wrong with one row by itself; null where nothing is. */
export function rowProblem(row: ExportRow): string | null {
  if (hashOfEvent(row).toString("hex") !== row.hash) return "the row was changed";
  if (row.values === null) return null;
  const hash = sha256(Buffer.from(row.salt ?? "", "hex"), row.values).toString("hex");
  return hash === row.valuesHash ? null : "the row's personal values were changed";
}

/** @throws SyntaxError or TypeError for what is no proof. */
export function openProof(text: string): { manifest: Manifest; keyId: string; isSigned: boolean } {
  const proof = JSON.parse(text) as Proof;
  const spki = createPublicKey(proof.publicKey).export({ format: "der", type: "spki" });
  const publicKey = spki.subarray(-32);
  return {
    manifest: JSON.parse(proof.manifest) as Manifest,
    keyId: keyId(publicKey),
    isSigned: isSignedBy(publicKey, proof.manifest, Buffer.from(proof.signature, "base64")),
  };
}

/** Works every seal of the proof out anew. @returns by number the hashes of its events, and what is wrong. */
export function checkSeals(manifest: Manifest, published: Readonly<Record<string, string>>) {
  const problems: string[] = [];
  const hashes = new Map<number, ReadonlySet<string>>();
  let before: ExportSeal | null = null;
  for (const seal of manifest.seals) {
    const events = Buffer.from(seal.events, "base64");
    if (!sha256(Buffer.from(seal.previousHash, "hex"), events).equals(Buffer.from(seal.hash, "hex")))
      problems.push(`seal ${seal.n} does not follow from its events`);
    if (before && (seal.n !== before.n + 1 || seal.previousHash !== before.hash))
      problems.push(`seal ${seal.n} does not follow the one before it`);
    const those = new Set<string>();
    for (let at = 0; at < events.length; at += 32) those.add(events.subarray(at, at + 32).toString("hex"));
    hashes.set(seal.n, those);
    before = seal;
  }
  const byNumber = new Map(manifest.seals.map((seal) => [seal.n, seal.hash]));
  for (const { day, n, hash } of manifest.days) {
    if (byNumber.has(n) && byNumber.get(n) !== hash) problems.push(`the seal of ${day} is not seal ${n}`);
    if (published[day] && published[day].toLowerCase() !== hash)
      problems.push(`the seal of ${day} is not the one kept outside`);
  }
  return { problems, hashes };
}
