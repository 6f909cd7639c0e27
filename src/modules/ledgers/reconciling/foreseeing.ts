// What the rows of a load that are new from their source will be: entries that are already there by another source or by hand, or new ones.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { identity, isSame, joiningKeys } from "./same.ts";

export type Foreseen = { joins: number; makes: number };

/**
 * Counts over the ledgers as they are now, by the keys that applying goes by. Looked up key by key in the indexes: of a million rows it takes
 * some seconds, so that it is asked for by whoever looks and never by the load itself.
 *
 * @returns how many rows join an entry that is there, and how many entries the others make.
 */
export async function foresee(ctx: Ctx, load: { id: string; sourceId: string }): Promise<Foreseen> {
  const { rows } = await sql<{
    ledger: string;
  }>`select distinct a.ledger from arrived a where a.load_id = ${load.id}::uuid`.execute(ctx.db);
  const sum = { joins: 0, makes: 0 };
  for (const { ledger } of rows) {
    const { joins, makes } = await foreseeIn(ctx, load, ledgerOf(ledger));
    sum.joins += joins;
    sum.makes += makes;
  }
  return sum;
}

async function foreseeIn(
  ctx: Ctx,
  load: { id: string; sourceId: string },
  { name }: Ledger,
): Promise<Foreseen> {
  const joinsOne = joiningKeys.map(
    (key) =>
      sql`(select count(*) from (select from ${sql.table(name)} e where ${isSame(key)} limit 2) found) = 1`,
  );
  const { rows } = await sql<Foreseen>`with looked as materialized (
      select n.company_id, ${identity} as identity, ${sql.join(joinsOne, sql` or `)} as joins
      from arrived n left join sightings s on s.source_id = ${load.sourceId}::uuid and s.ledger = n.ledger and s.source_key = n.source_key
      where n.load_id = ${load.id}::uuid and n.ledger = ${name} and not n.is_refused and not n.is_gone and n.company_id is not null
        and s.source_key is null)
    select (select count(*)::int from looked where joins) as joins,
      (select count(*)::int from (select from looked where not joins group by company_id, identity) made) as makes`.execute(
    ctx.db,
  );
  return rows[0] ?? { joins: 0, makes: 0 };
}
