// Makes a backup while the system runs: one snapshot of every table, then the contents of the files that it cites.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type pg from "pg";
import type { FileStore } from "../files/store.ts";
import { StartError } from "../start-error.ts";
import type { Lock } from "./age.ts";
import { writeArchive, type Writer } from "./archive.ts";
import { type Cited, citedContents, insideOf, listing, stillCited } from "./contents.ts";
import { type End, format, type Head } from "./manifest.ts";
import { copyOut, sequencesOf, tablesOf } from "./tables.ts";

/** Raw bytes of a table that are packed at once: what is held in memory. */
const partBytes = 4 << 20;
const pack = promisify(gzip);

export type Source = {
  /** May read every row: the owner, or a login with pg_read_all_data and BYPASSRLS. Nothing else runs on it. */
  client: pg.Client;
  store: FileStore;
  isEmbedded: boolean;
  version: string;
  keyId: string;
  /** Only where the key is to be inside. */
  key: string | null;
  say: (line: string) => void;
};

/** Where the contents of files go: into the archive itself, or to others that are kept already. */
export type ContentPlace = {
  lie: Head["contents"]["lie"];
  keep(writer: Writer, cited: readonly Cited[]): Promise<End["contents"]>;
};

export type Made = { head: Head; end: End; bytes: number; cited: readonly Cited[] };

/** @throws StartError with what to do, and nothing is left under the name. */
export async function makeArchive(
  source: Source,
  path: string,
  lock: Lock,
  place: ContentPlace = { lie: "inside", keep: (writer, cited) => insideOf(source.store, writer, cited) },
): Promise<Made> {
  const made: Partial<Made> = {};
  const bytes = await writeArchive(path, lock, async (writer) => {
    await inSnapshot(source.client, async () => {
      made.cited = await citedContents(source.client);
      made.head = await headOf(source, made.cited, place.lie);
      await writer.add("backup.json", Buffer.from(JSON.stringify(made.head, null, 2)));
      if (source.key !== null) await writer.add("secret.key", Buffer.from(source.key));
      await writer.add("contents.list.gz", await pack(listing(made.cited)));
      const tables = await dumpTables(source, made.head, writer);
      made.end = { finishedAt: "", tables, contents: { count: 0, bytes: 0, lost: [], damaged: [] } };
    });
    const { cited = [], end } = made;
    if (!end) throw new Error("no tables were read");
    end.contents = await place.keep(writer, cited);
    // What ended since the snapshot was taken is missed by nobody.
    end.contents.lost = await stillCited(source.client, end.contents.lost);
    end.finishedAt = new Date().toISOString();
    await writer.add("end.json", Buffer.from(JSON.stringify(end, null, 2)));
  });
  return { ...(made as Omit<Made, "bytes">), bytes };
}

async function inSnapshot(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("begin transaction isolation level repeatable read read only");
  // Rows that a policy hides would be left out in silence; so it is an error instead.
  await client.query("set local row_security = off");
  await client.query("set local statement_timeout = 0");
  try {
    const { rows } = await client.query<{ isOurs: boolean }>(
      `select to_regclass('public.schema_migrations') is not null as "isOurs"`,
    );
    if (!rows[0]?.isOurs)
      throw new StartError("This database holds no Yagura", "Give the address of the one that does.");
    await work();
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    if (/row-level security|permission denied/.test((error as Error).message))
      throw new StartError(
        `This login may not read everything: ${(error as Error).message}`,
        "Give the owner as DATABASE_OWNER_URL, or a login for backups as BACKUP_DATABASE_URL (docs/operations/backup-and-restore.md).",
      );
    throw error;
  }
}

async function headOf(source: Source, cited: readonly Cited[], lie: "inside" | "beside"): Promise<Head> {
  const { client } = source;
  const [about] = (
    await client.query<{
      at: string;
      group: string | null;
      version: string;
      bytes: string;
      era: number;
      events: string;
    }>(`
      select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, (select name from group_settings) as "group",
        current_setting('server_version') as version, pg_database_size(current_database())::text as bytes,
        coalesce((select trail_era from group_settings), 1) as era, (select count(*) from events)::text as events`)
  ).rows;
  const seals = await client.query<{ n: number; day: string; hash: string }>(
    "select n::int, day::text, encode(hash, 'hex') as hash from seals order by seals.n desc limit 1",
  );
  const migrations = await client.query<Head["migrations"][number]>(
    `select name, sha256, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "appliedAt"
     from schema_migrations order by name collate "C"`,
  );
  return {
    format,
    version: source.version,
    takenAt: about?.at ?? "",
    group: about?.group ?? null,
    database: {
      kind: source.isEmbedded ? "embedded" : "own",
      version: about?.version ?? "",
      bytes: Number(about?.bytes),
    },
    migrations: migrations.rows,
    tables: await tablesOf(client),
    sequences: await sequencesOf(client),
    trail: { era: about?.era ?? 1, events: Number(about?.events), lastSeal: seals.rows[0] ?? null },
    keyId: source.keyId,
    hasKey: source.key !== null,
    contents: { count: cited.length, bytes: cited.reduce((sum, one) => sum + one.bytes, 0), lie },
  };
}

async function dumpTables({ client, say }: Source, head: Head, writer: Writer): Promise<End["tables"]> {
  const sums: End["tables"] = {};
  for (const table of head.tables) {
    let waiting: Buffer[] = [];
    let held = 0;
    let part = 0;
    const flush = async () => {
      part += 1;
      const packed = await pack(Buffer.concat(waiting), { level: 3 });
      [waiting, held] = [[], 0];
      await writer.add(`tables/${table.name}/${String(part).padStart(6, "0")}.gz`, packed);
    };
    const sum = await copyOut(client, table, async (piece) => {
      waiting.push(piece);
      held += piece.length;
      if (held >= partBytes) await flush();
    });
    if (held > 0) await flush();
    sums[table.name] = sum;
  }
  const rows = Object.values(sums).reduce((total, one) => total + one.rows, 0);
  say(`backup: ${rows.toLocaleString("en")} rows of ${head.tables.length} tables`);
  return sums;
}
