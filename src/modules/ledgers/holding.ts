// Lent to later modules.
// Who holds something: entries of the ledgers by what they say of themselves, for rules that ask whoever has it.
import { type RawBuilder, sql } from "kysely";
import type { Static } from "typebox";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import type { Held } from "./contract/holding.ts";
import { columnOf, type FieldName } from "./declared/fields.ts";
import { makeFields, soughtFields } from "./declared/holding.ts";
import { type Ledger, ledgerOf } from "./declared/ledgers.ts";

export type HeldRule = Static<typeof Held>;

const column = (name: string) => sql.ref(`e.${columnOf(name)}`);

/** Says company_id, ledger, entry_id, name and about of each entry in scope that fits one of the rules; no rows without rules. */
export function heldEntries(ctx: Ctx, rules: readonly HeldRule[]): RawBuilder<unknown> {
  if (rules.length === 0)
    return sql`select null::uuid as company_id, null::text as ledger, null::uuid as entry_id, null::text as name, null::text as about where false`;
  return sql.join(
    rules.map((rule) => entriesOf(ctx, rule)),
    sql` union `,
  );
}

/** @throws AppError `ledger.no_such_filter` for a field that the ledger does not offer. */
function entriesOf(ctx: Ctx, { ledger: name, contains, states }: HeldRule): RawBuilder<unknown> {
  const ledger = ledgerOf(name);
  const about = makeFields(ledger).map(column);
  const conditions = [
    within(ctx, "e.company_id"),
    states && states.length > 0 ? sql`e.state = any (${states}::text[])` : sql`e.state <> 'retired'`,
    ...contains.map((one) => fits(ledger, one)),
  ];
  return sql`select e.company_id, ${ledger.name}::text as ledger, e.id as entry_id, e.name, left(concat_ws(' ', ${sql.join([sql`null`, ...about])}), 400) as about
    from ${sql.table(ledger.name)} e where ${sql.join(conditions, sql` and `)}`;
}

function fits(ledger: Ledger, { field, words }: HeldRule["contains"][number]): RawBuilder<boolean> {
  const offered: readonly string[] = ["name", ...soughtFields(ledger)];
  if (field && !offered.includes(field))
    throw invalid("ledger.no_such_filter", { values: { field: field.slice(0, 40) } });
  const sought: readonly (FieldName | "name" | string)[] = field ? [field] : ["name", ...makeFields(ledger)];
  const parts = sought.map((one) => said(column(one), like(words)));
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** In either width; folded only where a letter is no plain one, because that costs more than the search itself. */
const said = (of: RawBuilder<unknown>, sought: string) =>
  sql`(${of} ilike ${sought} or (octet_length(${of}) <> char_length(${of}) and folded(${of}) ilike ${sought}))`;

/** What entries say that they are, in the two words that say it best (make and model, product and version), each once; silent ones are left out. */
export async function whatTheyAre(
  ctx: Ctx,
  name: string,
  ids: readonly string[],
  most: number,
): Promise<string[]> {
  const ledger = ledgerOf(name);
  const fields = makeFields(ledger).filter((field) => !/version|^os/i.test(field));
  if (fields.length === 0) return [];
  const { rows } = await sql<{
    words: string;
  }>`select distinct left(btrim(concat_ws(' ', ${sql.join(fields.slice(0, 2).map(column))})), 100) as words
    from ${sql.table(ledger.name)} e where e.id = any (${[...ids]}::uuid[]) and ${within(ctx, "e.company_id")} limit ${most}`.execute(
    ctx.db,
  );
  return rows.flatMap((row) => (row.words === "" ? [] : [row.words]));
}
