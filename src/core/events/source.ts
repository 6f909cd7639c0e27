// Where a trail is read from to be proven: a database, or a folder of table files that was copied from one. Both give the
// same rows as text, in about the order of their ids, without ever holding the whole.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { StartError } from "../start-error.ts";
import { readCopy, type Row } from "./copy-text.ts";

export const tables = {
  events:
    "id era xid at verb actor_id on_behalf_of subject_kind subject_id company_id request_id data values_hash hash",
  event_values: "event_id salt content erased_at erased_by_event",
  seals: "n era xid_from xid_to event_count last_event_id previous_hash hash day witness",
  day_seals: "day n hash",
} as const;
export type TableName = keyof typeof tables;

export const columnsOf = (table: TableName): string[] => tables[table].split(" ");
export const keyOf: Readonly<Record<TableName, string>> = {
  events: "id",
  event_values: "event_id",
  seals: "n",
  day_seals: "day",
};

export type TrailSource = {
  /** Rows as wide as `tables` says, by their key where the source can. */
  rows(table: TableName): AsyncIterable<Row>;
  /** The era that was under way; null: that of the last event. */
  era: number | null;
};

const atOnce = 2000;

/**
 * The rows of one snapshot. The caller has begun a transaction (repeatable read) in which nothing else is asked.
 *
 * @param client may read the trail (the role yagura_jobs).
 */
export async function databaseSource(client: pg.ClientBase): Promise<TrailSource> {
  await client.query(
    "set local timezone = 'UTC'; set local datestyle = 'ISO'; set local bytea_output = 'hex'",
  );
  const { rows } = await client.query<{ era: number }>("select trail_era as era from group_settings");
  const known = await client.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = 'seals'::regclass and attnum > 0 and not attisdropped",
  );
  const names = new Set(known.rows.map((row) => row.name));
  // A copy of an older version has no witness.
  const column = (table: TableName) => (name: string) =>
    table === "seals" && !names.has(name) ? "null::text" : `${name}::text`;
  return {
    era: rows[0]?.era ?? 1,
    rows: (table) =>
      cursor(
        client,
        `trail_${table}`,
        `select ${columnsOf(table).map(column(table)).join(", ")} from ${table} order by ${table}.${keyOf[table]}`,
      ),
  };
}

async function* cursor(client: pg.ClientBase, name: string, query: string): AsyncGenerator<Row> {
  await client.query(`declare ${name} no scroll cursor for ${query}`);
  for (;;) {
    const { rows } = await client.query<Row>({ text: `fetch ${atOnce} from ${name}`, rowMode: "array" });
    yield* rows;
    if (rows.length < atOnce) break;
  }
  await client.query(`close ${name}`);
}

/** What stands beside the table files: `columns` of each file, in its order. */
export type FolderNote = { era: number; columns: Record<string, string[]> };
export const noteName = "trail.json";

/**
 * A folder with `<table>.copy` (or `.copy.gz`) for each table of the trail in COPY text format, and `trail.json`. Without
 * that note the columns are taken in the order of `tables`, and the era is that of the last event.
 */
export function folderSource(folder: string): TrailSource {
  const notePath = join(folder, noteName);
  const note = existsSync(notePath) ? (JSON.parse(readFileSync(notePath, "utf8")) as FolderNote) : null;
  return {
    era: note?.era ?? null,
    rows: (table) => rowsOf(folder, table, note?.columns[table] ?? columnsOf(table)),
  };
}

async function* rowsOf(folder: string, table: TableName, given: readonly string[]): AsyncGenerator<Row> {
  const wanted = columnsOf(table).map((name) => given.indexOf(name));
  const missing = columnsOf(table).filter((name, at) => wanted[at] === -1 && name !== "witness");
  if (missing.length > 0) throw unreadable(folder, `${table} lacks ${missing.join(", ")}`);
  try {
    for await (const row of readCopy(opened(folder, table), given.length))
      yield wanted.map((at) => (at === -1 ? null : (row[at] ?? null)));
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw unreadable(folder, `${table}: ${(error as Error).message}`);
  }
}

function opened(folder: string, table: TableName) {
  const path = join(folder, `${table}.copy`);
  if (existsSync(path)) return createReadStream(path);
  if (!existsSync(`${path}.gz`)) throw unreadable(folder, `there is no ${table}.copy`);
  const unpacked = createGunzip();
  createReadStream(`${path}.gz`)
    .on("error", (error) => unpacked.destroy(error))
    .pipe(unpacked);
  return unpacked;
}

const unreadable = (folder: string, why: string) =>
  new StartError(
    `${folder} is no whole copy of a trail (${why})`,
    "Give the folder that `yagura trail copy` wrote, or one with events, event_values, seals and day_seals as .copy files.",
  );
