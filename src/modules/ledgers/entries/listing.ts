// Lists of entries. A reader of few entries has them found by company and sorted; one of many has them read in the order of an
// index until the page is full: which of the two is decided by what the companies were counted to hold, not guessed by a plan.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Input, Output } from "#core/contract.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { invalid } from "#core/errors.ts";
import type { entries } from "../contract/entries.ts";
import type { Value, Values } from "../contract/words.ts";
import { columnOf, type FieldName, fieldOf } from "../declared/fields.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { assertReached, conditionsOf, type Filter, hasRule, standingOf } from "./filters.ts";

export type ListInput = Input<typeof entries.listEntries>;
export type EntryRow = Output<typeof entries.listEntries>["rows"][number];

/** Up to so many are found by company and sorted. */
const fewEntries = 20_000;

type Sort = { key: RawBuilder<unknown>; type: "text" | "timestamptz" | "date"; isDown: boolean };

const empties = { text: sql.lit(""), timestamptz: sql.lit("-infinity"), date: sql.lit("infinity") };

function sortOf(ledger: Ledger, wanted: string): Sort {
  const isDown = wanted.startsWith("-");
  const by = isDown ? wanted.slice(1) : wanted;
  if (by === "name") return { key: sql`e.name`, type: "text", isDown };
  if (by === "changed") return { key: sql`e.changed_at`, type: "timestamptz", isDown };
  if (by === "seen") return { key: sql`coalesce(e.seen_at, '-infinity')`, type: "timestamptz", isDown };
  if (by === "reviewDue") return { key: sql`coalesce(e.review_due_on, 'infinity')`, type: "date", isDown };
  const field = ledger.sorts.find((one) => one === by);
  if (!field) throw invalid("ledger.no_such_order", { values: { order: by } });
  const kind = fieldOf(field).type;
  const type = kind === "moment" ? "timestamptz" : kind === "day" ? "date" : "text";
  // As the index has it, word for word.
  return { key: sql`coalesce(${sql.ref(`e.${columnOf(field)}`)}, ${empties[type]})`, type, isDown };
}

/** The end of that day in the group's zone: what changed later is not read. */
const endOf = (day: string) =>
  sql`(${day}::date + 1)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC')`;

const common = [
  "id",
  "number",
  "company_id",
  "unit_id",
  "name",
  "owner_id",
  "class",
  "state",
  "labels",
  "registered_at",
  "reviewed_on",
  "review_due_on",
  "retired_on",
  "seen_at",
  "source_ids",
  "conflicts",
  "own_fields",
  "serial_key",
  "tag_key",
  "name_key",
  "created_at",
  "changed_at",
  "changed_by",
  "row_version",
  "sought",
] as const;

/** The tables that hold the ledger's rows as `e`: that of now; as of a day those that still hold and those that have changed since. */
function placesOf(
  ledger: Ledger,
  on: string | undefined,
  isWanted = sql<boolean>`true`,
): RawBuilder<unknown>[] {
  if (!on) return [sql`${sql.table(ledger.name)} e`];
  const columns = sql.join([...common, ...ledger.fields.map(columnOf)].map((one) => sql.ref(one)));
  return [
    sql`(select ${columns} from ${sql.table(ledger.name)} where changed_at < ${endOf(on)} and ${isWanted}) e`,
    sql`(select ${columns} from ${sql.table(`past_${ledger.name}`)} where changed_at < ${endOf(on)} and ended_at >= ${endOf(on)} and ${isWanted}) e`,
  ];
}

/**
 * The ledger's rows as `e`: those of now, or what they said at the end of a day.
 *
 * @param isWanted narrows each table by itself: of two tables together no index is asked.
 */
export function rowsOf(
  ledger: Ledger,
  on: string | undefined,
  isWanted?: RawBuilder<boolean>,
): RawBuilder<unknown> {
  const places = placesOf(ledger, on, isWanted);
  if (places.length === 1) return sql`${places[0]}`;
  return sql`(${sql.join(
    places.map((one) => sql`select * from ${one}`),
    sql` union all `,
  )}) e`;
}

async function areFew(ctx: Ctx, ledger: Ledger, filter: Filter): Promise<boolean> {
  if (ctx.reach === "group" && !filter.companyId) return false;
  const { rows } = await sql<{
    entries: number;
  }>`select coalesce(sum(c.entries), 0)::int as entries from ledger_counts c
    where c.ledger = ${ledger.name} and ${within(ctx, "c.company_id")}
      and ${filter.companyId ? sql`c.company_id = ${filter.companyId}::uuid` : sql`true`}`.execute(ctx.db);
  return (rows[0]?.entries ?? 0) <= fewEntries;
}

type Shown = Omit<EntryRow, "values" | "number"> & {
  number: string;
  fields: Record<string, unknown>;
  end: string;
};

/** What a row shows, from `e` and the names beside it. */
function shownColumns(ctx: Ctx, ledger: Ledger): RawBuilder<unknown> {
  const own = ledger.fields.map((name) => sql`${sql.lit(name)}, ${sql.ref(`e.${columnOf(name)}`)}`);
  return sql`e.id, e.number::text as number, e.name, e.company_id, coalesce(${nameOfUnit(ctx.language, "n")}, c.code) as company_name,
    e.unit_id, (select ${nameOfUnit(ctx.language, "un")} from unit_names un where un.unit_id = e.unit_id
      and holds_on(un.valid_from, un.valid_to, ${ctx.today}::date)) as unit_name,
    e.owner_id, (select ${nameOfPerson(ctx.language, "op")} from people op where op.id = e.owner_id) as owner_name,
    e.owner_id is not null and has_left(e.owner_id, ${ctx.today}::date) as owner_has_left, e.class, e.state, e.labels, e.registered_at,
    e.reviewed_on, e.review_due_on, e.retired_on, e.seen_at, cardinality(e.source_ids) as sources, ${standingOf} as standing, e.conflicts,
    ${hasRule(ledger, ctx.today)} as has_rule, jsonb_build_object(${sql.join(own)}) as fields, e.changed_at, e.row_version`;
}

const named = (ctx: Ctx) => sql`join units c on c.id = e.company_id
  left join unit_names n on n.unit_id = e.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`;

export function shown(ledger: Ledger, { fields, end: _end, ...row }: Shown): EntryRow {
  const values: Record<string, Value> = {};
  for (const name of ledger.fields) {
    const value = fields[name] as Value | undefined;
    if (value !== null && value !== undefined) values[name] = asTold(name, value);
  }
  return { ...row, number: numberOf(ledger, row.number), values: values as Values };
}

/** Inside JSON PostgreSQL writes a moment in the session's zone. */
const asTold = (name: FieldName, value: Value): Value =>
  fieldOf(name).type === "moment" ? new Date(value as string).toISOString() : value;

export const numberOf = (ledger: Ledger, number: string) => `${ledger.letters}-${number.padStart(6, "0")}`;

/** A page in the wanted order, read in one statement after how many there may be. */
export async function readPage(
  ctx: Ctx,
  { ledger: name, sort: by = "name", after, limit = 50, ...filter }: ListInput,
): Promise<{ rows: EntryRow[]; next: string | null }> {
  const ledger = ledgerOf(name);
  const sort = sortOf(ledger, by);
  await assertReached(ctx, filter);
  const beyond = beyondOf(sort, after);
  const direction = sort.isDown ? sql`desc` : sql`asc`;
  const most = limit + 1;
  const isFew = await areFew(ctx, ledger, filter);
  // The index of a company's names is in the order of names within it. Told which company, a plan trusts that one with most of the rows
  // comes first in the order of everybody's names as well, and reads half a million of others before it. What is sought is found by its own
  // index, and there a plan has to know how large the company is: else it marks all of its entries first.
  const inOrder = by.endsWith("name") && !isFew && !filter.search;
  const company = inOrder ? sql`(select ${filter.companyId}::uuid)` : undefined;
  const wanted = sql.join([...conditionsOf(ctx, name, filter, company), beyond], sql` and `);
  const page = isFew
    ? sql`few as materialized (select e.id, ${sort.key} as key from ${rowsOf(ledger, filter.asOf)} where ${wanted}),
        page as (select id from few order by key ${direction}, id ${direction} limit ${most})`
    : sql`page as materialized (select id from (${sql.join(
        // Each table in the order of its own index until the page is full.
        placesOf(ledger, filter.asOf).map(
          (place) =>
            sql`(select e.id, ${sort.key} as key from ${place} where ${wanted} order by ${sort.key} ${direction}, e.id ${direction} limit ${most})`,
        ),
        sql` union all `,
      )}) found order by key ${direction}, id ${direction} limit ${most})`;
  const { rows } = await sql<Shown>`with ${page}
    select ${shownColumns(ctx, ledger)}, (${sort.key})::text || '|' || e.id as "end"
    from page p cross join lateral (select * from ${rowsOf(ledger, filter.asOf, sql`id = p.id`)} where e.id = p.id) e ${named(ctx)}
    order by ${sort.key} ${direction}, e.id ${direction}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map((row) => shown(ledger, row)), next: last?.end ?? null };
}

function beyondOf(sort: Sort, after: string | undefined): RawBuilder<boolean> {
  if (!after) return sql`true`;
  const at = after.lastIndexOf("|");
  const key = sql`${after.slice(0, at)}::${sql.raw(sort.type)}`;
  const id = sql`${after.slice(at + 1)}::uuid`;
  return sort.isDown
    ? sql`(${sort.key}, e.id) < (${key}, ${id})`
    : sql`(${sort.key}, e.id) > (${key}, ${id})`;
}

export async function readEntry(
  ctx: Ctx,
  name: string,
  id: string,
  on?: string,
): Promise<EntryRow | undefined> {
  const ledger = ledgerOf(name);
  const { rows } = await sql<Shown>`select ${shownColumns(ctx, ledger)}, '' as "end"
    from ${rowsOf(ledger, on)} ${named(ctx)} where e.id = ${id}::uuid and ${within(ctx, "e.company_id")}`.execute(
    ctx.db,
  );
  return rows[0] && shown(ledger, rows[0]);
}

const mostCounted = 10_000;

export async function countEntries(
  ctx: Ctx,
  { ledger: name, ...filter }: Input<typeof entries.countEntries>,
) {
  await assertReached(ctx, filter);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
    select from ${rowsOf(ledgerOf(name), filter.asOf)} where ${sql.join(conditionsOf(ctx, name, filter), sql` and `)}
    limit ${mostCounted + 1}) counted`.execute(ctx.db);
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, mostCounted), isMore: count > mostCounted };
}
