// Contents that nobody cites: what a crash between writing a content and committing its row leaves behind.
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../db/tables.generated.ts";
import type { TimedWork } from "../jobs/timed.ts";
import { asKeeper } from "../system.ts";
import { type FileStore, fileStore, namesIn, orMissing } from "./store.ts";

const dayMs = 86_400_000;
const everySeconds = 300;

/**
 * To be called in the transaction that cites a content: the sweep waits for its end. Whoever finds the content gone
 * afterwards was too slow and has to send it again.
 */
export async function holdContents(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('yagura.files'))`.execute(db);
}

/** Takes away what is older than a day and cited by no row. One of 256 folders a turn. @returns how many went. */
export async function sweepFolder(
  db: Kysely<Tables>,
  store: FileStore,
  shard: number,
  olderThan: number,
): Promise<number> {
  const name = shard.toString(16).padStart(2, "0");
  const old = await olderIn(join(store.folder, name), olderThan);
  await sql`select pg_advisory_xact_lock(hashtext('yagura.files'))`.execute(db);
  const hashes = old.filter((one) => /^[0-9a-f]{64}$/.test(one));
  const { rows } = await sql<{ name: string }>`
    select h.name from unnest(${hashes}::text[]) h(name)
    where not exists (select from files f where f.sha256 = decode(h.name, 'hex'))`.execute(db);
  // The clock again: a content may have been taken up anew while the lock was waited for.
  const orphans = await olderAmong(
    join(store.folder, name),
    rows.map((row) => row.name),
    olderThan,
  );
  for (const orphan of orphans) await rm(join(store.folder, name, orphan), { force: true });
  const incoming = join(store.folder, "incoming");
  for (const left of await olderIn(incoming, olderThan)) await rm(join(incoming, left), { force: true });
  return orphans.length;
}

const olderIn = async (folder: string, olderThan: number) =>
  olderAmong(folder, await namesIn(folder), olderThan);

async function olderAmong(folder: string, names: readonly string[], olderThan: number): Promise<string[]> {
  const old: string[] = [];
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(orMissing);
    if (found?.isFile() && found.mtimeMs < olderThan) old.push(name);
  }
  return old;
}

/** Every folder once in about a day; which one is read from the clock, so that nothing has to be remembered. */
export const sweepFiles: TimedWork = {
  name: "files.sweep",
  everySeconds,
  run: async (ctx) => {
    const shard = Math.floor(ctx.now.getTime() / (everySeconds * 1000)) % 256;
    await asKeeper(ctx.db, () => sweepFolder(ctx.db, fileStore(), shard, Date.now() - dayMs));
  },
};
