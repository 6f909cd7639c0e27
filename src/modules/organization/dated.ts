// Lent to later modules.
// Dated rows: changing a value from a day on closes the row that held until then and opens a new one. What a later
// row already says stays.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";

const tables = {
  unitNames: { table: "unit_names", key: "unit_id" },
  supervisions: { table: "supervisions", key: "unit_id" },
  relations: { table: "relations", key: "company_id" },
  companyFacts: { table: "company_facts", key: "company_id" },
  tiers: { table: "tiers", key: "company_id" },
  positionHolders: { table: "position_holders", key: "position_id" },
  deputies: { table: "deputies", key: "position_id" },
} as const;
export type DatedTable = keyof typeof tables;

/** A change that begins before today rewrites what people have seen: it needs a reason (domain.md, "As of"). */
export function assertReason(ctx: Ctx, from: string, reason: string | undefined): void {
  if (from < ctx.today && !reason?.trim()) throw invalid("change.backdated_needs_reason");
}

/** The first values of something that begins with them: nothing came before, so nothing is looked for or closed. */
export const beginWith = (
  ctx: Ctx,
  into: DatedTable,
  key: string,
  from: string,
  values: Record<string, RawBuilder<unknown> | unknown>,
): Promise<void> => insertRow(ctx, into, key, { ...values, valid_from: from, valid_to: null });

/** The same for many, in one statement; each says the same columns. */
export async function beginEach(
  ctx: Ctx,
  into: DatedTable,
  each: readonly { key: string; from: string; values: Record<string, unknown> }[],
): Promise<void> {
  const { table, key: keyColumn } = tables[into];
  const rows = each.map(({ key, from, values }) => ({ [keyColumn]: key, ...values, valid_from: from }));
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    ctx.db,
  );
}

/**
 * Lets `values` hold from a day on (until `until` when given, after which the row before holds again).
 *
 * @param values columns in snake_case of the house's own tables, never names from outside.
 */
export async function holdFrom(
  ctx: Ctx,
  into: DatedTable,
  key: string,
  from: string,
  values: Record<string, RawBuilder<unknown> | unknown>,
  until: string | null = null,
): Promise<void> {
  const { table, key: keyColumn } = tables[into];
  const [of, at] = [sql.table(table), sql.ref(keyColumn)];
  const next = await sql<{ validFrom: string }>`
    select valid_from from ${of} where ${at} = ${key}::uuid and valid_from > ${from}::date
    order by valid_from limit 1`.execute(ctx.db);
  const end = earlier(until, next.rows[0]?.validFrom ?? null);
  const before = await sql<Record<string, unknown>>`
    select * from ${of} where ${at} = ${key}::uuid and holds_on(valid_from, valid_to, ${from}::date)`.execute(
    ctx.db,
  );
  await sql`delete from ${of} where ${at} = ${key}::uuid and valid_from = ${from}::date`.execute(ctx.db);
  await sql`update ${of} set valid_to = ${from}::date
    where ${at} = ${key}::uuid and valid_from < ${from}::date and (valid_to is null or valid_to > ${from}::date)`.execute(
    ctx.db,
  );
  await insertRow(ctx, into, key, { ...values, valid_from: from, valid_to: end });
  const row = before.rows[0];
  if (row && until && end === until)
    await resume(ctx, into, key, until, next.rows[0]?.validFrom ?? null, row);
}

const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b);

async function insertRow(ctx: Ctx, into: DatedTable, key: string, values: Record<string, unknown>) {
  const { table, key: keyColumn } = tables[into];
  const all = { [keyColumn]: key, ...values };
  const columns = sql.join(Object.keys(all).map((name) => sql.ref(name)));
  const given = sql.join(Object.values(all).map((value) => sql`${value}`));
  await sql`insert into ${sql.table(table)} (${columns}) values (${given})`.execute(ctx.db);
}

/** After an interlude (a lowered tier, say) the row before it holds again. */
async function resume(
  ctx: Ctx,
  into: DatedTable,
  key: string,
  from: string,
  to: string | null,
  before: Record<string, unknown>,
) {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(before)) values[snake(name)] = value;
  await insertRow(ctx, into, key, { ...values, [tables[into].key]: key, valid_from: from, valid_to: to });
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
