// Rows of a load with their verdicts and what they will be, and what each source says of an entry.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { ledgers as contract } from "../contract.ts";
import type { Values } from "../contract/words.ts";
import { columnOf } from "../declared/fields.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { readEntry } from "../entries/listing.ts";
import { foresee } from "../reconciling/foreseeing.ts";
import { loadInScope } from "./load-row.ts";
import { silentSince } from "./silence.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Shown = Output<(typeof contract)["listLoadRows"]>["rows"][number];

const verdict = sql<
  Shown["verdict"]
>`case when a.is_refused then 'refused' when a.company_id is null then 'ownerless' when a.is_gone then 'gone'
  when s.source_key is null then 'new'
  when s.digest <> a.digest or s.company_id <> a.company_id or s.absent_since is not null then 'changed' else 'same' end`;

/** What is kept by the names of the columns, by those of the fields. */
export function fieldsOf(name: string, values: Record<string, unknown>): Values {
  const told = ledgerOf(name).fields.flatMap((field) => {
    const value = values[columnOf(field)];
    return value === undefined || value === null ? [] : [[field, value]];
  });
  return Object.fromEntries(told) as Values;
}

export async function listLoadRows(
  ctx: Ctx,
  { id, verdict: wanted, after, limit = 50 }: In<"listLoadRows">,
): Out<"listLoadRows"> {
  const load = await loadInScope(ctx, id);
  const { rows } = await sql<Omit<Shown, "values"> & { said: Record<string, unknown> }>`
    select a.row_number as row, a.ledger, a.name, a.source_key, a.belongs_to, ${nameOfUnit(ctx.language, "n")} as company_name,
      ${verdict} as verdict, a.values as said,
      coalesce((select jsonb_agg(jsonb_build_object('code', p.code, 'field', p.field, 'value', p.value))
        from jsonb_to_recordset(a.problems) as p (code text, field text, value text)), '[]') as problems
    from arrived a left join sightings s on s.source_id = ${load.sourceId}::uuid and s.ledger = a.ledger and s.source_key = a.source_key
    left join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where a.load_id = ${id}::uuid and a.row_number > ${after ? Number(after) : 0} and ${wanted ? sql`${verdict} = ${wanted}` : sql`true`}
    order by a.row_number limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(({ said, ...row }) => ({ ...row, values: fieldsOf(row.ledger, said) })),
    next: last ? String(last.row) : null,
  };
}

export async function foreseeLoad(ctx: Ctx, { id }: In<"foreseeLoad">): Out<"foreseeLoad"> {
  return foresee(ctx, await loadInScope(ctx, id));
}

export async function listSightings(ctx: Ctx, { ledger, id }: In<"listSightings">): Out<"listSightings"> {
  found(await readEntry(ctx, ledger, id), "entry");
  type Row = Output<(typeof contract)["listSightings"]>["rows"][number];
  const { rows } = await sql<Omit<Row, "values"> & { said: Record<string, unknown> }>`
    select g.source_id, s.name as source_name, s.kind, g.rank, g.source_key, g.name, g.person, g.values as said, g.seen_at, g.said_at, g.first_at,
      g.absent_since, ${silentSince} as silent_since
    from sightings g join asset_sources s on s.id = g.source_id
    where g.entry_id = ${id}::uuid and g.ledger = ${ledger} and ${within(ctx, "g.company_id")}
    order by g.rank, s.name limit 100`.execute(ctx.db);
  return { rows: rows.map(({ said, ...row }) => ({ ...row, values: fieldsOf(ledger, said) })) };
}
