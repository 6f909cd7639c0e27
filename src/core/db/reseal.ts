// Sealing anew what an earlier key has sealed, column by column in short transactions. Where it is broken off it goes on:
// which key closed a value stands in the value (crypto/secrets.ts).
import type pg from "pg";
import { seal, sealingKeyId, unseal } from "../crypto/secrets.ts";

/** Where a sealed value lies: the column that holds it, the one whose value it is bound to, and what it is for. */
export type SealedColumn = { table: string; column: string; id: string; purpose: string };

const atOnce = 500;
/** The key's id stands behind the form, in the second to fifth byte. */
const isOlder = (column: string) => `substring(${column} from 2 for 4) <> decode($1, 'hex')`;

type Row = { at: string; of: string; value: Buffer };

/** @returns how many were sealed anew. @throws Error at a value that no key at hand opens; nothing is lost by it. */
export async function resealColumn(
  client: pg.ClientBase,
  { table, column, id, purpose }: SealedColumn,
  onBatch: (done: number) => void = () => undefined,
): Promise<number> {
  let done = 0;
  for (;;) {
    await client.query("begin");
    try {
      const { rows } = await client.query<Row>(
        `select ctid::text as at, ${id}::text as of, ${column} as value from ${table}
         where ${isOlder(column)} limit ${atOnce} for update`,
        [sealingKeyId()],
      );
      const anew = rows.map((row) => {
        const what = { purpose, of: row.of };
        return seal(unseal(row.value, what), what);
      });
      await client.query(
        `update ${table} t set ${column} = n.value from unnest($1::text[], $2::bytea[]) n(at, value)
         where t.ctid = n.at::tid`,
        [rows.map((row) => row.at), anew],
      );
      await client.query("commit");
      if (rows.length === 0) return done;
      done += rows.length;
      onBatch(done);
    } catch (error) {
      await client.query("rollback");
      throw error;
    }
  }
}

/** Opens every value; with the keys before put away, nothing but the one in use can. @returns how many there are. */
export async function openAll(
  client: pg.ClientBase,
  { table, column, id, purpose }: SealedColumn,
): Promise<number> {
  let count = 0;
  let last: string | null = null;
  for (;;) {
    const { rows }: { rows: Row[] } = await client.query<Row>(
      `select ${id}::text as of, ${column} as value, '' as at from ${table}
       where ${column} is not null ${last === null ? "" : `and ${id} > $1`} order by ${id} limit ${atOnce}`,
      last === null ? [] : [last],
    );
    for (const row of rows) unseal(row.value, { purpose, of: row.of });
    count += rows.length;
    last = rows.at(-1)?.of ?? null;
    if (last === null) return count;
  }
}

/** Waits for whatever was under way at this moment: it may still write what the key before has sealed. */
export async function afterTransactionsOfNow(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ now: string }>("select pg_current_xact_id()::text as now");
  for (;;) {
    const { rowCount } = await client.query(
      "select where pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8",
      [rows[0]?.now],
    );
    if (rowCount) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}
