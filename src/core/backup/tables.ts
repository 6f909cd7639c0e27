// Which tables a backup holds and how they are read and written: COPY in its text format, which every version reads.
import { pipeline } from "node:stream/promises";
import { PassThrough, Readable, type Writable } from "node:stream";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Sequence, TableHead, TableSum } from "./manifest.ts";
import { RowSum } from "./row-sum.ts";

/** Written anew by migrating, and by graphile-worker for itself. */
const madeAnew = "schema_migrations";

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const columnsOf = (table: TableHead) => table.columns.map(quoted).join(", ");

/** Every table of ours with the columns that can be written, in the order of their names. */
export async function tablesOf(client: pg.ClientBase): Promise<TableHead[]> {
  const { rows } = await client.query<TableHead>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> $1
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     group by c.relname order by c.relname collate "C"`,
    [madeAnew],
  );
  return rows;
}

export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select sequencename as name, coalesce(last_value, start_value)::text as "lastValue", last_value is not null as "isCalled"
    from pg_sequences where schemaname = 'public' order by 1`);
  return rows;
}

/** The rows of a table in pieces, summed up on the way. */
export async function copyOut(
  client: pg.ClientBase,
  table: TableHead,
  take: (piece: Buffer) => Promise<void>,
): Promise<TableSum> {
  const sum = new RowSum();
  const rows = client.query(copyTo(`copy public.${quoted(table.name)} (${columnsOf(table)}) to stdout`));
  for await (const piece of rows as AsyncIterable<Buffer>) {
    sum.add(piece);
    await take(piece);
  }
  return sum.result();
}

export type CopyIn = { write(piece: Buffer): Promise<void>; end(): Promise<TableSum> };

export function copyIn(client: pg.ClientBase, table: TableHead): CopyIn {
  const sum = new RowSum();
  const feed = new PassThrough({ highWaterMark: 1 << 20 });
  const into = client.query(
    copyFrom(`copy public.${quoted(table.name)} (${columnsOf(table)}) from stdin`),
  ) as unknown as Writable;
  const done = pipeline(feed, into);
  done.catch(() => undefined);
  return {
    write: async (piece) => {
      sum.add(piece);
      if (!feed.write(piece)) await Promise.race([onceDrained(feed), done]);
    },
    end: async () => {
      feed.end();
      await done;
      return sum.result();
    },
  };
}

const onceDrained = (feed: Writable) => new Promise<void>((go) => void feed.once("drain", () => go()));

export const asStream = (pieces: AsyncIterable<Buffer>): Readable =>
  Readable.from(pieces, { objectMode: false });

export { quoted };
