// A list of passwords that the operator gives, of any size: one a line, read through once into eight bytes each, sorted, in
// a file of our own. Looking one up reads a few dozen bytes; nothing of the list stays in memory.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

const bucketCount = 256;
const hashBytes = 8;
const headBytes = (bucketCount + 1) * 8;
/** Lines are gathered by their first byte before they are written. */
const gatherBytes = 32_768;
const [shortest, longest] = [4, 128];

/** As passwords are compared: without regard to case and to how a letter is composed. */
export const folded = (password: string) => password.normalize("NFKC").toLowerCase();

const hashOf = (password: string) =>
  createHash("sha256").update(folded(password)).digest().subarray(0, hashBytes);

let list: { file: FileHandle; starts: BigUint64Array } | null = null;

/**
 * Makes the sorted file unless it is there for this very list, and uses it from then on. Until then only the list that
 * comes with the product refuses anything.
 *
 * @returns how many different passwords it holds.
 */
export async function usePasswordList(path: string, folder: string): Promise<number> {
  const { size, mtimeMs } = statSync(path);
  mkdirSync(folder, { recursive: true });
  const sorted = join(folder, `passwords-${size}-${Math.trunc(mtimeMs)}.sorted`);
  if (!existsSync(sorted)) await sortInto(path, sorted);
  const before = list?.file;
  const file = await open(sorted);
  const head = Buffer.alloc(headBytes);
  await file.read(head, 0, headBytes, 0);
  const starts = new BigUint64Array(bucketCount + 1);
  for (let at = 0; at <= bucketCount; at += 1) starts[at] = head.readBigUInt64LE(at * 8);
  list = { file, starts };
  await before?.close();
  return Number(starts[bucketCount]);
}

export async function closePasswordList(): Promise<void> {
  await list?.file.close();
  list = null;
}

/** Whether the operator's list holds it; nothing is held where none was given. */
export async function isListed(password: string): Promise<boolean> {
  if (!list) return false;
  const wanted = hashOf(password);
  const bucket = wanted[0] ?? 0;
  let [low, high] = [Number(list.starts[bucket]), Number(list.starts[bucket + 1])];
  const held = Buffer.alloc(hashBytes);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    await list.file.read(held, 0, hashBytes, headBytes + middle * hashBytes);
    const order = Buffer.compare(held, wanted);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** Sorts without holding more than one part in 256 of the list. */
async function sortInto(path: string, sorted: string): Promise<void> {
  const parts = `${sorted}.${process.pid}.parts`;
  mkdirSync(parts, { recursive: true });
  try {
    await gather(path, parts);
    const draft = join(parts, "sorted");
    await joinParts(parts, draft);
    renameSync(draft, sorted);
  } finally {
    rmSync(parts, { recursive: true, force: true });
  }
}

async function gather(path: string, parts: string): Promise<void> {
  const held: Buffer[][] = Array.from({ length: bucketCount }, () => []);
  const flush = async (bucket: number) => {
    const file = await open(join(parts, String(bucket)), "a");
    await file.writeFile(Buffer.concat(held[bucket] ?? []));
    await file.close();
    held[bucket] = [];
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line.length < shortest || line.length > longest) continue;
    const hash = Buffer.from(hashOf(line));
    const bucket = hash[0] ?? 0;
    held[bucket]?.push(hash);
    if ((held[bucket]?.length ?? 0) * hashBytes >= gatherBytes) await flush(bucket);
  }
  for (let bucket = 0; bucket < bucketCount; bucket += 1) await flush(bucket);
}

async function joinParts(parts: string, draft: string): Promise<void> {
  const file = await open(draft, "w");
  const head = Buffer.alloc(headBytes);
  await file.write(head, 0, headBytes, 0);
  let count = 0;
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    head.writeBigUInt64LE(BigInt(count), bucket * 8);
    const bytes = await readFile(join(parts, String(bucket)));
    const values = new BigUint64Array(bytes.length / hashBytes);
    for (let at = 0; at < values.length; at += 1) values[at] = bytes.readBigUInt64BE(at * hashBytes);
    values.sort();
    const different = values.filter((value, at) => at === 0 || value !== values[at - 1]);
    const out = Buffer.alloc(different.length * hashBytes);
    different.forEach((value, at) => out.writeBigUInt64BE(value, at * hashBytes));
    await file.write(out, 0, out.length, headBytes + count * hashBytes);
    count += different.length;
  }
  head.writeBigUInt64LE(BigInt(count), bucketCount * 8);
  await file.write(head, 0, headBytes, 0);
  await file.close();
}
