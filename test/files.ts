// The store of a test run: one folder for all its files, as contents are told apart by their hash.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { useSigningKey } from "#core/crypto/signing.ts";
import { contentOf } from "#core/files/content.ts";
import { type FileStore, openFileStore, useFileStore } from "#core/files/store.ts";
import { useInstallation } from "#modules/system/installation.ts";
import { atTheEnd } from "./db.ts";

/** Larger files are refused in tests. */
export const testLimitBytes = 2 * 1_048_576;

let store: FileStore | undefined;
let folderOfStore = "";

/** For a process beside this one that reads the same files. */
export function testFileFolder(): string {
  testFileStore();
  return folderOfStore;
}

export function testFileStore(): FileStore {
  if (store) return store;
  const folder = mkdtempSync(join(tmpdir(), "yagura-files-"));
  folderOfStore = folder;
  store = openFileStore(folder, testLimitBytes);
  useFileStore(store);
  useSigningKey(Buffer.alloc(32, 7));
  useSealingKeys([Buffer.alloc(32, 7)]);
  useInstallation({
    version: "test",
    database: "embedded",
    dataFolder: folder,
    filesFolder: folder,
    workers: 0,
    certFile: null,
    isBehindTls: false,
    backups: null,
    key: { place: "environment", earlier: 0 },
  });
  atTheEnd(async () => {
    rmSync(folder, { recursive: true, force: true });
    store = undefined;
  });
  return store;
}

/** Stores a content as an upload would have, e.g. for rows that a test writes itself. */
export const keepContent = (text: string | Uint8Array) =>
  testFileStore().keep(
    (async function* () {
      yield typeof text === "string" ? Buffer.from(text) : text;
    })(),
  );

/** What an operation sends beside its answer: a document, a sheet. */
export async function sentBy(reply: object): Promise<Buffer> {
  const content = await contentOf(reply)?.open();
  if (content === undefined) throw new Error("nothing was sent");
  return Buffer.isBuffer(content) ? content : buffer(content as Readable);
}
