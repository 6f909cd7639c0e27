// The contents of files in a backup: by their SHA-256, each once, read from the store and never trusted unread.
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import type pg from "pg";
import { type FileStore, orMissing } from "../files/store.ts";
import type { Writer } from "./archive.ts";
import type { End } from "./manifest.ts";

export type Cited = { sha256: string; bytes: number };

/** What rows of files cite, each content once. */
export async function citedContents(client: pg.ClientBase): Promise<Cited[]> {
  const { rows } = await client.query<{ sha256: string; bytes: string }>(
    `select encode(sha256, 'hex') as sha256, max(size_bytes)::text as bytes from files group by files.sha256 order by files.sha256`,
  );
  return rows.map((row) => ({ sha256: row.sha256, bytes: Number(row.bytes) }));
}

/** Of these, the ones that a row cites now. */
export async function stillCited(client: pg.ClientBase, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await client.query<{ sha256: string }>(
    "select h as sha256 from unnest($1::text[]) h where exists (select from files f where f.sha256 = decode(h, 'hex'))",
    [hashes],
  );
  return rows.map((row) => row.sha256);
}

export const listing = (cited: readonly Cited[]): string =>
  cited.map(({ sha256, bytes }) => `${sha256} ${bytes}\n`).join("");

export const readListing = (text: string): Cited[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ sha256: line.slice(0, 64), bytes: Number(line.slice(65)) }));

export const pathIn = (sha256: string) => `contents/${sha256.slice(0, 2)}/${sha256}`;

/** The content's size on the disk, null where it is not there. */
export async function sizeOnDisk(store: FileStore, sha256: string): Promise<number | null> {
  return (await stat(store.pathOf(Buffer.from(sha256, "hex"))).catch(orMissing))?.size ?? null;
}

export const readContent = (store: FileStore, sha256: string) => store.read(Buffer.from(sha256, "hex"));

/** Every content into the archive itself. */
export async function insideOf(
  store: FileStore,
  writer: Writer,
  cited: readonly Cited[],
): Promise<End["contents"]> {
  const kept: End["contents"] = { count: 0, bytes: 0, lost: [], damaged: [] };
  for (const { sha256 } of cited) {
    const bytes = await sizeOnDisk(store, sha256);
    if (bytes === null) {
      kept.lost.push(sha256);
      continue;
    }
    const found = await writer.addStream(pathIn(sha256), bytes, await readContent(store, sha256));
    kept.count += 1;
    kept.bytes += bytes;
    if (found !== sha256) kept.damaged.push(sha256);
  }
  return kept;
}

export async function sha256Of(content: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of content) hash.update(piece);
  return hash.digest("hex");
}
