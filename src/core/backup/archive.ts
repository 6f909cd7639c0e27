// A backup as a file: a tar in an age envelope, whole under its name or not there at all.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { extract, pack } from "tar-stream";
import { hintFor, StartError } from "../start-error.ts";
import { type Key, type Lock, opened, sealed } from "./age.ts";
import { broken } from "./manifest.ts";

export type Writer = {
  add(name: string, content: Buffer): Promise<void>;
  /** A content whose size is known beforehand. @returns its SHA-256 in hex. */
  addStream(name: string, bytes: number, content: AsyncIterable<Buffer>): Promise<string>;
};

const half = (path: string) => join(dirname(path), `.${basename(path)}.part-`);

/**
 * Writes beside the name, syncs, and gives it the name last: whatever ends the program in the middle leaves nothing that
 * looks like a backup. What an earlier one left is cleared away.
 *
 * @returns the size of the file in bytes.
 */
export async function writeArchive(
  path: string,
  lock: Lock,
  fill: (writer: Writer) => Promise<void>,
): Promise<number> {
  if ((await stat(path).catch(() => null)) !== null)
    throw new StartError(`${path} is there already`, "Give another name; a backup is never written over.");
  await mkdir(dirname(path), { recursive: true });
  await clearHalves(path);
  const temporary = `${half(path)}${process.pid}`;
  const tar = pack();
  const out = createWriteStream(temporary, { flags: "wx", mode: 0o600, flush: true });
  const written = pipeline(await sealed(lock, Readable.from(tar, { objectMode: false })), out);
  try {
    // A full disk is told at once, not when the last row has been read.
    await Promise.race([fill(writerOn(tar)), written.then(() => new Promise<never>(() => undefined))]);
    tar.finalize();
    await written;
    const { size } = await stat(temporary);
    await place(temporary, path);
    return size;
  } catch (error) {
    tar.destroy(new Error("broken off"));
    await written.catch(() => undefined);
    throw explained(error, `${path} cannot be written`);
  } finally {
    await rm(temporary, { force: true });
  }
}

export async function explaining<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explained(error, what);
  }
}

/** What the operating system refused, in plain words; everything else stays what it is. */
export function explained(error: unknown, what: string): unknown {
  if (!(error instanceof Error && "syscall" in error)) return error;
  return new StartError(`${what}: ${error.message}`, hintFor(error.message), { cause: error });
}

async function clearHalves(path: string): Promise<void> {
  const start = basename(half(path));
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(start)) await rm(join(dirname(path), name), { force: true });
}

/** A link fails where somebody else was faster; where a file system has none, the name was free a moment ago. */
export async function place(temporary: string, path: string): Promise<void> {
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw error;
    return rename(temporary, path);
  });
  await syncFolder(dirname(path));
}

export async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, "r");
  await directory.sync().finally(() => directory.close());
}

function writerOn(tar: ReturnType<typeof pack>): Writer {
  const add: Writer["addStream"] = async (name, bytes, content) => {
    const hash = createHash("sha256");
    const entry = tar.entry({ name, size: bytes, mode: 0o600 }) as unknown as Writable;
    let written = 0;
    for await (const piece of content) {
      hash.update(piece);
      written += piece.length;
      if (written > bytes) break;
      if (!entry.write(piece)) await drained(entry);
    }
    if (written !== bytes) throw new Error(`${name} changed while it was read`);
    entry.end();
    return hash.digest("hex");
  };
  return {
    addStream: add,
    add: async (name, content) => {
      await add(name, content.length, Readable.from([content]));
    },
  };
}

const drained = (entry: Writable) =>
  new Promise<void>((done, fail) => {
    const settle = (after: () => void) => () => {
      entry.removeListener("drain", go);
      entry.removeListener("close", stop);
      after();
    };
    const go = settle(done);
    const stop = settle(() => fail(new Error("the backup was broken off")));
    entry.once("drain", go);
    entry.once("close", stop);
  });

export type Entry = { name: string; bytes: number; content: AsyncIterable<Buffer> };

/** The entries in their order; each must be read before the next comes. @throws StartError where the file ends too early. */
export async function* readArchive(path: string, key: Key | null): AsyncGenerator<Entry> {
  const plain = await opened(key, createReadStream(path, { highWaterMark: 1 << 20 }));
  const tar = extract();
  const fed = pipeline(plain, tar);
  fed.catch(() => undefined);
  try {
    for await (const entry of tar) {
      const { name, size = 0 } = entry.header;
      yield { name, bytes: size, content: entry as AsyncIterable<Buffer> };
      entry.resume();
    }
    await fed;
  } catch (error) {
    if (error instanceof StartError) throw error;
    const told = explained(error, `${path} cannot be read`);
    throw told === error ? broken((error as Error).message) : told;
  } finally {
    plain.destroy();
    tar.destroy(new Error("broken off"));
    await finished(plain).catch(() => undefined);
  }
}
