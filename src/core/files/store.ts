// Contents of files by their SHA-256, each stored once. Rows in `files` say who calls a content what; a content
// without a row is what a crash between writing and commit leaves, and src/core/files/sweep.ts takes it away.
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "../errors.ts";
import { refuseInfected } from "./scanner.ts";

export type Kept = { sha256: Buffer; sizeBytes: number; path: string };

export type FileStore = {
  folder: string;
  /** The largest content it takes. */
  limitBytes: number;
  /**
   * Writes a stream to the end, on the disk before it returns. @throws AppError `file.too_large`, `file.empty`
   * @param most of what the product makes itself; what is sent to it keeps to `limitBytes`.
   */
  keep(content: AsyncIterable<Uint8Array>, most?: number): Promise<Kept>;
  /** The same of what somebody has sent: scanned before it lies where a row can cite it. @throws as scanner.ts besides. */
  receive(content: AsyncIterable<Uint8Array>): Promise<Kept>;
  /** @throws AppError `file.content_lost` where the disk has less than the database. */
  read(sha256: Uint8Array): Promise<Readable>;
  /** Whether the content is there. */
  has(sha256: Uint8Array): Promise<boolean>;
  pathOf(sha256: Uint8Array): string;
};

export function openFileStore(folder: string, limitBytes: number): FileStore {
  const incoming = join(folder, "incoming");
  const pathOf = (sha256: Uint8Array) => {
    const name = Buffer.from(sha256).toString("hex");
    return join(folder, name.slice(0, 2), name);
  };
  const has = async (sha256: Uint8Array) => (await stat(pathOf(sha256)).catch(orMissing)) !== null;
  const keep = async (
    content: AsyncIterable<Uint8Array>,
    check: (path: string) => Promise<void> = async () => undefined,
    most = limitBytes,
  ) => {
    await mkdir(incoming, { recursive: true });
    const temporary = join(incoming, randomUUID());
    try {
      const { sha256, sizeBytes } = await write(temporary, content, most);
      await check(temporary);
      const path = pathOf(sha256);
      await place(temporary, path);
      return { sha256, sizeBytes, path };
    } finally {
      await rm(temporary, { force: true });
    }
  };
  return {
    folder,
    limitBytes,
    pathOf,
    has,
    keep: (content, most = limitBytes) => keep(content, undefined, most),
    receive: (content) => keep(asSent(content), refuseInfected),
    read: async (sha256) => {
      const path = pathOf(sha256);
      const handle = await open(path, "r").catch(orMissing);
      if (!handle) throw new AppError("gone", "file.content_lost");
      return createReadStream(path, { fd: handle });
    },
  };
}

async function write(path: string, content: AsyncIterable<Uint8Array>, limitBytes: number) {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const piece of content) {
      sizeBytes += piece.byteLength;
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (sizeBytes === 0) throw new AppError("invalid", "file.empty");
  return { sha256: hash.digest(), sizeBytes };
}

/** A form that ends in the middle of a file is the sender's fault, not ours. */
async function* asSent(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    const isRefusal =
      error instanceof AppError || (error as { statusCode?: number }).statusCode !== undefined;
    throw isRefusal ? error : new AppError("invalid", "file.form_unreadable");
  }
}

const tooLarge = (limitBytes: number) =>
  new AppError("too_large", "file.too_large", {
    values: { megabytes: Math.round(limitBytes / 1_048_576) },
  });

/** Links the written content to its name; the name's folder is synced, so that a power cut leaves both or neither. */
async function place(temporary: string, path: string): Promise<void> {
  const folder = join(path, "..");
  await mkdir(folder, { recursive: true });
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // The sweep spares what is young: somebody is about to cite this content anew.
    await utimes(path, new Date(), new Date());
  }
  const directory = await open(folder, "r");
  await directory.sync().finally(() => directory.close());
}

export function orMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** Names in a folder; none where the folder is not there yet. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(orMissing)) ?? [];
}

let current: FileStore | undefined;

/** One store per process, as there is one data folder. Set at start, before requests and jobs. */
export function useFileStore(store: FileStore): void {
  current = store;
}

export function fileStore(): FileStore {
  if (!current) throw new Error("the file store was not opened at start");
  return current;
}
