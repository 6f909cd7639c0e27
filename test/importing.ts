// Files as sources hand them in, read whole: for the tests of the importers.
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Choices, Said } from "#modules/ledgers/importers/importer.ts";
import { importerOf } from "#modules/ledgers/importers/importers.ts";

export const bytesOf = (content: string | Uint8Array | object): Uint8Array =>
  content instanceof Uint8Array
    ? content
    : Buffer.from(typeof content === "string" ? content : JSON.stringify(content));

export const gzipped = (content: string | object) => new Uint8Array(gzipSync(bytesOf(content)));

export async function readAll(kind: string, content: string | Uint8Array | object, choices: Choices = {}) {
  const { extent, capturedAt, rows } = await importerOf(kind).read(bytesOf(content), choices);
  const all: Said[] = [];
  for await (const row of rows) all.push(row);
  return { extent, capturedAt, rows: all };
}

/** What each row says of one thing, without what no test asks for. */
export const problemsOf = (rows: readonly Said[]) =>
  rows.map(({ problems }) => problems.map(({ code, field }) => (field ? `${code} ${field}` : code)));

const samples = new URL("../../shared/samples/", import.meta.url);

/** A file of the samples beside the repository; null, and the test says so, where it is not there. */
export function sample(context: { skip: (why: string) => void }, path: string): Uint8Array | null {
  const file = new URL(path, samples);
  if (existsSync(file)) return readFileSync(file);
  context.skip(`the sample ${path} is not beside the repository`);
  return null;
}
