// Reads a backup from its head to its end and proves it on the way, whatever is done with it: nothing, or a restore.
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { StartError } from "../start-error.ts";
import type { Key } from "./age.ts";
import { type Entry, explained, readArchive } from "./archive.ts";
import { type Cited, readListing, sha256Of } from "./contents.ts";
import { broken, type End, type Head, readEnd, readHead, type TableHead, type TableSum } from "./manifest.ts";
import { isRepository, keyOfFolder, openContent, snapshotsIn } from "./repository.ts";
import { isSame, RowSum } from "./row-sum.ts";

export type Sink = { write(piece: Buffer): Promise<void>; end(): Promise<TableSum> };
/** What is done with what is read. */
export type Visitor = {
  head(head: Head): Promise<void>;
  key(text: string): Promise<void>;
  table(table: TableHead): Promise<Sink>;
  /** @returns the SHA-256 of what was read, in hex. */
  content(content: AsyncIterable<Buffer>): Promise<string>;
};

/** Looks and keeps nothing. */
export const onlyLooking: Visitor = {
  head: async () => undefined,
  key: async () => undefined,
  table: async () => {
    const sum = new RowSum();
    return { write: async (piece) => sum.add(piece), end: async () => sum.result() };
  },
  content: sha256Of,
};

export type BackupPlace = { file: string; folder: string | null; key: Key | null };
export type Read = { head: Head; end: End; rows: number };

const unpack = promisify(gunzip);

/** A file, a folder (then its newest snapshot) or a snapshot in a folder. */
export async function findBackup(path: string, key: Key | null): Promise<BackupPlace> {
  const found = await stat(path).catch((error: unknown) => {
    throw explained(error, `There is no backup ${path}`);
  });
  const folder = found.isDirectory() ? path : dirname(dirname(path));
  if (!isRepository(folder)) {
    if (!found.isDirectory()) return { file: path, folder: null, key };
    throw new StartError(`${path} holds no backups`, "Give the file or the folder that yagura backup made.");
  }
  const newest = (await snapshotsIn(folder)).at(-1);
  if (!newest)
    throw new StartError(`${path} holds no whole backup`, "The first one was broken off; make one.");
  return {
    file: found.isDirectory() ? join(folder, "snapshots", newest) : path,
    folder,
    key: await keyOfFolder(folder, key),
  };
}

/** @throws StartError where anything of it is missing, was cut off or changed. */
export async function readBackup(place: BackupPlace, visitor: Visitor): Promise<Read> {
  const reading = new Reading(visitor);
  for await (const entry of readArchive(place.file, place.key)) await reading.take(entry);
  const { head, end } = await reading.close();
  if (head.contents.lie === "beside") await readBeside(place, reading, visitor);
  reading.checkContents();
  return { head, end, rows: Object.values(end.tables).reduce((sum, one) => sum + one.rows, 0) };
}

async function readBeside(place: BackupPlace, reading: Reading, visitor: Visitor): Promise<void> {
  if (!place.folder) throw broken("its files lie in the folder it was made in");
  for (const { sha256 } of reading.awaited()) {
    const content = await openContent(place.folder, sha256, place.key);
    if (content) reading.saw(sha256, await visitor.content(content as AsyncIterable<Buffer>));
  }
}

class Reading {
  #visitor: Visitor;
  #head: Head | undefined;
  #end: End | undefined;
  #cited: readonly Cited[] = [];
  #seen = new Set<string>();
  #wrong: string[] = [];
  #open: { table: TableHead; sink: Sink } | undefined;
  #sums: Record<string, TableSum> = {};

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  async take({ name, content }: Entry): Promise<void> {
    if (this.#end) throw broken("something follows after its end");
    const [kind, of] = name.split("/");
    if (name !== "backup.json" && !this.#head) throw broken("it does not begin with its head");
    if (kind === "tables" && of) return this.#part(of, content);
    await this.#closeTable();
    if (name === "backup.json") await this.#visitor.head((this.#head = readHead(await textOf(content))));
    else if (name === "secret.key") await this.#visitor.key(await textOf(content));
    else if (name === "contents.list.gz")
      this.#cited = readListing((await unpack(await buffer(content))).toString("utf8"));
    else if (name === "end.json") this.#end = readEnd(await textOf(content));
    else if (kind === "contents") this.saw(name.slice(-64), await this.#visitor.content(content));
    else throw broken(`nobody knows what ${name} is`);
  }

  async #part(name: string, content: AsyncIterable<Buffer>): Promise<void> {
    if (this.#open?.table.name !== name) {
      await this.#closeTable();
      const table = this.#head?.tables.find((one) => one.name === name);
      if (!table || this.#sums[name]) throw broken(`the table ${name} stands where it should not`);
      this.#open = { table, sink: await this.#visitor.table(table) };
    }
    await this.#open.sink.write(await unpack(await buffer(content)));
  }

  async #closeTable(): Promise<void> {
    if (!this.#open) return;
    const { table, sink } = this.#open;
    this.#open = undefined;
    this.#sums[table.name] = await sink.end();
  }

  saw(sha256: string, found: string): void {
    this.#seen.add(sha256);
    if (found !== sha256) this.#wrong.push(sha256);
  }

  /** What has to be there: all that is cited but what was lost when the backup was made. */
  awaited(): Cited[] {
    const without = new Set([...(this.#end?.contents.lost ?? []), ...(this.#end?.contents.damaged ?? [])]);
    return this.#cited.filter((one) => !without.has(one.sha256));
  }

  async close(): Promise<{ head: Head; end: End }> {
    const [head, end] = [this.#head, this.#end];
    if (!head || !end) throw broken("it ends too early");
    for (const { name } of head.tables)
      if (!isSame(this.#sums[name] ?? noRows, end.tables[name]))
        throw broken(`the table ${name} holds other rows than were written`);
    return { head, end };
  }

  checkContents(): void {
    const known = new Set(this.#end?.contents.damaged);
    const wrong = this.#wrong.find((one) => !known.has(one));
    if (wrong) throw broken(`the file ${wrong} holds something else`);
    const gone = this.awaited().filter((one) => !this.#seen.has(one.sha256)).length;
    // Files whose rows ended while the backup was made are cited in it and were not there any more.
    const ended =
      this.#cited.length - (this.#end?.contents.count ?? 0) - (this.#end?.contents.lost.length ?? 0);
    if (gone > Math.max(0, ended)) throw broken(`${gone} files are missing`);
  }
}

export const noRows: TableSum = new RowSum().result();
const textOf = async (content: AsyncIterable<Buffer>) => (await buffer(content)).toString("utf8");
