// A folder of backups: one snapshot of the tables per backup, and every content once, whatever the number of snapshots
// that cite it. Both are age files, so the folder may lie with somebody one does not trust.

import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { holdFolder } from "../db/folder-lock.ts";
import { AppError } from "../errors.ts";
import type { FileStore } from "../files/store.ts";
import { orMissing } from "../files/store.ts";
import { StartError } from "../start-error.ts";
import { identitiesIn, type Key, type Lock, makePair, opened, sealed } from "./age.ts";
import { place } from "./archive.ts";
import { type Cited, listing, readContent, readListing } from "./contents.ts";
import type { ContentPlace } from "./make.ts";

type About = { format: 1; recipients: string[] };

const aboutFile = "yagura-backups.json";
const snapshotName = /^\d{8}T\d{6}Z\.age$/;
const pathOf = (folder: string, sha256: string) =>
  join(folder, "contents", sha256.slice(0, 2), `${sha256}.age`);

export type Repository = {
  folder: string;
  lock: Lock;
  /** Where the snapshot of this moment goes. */
  snapshotAt(moment: Date): string;
  /** Stores what is not there yet. */
  contents(store: FileStore, snapshot: string): ContentPlace & { added: { count: number; bytes: number } };
  /** Keeps the newest so many snapshots and what they cite. @returns what went. */
  prune(keep: number): Promise<{ snapshots: number; contents: number }>;
  release(): void;
};

export const isRepository = (folder: string): boolean => existsSync(join(folder, aboutFile));

/** Opens a folder of backups for one more, making it where it is not there. One process at a time. */
export async function openRepository(folder: string, lock: Lock | null): Promise<Repository> {
  await mkdir(folder, { recursive: true });
  const hold = holdFolder(join(folder, "in-use"));
  try {
    const about = await aboutOf(folder, lock);
    const own: Lock = { recipients: about.recipients };
    return {
      folder,
      lock: own,
      snapshotAt: (moment) =>
        join(folder, "snapshots", `${moment.toISOString().replaceAll(/[-:]|\.\d+/g, "")}.age`),
      contents: (store, snapshot) => contentsInto(folder, own, store, snapshot),
      prune: (keep) => prune(folder, keep),
      release: () => hold.release(),
    };
  } catch (error) {
    hold.release();
    throw error;
  }
}

async function aboutOf(folder: string, lock: Lock | null): Promise<About> {
  const path = join(folder, aboutFile);
  const known = await readFile(path, "utf8").catch(orMissing);
  if (known !== null) return sameLock(folder, JSON.parse(known) as About, lock);
  if (!lock)
    throw new StartError(
      `${folder} holds no backups yet`,
      "Say who shall be able to open them: --recipient age1... or --passphrase-file FILE.",
    );
  const others = (await readdir(folder)).filter(
    (name) => !name.startsWith("in-use.lock") && name !== "key.age",
  );
  if (others.length > 0)
    throw new StartError(`${folder} holds other files and no backups`, "Give an empty folder.");
  const about: About = {
    format: 1,
    recipients: "passphrase" in lock ? [await ownPair(folder, lock)] : [...lock.recipients],
  };
  await writeWhole(path, Readable.from([Buffer.from(`${JSON.stringify(about, null, 2)}\n`)]));
  return about;
}

/** A passphrase takes a second to try; so it opens a key of the folder's own, and that key everything else. */
async function ownPair(folder: string, lock: Lock): Promise<string> {
  const { identity, recipient } = await makePair();
  await rm(join(folder, "key.age"), { force: true });
  await writeWhole(
    join(folder, "key.age"),
    await sealed(lock, Readable.from([Buffer.from(`# public key: ${recipient}\n${identity}\n`)])),
  );
  return recipient;
}

function sameLock(folder: string, about: About, lock: Lock | null): About {
  const isOther =
    lock !== null &&
    "recipients" in lock &&
    lock.recipients.toSorted().join() !== about.recipients.toSorted().join();
  if (isOther)
    throw new StartError(
      `The backups in ${folder} are for other recipients`,
      "Begin a new folder: what is stored there already would stay closed to the new ones.",
    );
  return about;
}

/** The identities that open what lies in a folder. */
export async function keyOfFolder(folder: string, key: Key | null): Promise<Key | null> {
  const own = join(folder, "key.age");
  if (!key || !("passphrase" in key) || !existsSync(own)) return key;
  const text = await buffer(await opened(key, createReadStream(own)));
  return { identities: identitiesIn(text.toString("utf8")) };
}

/** Names of whole snapshots, oldest first. */
export async function snapshotsIn(folder: string): Promise<string[]> {
  const names = (await readdir(join(folder, "snapshots")).catch(orMissing)) ?? [];
  return names.filter((name) => snapshotName.test(name)).sort();
}

export async function openContent(folder: string, sha256: string, key: Key | null): Promise<Readable | null> {
  const path = pathOf(folder, sha256);
  if ((await stat(path).catch(orMissing)) === null) return null;
  return opened(key, createReadStream(path, { highWaterMark: 1 << 20 }));
}

function contentsInto(folder: string, lock: Lock, store: FileStore, snapshot: string) {
  const added = { count: 0, bytes: 0 };
  return {
    lie: "beside" as const,
    added,
    keep: async (_writer: unknown, cited: readonly Cited[]) => {
      const kept = { count: 0, bytes: 0, lost: [] as string[], damaged: [] as string[] };
      for (const one of cited) {
        const told = await storeContent(folder, lock, store, one.sha256);
        if (typeof told === "string") kept[told].push(one.sha256);
        else {
          kept.count += 1;
          kept.bytes += one.bytes;
          if (told) added.count += 1;
          if (told) added.bytes += one.bytes;
        }
      }
      // Before the snapshot has its name: what a snapshot cites is known to whoever cannot open it.
      const missing = new Set([...kept.lost, ...kept.damaged]);
      const there = cited.filter((one) => !missing.has(one.sha256));
      await writeWhole(listOf(snapshot), Readable.from([gzipSync(listing(there))]), { isReplaced: true });
      return kept;
    },
  };
}

/** @returns whether it was new, or why it cannot be kept. */
async function storeContent(
  folder: string,
  lock: Lock,
  store: FileStore,
  sha256: string,
): Promise<boolean | "lost" | "damaged"> {
  const path = pathOf(folder, sha256);
  if ((await stat(path).catch(orMissing)) !== null) return false;
  const content = await readContent(store, sha256).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (!content) return "lost";
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      hash.update(piece);
      done(null, piece);
    },
  });
  content.on("error", (error) => hashing.destroy(error));
  let isDamaged = false;
  await writeWhole(path, await sealed(lock, content.pipe(hashing)), {
    isGood: () => !(isDamaged = hash.digest("hex") !== sha256),
  });
  return isDamaged ? "damaged" : true;
}

const listOf = (snapshot: string) => snapshot.replace(/\.age$/, ".contents.gz");

async function writeWhole(
  path: string,
  content: Readable,
  { isGood = () => true, isReplaced = false }: { isGood?: () => boolean; isReplaced?: boolean } = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.part`;
  try {
    await pipeline(content, createWriteStream(temporary, { mode: 0o600, flush: true }));
    if (isReplaced) await rm(path, { force: true });
    if (isGood()) await place(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function prune(folder: string, keep: number): Promise<{ snapshots: number; contents: number }> {
  const all = await snapshotsIn(folder);
  const going = all.slice(0, Math.max(0, all.length - Math.max(1, keep)));
  const staying = all.slice(going.length);
  const cited = new Set<string>();
  for (const name of staying) {
    const list = await readFile(listOf(join(folder, "snapshots", name)));
    for (const one of readListing(gunzipSync(list).toString("utf8"))) cited.add(one.sha256);
  }
  // Snapshots first: one that is there always has its contents.
  const names = (await readdir(join(folder, "snapshots")).catch(orMissing)) ?? [];
  const stems = new Set(staying.map((name) => name.replace(/\.age$/, "")));
  for (const name of [...going, ...names.filter((one) => one.endsWith(".contents.gz"))])
    if (!stems.has(name.replace(/\.age$|\.contents\.gz$/, "")))
      await rm(join(folder, "snapshots", name), { force: true });
  return { snapshots: going.length, contents: await pruneContents(folder, cited) };
}

async function pruneContents(folder: string, cited: ReadonlySet<string>): Promise<number> {
  let gone = 0;
  for (const shard of (await readdir(join(folder, "contents")).catch(orMissing)) ?? [])
    for (const name of await readdir(join(folder, "contents", shard))) {
      if (cited.has(name.replace(/\.age$/, ""))) continue;
      await rm(join(folder, "contents", shard, name), { force: true });
      gone += 1;
    }
  return gone;
}
