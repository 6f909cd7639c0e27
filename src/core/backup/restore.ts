// A backup into a database, in one transaction: afterwards everything of it is there and proven, or nothing is.
import type pg from "pg";
import type { FileStore } from "../files/store.ts";
import { StartError } from "../start-error.ts";
import { broken, type End, type Head } from "./manifest.ts";
import { type BackupPlace, noRows, onlyLooking, type Read, readBackup, type Visitor } from "./read.ts";
import { isSame } from "./row-sum.ts";
import { buildSchema, loosen, migrationsFor } from "./schema.ts";
import { copyIn, copyOut, quoted } from "./tables.ts";

export type RestoreOptions = {
  /** The owner's connection; nothing else runs on it. */
  client: pg.Client;
  store: FileStore;
  /** A group that is there may go. */
  replaces: boolean;
  /** Refuses what must not be restored here, e.g. under another key. */
  accept(head: Head): Promise<void>;
  key(text: string): Promise<void>;
  say: (line: string) => void;
};

export type Restored = Read & { era: number };

type Use = "empty" | "unused" | "group" | "other";

/** Whether a restore would take anything away. */
export async function useOf(client: pg.ClientBase): Promise<Use> {
  const { rows } = await client.query<{ tables: number; ours: boolean }>(`
    select count(*)::int as tables, coalesce(bool_or(c.relname = 'group_settings'), false) as ours from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`);
  if (!rows[0] || rows[0].tables === 0) return "empty";
  if (!rows[0].ours) return "other";
  return (await client.query("select from group_settings")).rowCount === 0 ? "unused" : "group";
}

/** Contents are put into the store as they are read: those of a restore that was broken off are swept away, or found again. */
export async function restoreBackup(place: BackupPlace, options: RestoreOptions): Promise<Restored> {
  const { client } = options;
  await client.query("begin");
  try {
    await client.query("set local lock_timeout = '20s'");
    await client.query("set local statement_timeout = 0");
    await client.query("set local maintenance_work_mem = '256MB'");
    await clear(options);
    let tighten: (() => Promise<void>) | undefined;
    const read = await readBackup(place, {
      ...visitorOf(options),
      head: async (head) => {
        migrationsFor(head);
        await options.accept(head);
        await buildSchema(client, head);
        tighten = await loosen(client);
        const names = head.tables.map((table) => `public.${quoted(table.name)}`);
        // What migrations write by themselves is in the backup as well.
        await client.query(`truncate ${names.join(", ")}`);
      },
    });
    await compare(client, read.head, read.end);
    options.say("restore: every table compared with the backup; building indexes");
    await tighten?.();
    const era = await enterNextEra(client);
    await endSessions(client);
    await setSequences(client, read.head);
    await client.query("commit");
    return { ...read, era };
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw refusal(error);
  }
}

function refusal(error: unknown): unknown {
  if ((error as { code?: unknown }).code !== "55P03") return error;
  return new StartError(
    "Somebody is using this database",
    "Stop every Yagura on it and start the restore again; nothing was changed.",
  );
}

async function clear({ client, replaces }: RestoreOptions): Promise<void> {
  const use = await useOf(client);
  if (use === "empty") return;
  if (use === "other")
    throw new StartError("The database holds something other than Yagura", "Give an empty database.");
  if (use === "group" && !replaces)
    throw new StartError(
      "The database holds a group already",
      "Give an empty one, or --replace: then everything in it is lost.",
    );
  await client.query("drop schema public cascade");
  await client.query("create schema public");
  // As in every new database: a login names functions before it has taken its role.
  await client.query("grant usage on schema public to public");
}

function visitorOf({ client, store, key }: RestoreOptions): Omit<Visitor, "head"> {
  return {
    ...onlyLooking,
    key,
    table: async (table) => copyIn(client, table),
    content: async (content) => (await store.keep(content)).sha256.toString("hex"),
  };
}

/** What the database now holds against what the backup says, row by row through their sums. */
async function compare(client: pg.ClientBase, head: Head, end: End): Promise<void> {
  for (const table of head.tables) {
    const found = await copyOut(client, table, async () => undefined);
    if (!isSame(found, end.tables[table.name] ?? noRows))
      throw broken(`the table ${table.name} came out of the database otherwise than it went in`);
  }
}

/**
 * A restored copy goes on in an era of its own, also in the cluster it was made in: transaction numbers and events after
 * the backup may exist twice from here on. The database's function only looks for another cluster.
 */
async function enterNextEra(client: pg.ClientBase): Promise<number> {
  const { rows: known } = await client.query<{ era: number; cluster: string }>(`
    select e.era, e.cluster_id::text as cluster from trail_eras e
    where e.era = (select trail_era from group_settings) and e.cluster_id = (select system_identifier from pg_control_system())`);
  const here = known[0];
  if (here) await client.query("update trail_eras set cluster_id = 0 where era = $1", [here.era]);
  const { rows } = await client.query<{ era: number }>("select enter_trail_era() as era");
  if (here)
    await client.query("update trail_eras set cluster_id = $2 where era = $1", [here.era, here.cluster]);
  return rows[0]?.era ?? 1;
}

/** Sessions that were ended after the backup would live again. */
async function endSessions(client: pg.ClientBase): Promise<void> {
  await client.query("update sessions set ended_at = now() where ended_at is null");
}

async function setSequences(client: pg.ClientBase, head: Head): Promise<void> {
  for (const { name, lastValue, isCalled } of head.sequences)
    await client.query("select setval(('public.' || quote_ident($1))::regclass, $2::bigint, $3)", [
      name,
      lastValue,
      isCalled,
    ]);
}
