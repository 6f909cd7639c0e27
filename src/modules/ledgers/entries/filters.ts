// What narrows a list of entries, said once for lists, counts, exports and bulk changes.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Input } from "#core/contract.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import type { entries } from "../contract/entries.ts";
import { columnOf, type FieldName, fieldOf } from "../declared/fields.ts";
import { type Ledger, ledgerOf, type Measure } from "../declared/ledgers.ts";

export type Filter = Omit<Input<typeof entries.countEntries>, "ledger">;

/** A condition on the row `e` of the ledger's table. Names come from the declarations, never from a caller. */
export type Condition = RawBuilder<boolean>;

/** A company of that name in any language, for what is listed beside its company. */
export const companyIsCalled = (companyId: RawBuilder<unknown>, search: string): Condition =>
  sql<boolean>`exists (select from unit_names cn where cn.unit_id = ${companyId}
    and folded(concat_ws(' ', cn.name, cn.name_en, cn.name_ja, cn.name_zh)) ilike ${like(search)})`;

const column = (name: FieldName) => sql.ref(`e.${columnOf(name)}`);

/** Taken in, and seen lately enough. The four are exclusive and leave nothing out. */
export const isStale = sql<boolean>`e.registered_at is not null and e.seen_at is not null and e.seen_at < stale_since()`;
export const standingOf = sql<"matched" | "only_here" | "only_there" | "stale">`case
  when e.registered_at is null then 'only_there' when e.seen_at is null then 'only_here'
  when e.seen_at < stale_since() then 'stale' else 'matched' end`;

const standings: Record<NonNullable<Filter["standing"]>, Condition> = {
  matched: sql`e.registered_at is not null and e.seen_at >= stale_since()`,
  only_here: sql`e.registered_at is not null and e.seen_at is null`,
  only_there: sql`e.registered_at is null`,
  stale: isStale,
};

/**
 * Nobody answers for it: no owner is named, or the one who is has left. Today's, whatever day the list is of. Whoever works in the
 * company is told by set; who has left is asked of the few others alone, once for a statement and not for each of a million rows.
 *
 * @param within narrows the rows `d` of the ledger whose owners are looked at to the companies in question.
 */
export const isNobodys = (ledger: Ledger, today: string, within: Condition): Condition =>
  sql<boolean>`(e.owner_id is null or e.owner_id = any (array(
    with elsewhere as materialized (
      select o.owner_id from (select distinct d.owner_id, d.company_id from ${sql.table(ledger.name)} d where d.owner_id is not null and ${within}) o
      left join employments m on m.person_id = o.owner_id and m.company_id = o.company_id and holds_on(m.valid_from, m.valid_to, ${today}::date)
      where m.person_id is null)
    select x.owner_id from elsewhere x where has_left(x.owner_id, ${today}::date))))`;

/** Some rule in force covers the entry: its company's own, or the group's. */
export const hasRule = (ledger: Ledger, day: string): Condition =>
  sql<boolean>`exists (select from asset_rule_covers v join asset_rules r on r.id = v.rule_id
    where v.ledger = ${ledger.name} and (v.company_id is null or v.company_id = e.company_id)
      and v.from_rank <= coalesce(e.class, 1) and ${ledger.fields.includes("nature") ? sql`v.nature in ('', coalesce(e.nature, ''))` : sql`v.nature = ''`}
      and r.valid_from <= ${day}::date and (r.ended_on is null or r.ended_on > ${day}::date))`;

/** A measure that its class demands does not hold, or nobody knows. */
export function isLacking(ledger: Ledger): Condition {
  const holds = (measure: Measure) =>
    sql`(m.measure = ${measure.name} and ${column(measure.field)} is distinct from ${sql.lit(measure.wanted)})`;
  if (ledger.measures.length === 0) return sql`false`;
  return sql<boolean>`exists (select from class_measures m where m.ledger = ${ledger.name} and m.rank = coalesce(e.class, 1)
    and (${sql.join(ledger.measures.map(holds), sql` or `)}))`;
}

/** `field:word|word`, with `none` for what is not known. @throws AppError `ledger.no_such_filter`. */
function fieldCondition(ledger: Ledger, where: string): Condition {
  const [name = "", ...rest] = where.split(":");
  const field = ledger.filters.find((one) => one === name);
  const wanted = rest.join(":").split("|");
  if (!field) throw invalid("ledger.no_such_filter", { values: { field: name.slice(0, 40) } });
  const { type } = fieldOf(field);
  const known = wanted.filter((one) => one !== "none");
  if (type === "flag" && known.some((one) => one !== "true" && one !== "false"))
    throw invalid("ledger.no_such_filter", { values: { field: name.slice(0, 40) } });
  const parts = [
    ...(wanted.includes("none") ? [sql`${column(field)} is null`] : []),
    ...(known.length > 0
      ? [
          type === "flag"
            ? sql`${column(field)} = any (${known}::boolean[])`
            : sql`${column(field)} = any (${known}::text[])`,
        ]
      : []),
  ];
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** A company that the filter names exists and lies within reach; else the 404 of what does not exist for the asker. */
export async function assertReached(ctx: Ctx, { companyId }: Pick<Filter, "companyId">): Promise<void> {
  if (companyId) await companyInScope(ctx, companyId);
}

/** @param company the id of the filter's company in another form, where a plan should not look at it. */
export function conditionsOf(
  ctx: Ctx,
  name: string,
  filter: Filter,
  company: RawBuilder<unknown> = sql`${filter.companyId}::uuid`,
): Condition[] {
  const ledger = ledgerOf(name);
  const { class: rank, owner } = filter;
  return [
    within(ctx, "e.company_id"),
    ...(filter.companyId ? [sql<boolean>`e.company_id = ${company}`] : []),
    ...(filter.divisionId
      ? [sql<boolean>`e.company_id = any (array(select companies_under(${filter.divisionId}::uuid)))`]
      : []),
    ...(filter.search ? [sql<boolean>`e.sought ilike ${like(filter.search)}`] : []),
    ...(rank === undefined
      ? []
      : [rank === "none" ? sql<boolean>`e.class is null` : sql<boolean>`e.class = ${Number(rank)}`]),
    ...(filter.state ? [sql<boolean>`e.state = ${filter.state}`] : []),
    ...(filter.withRetired || filter.state === "retired" ? [] : [sql<boolean>`e.state <> 'retired'`]),
    ...(filter.standing ? [standings[filter.standing]] : []),
    ...(filter.isConflicting === undefined
      ? []
      : [filter.isConflicting ? sql<boolean>`e.conflicts <> '{}'` : sql<boolean>`e.conflicts = '{}'`]),
    ...(owner === undefined
      ? []
      : [
          owner === "none"
            ? isNobodys(
                ledger,
                ctx.today,
                filter.companyId
                  ? sql<boolean>`d.company_id = ${filter.companyId}::uuid`
                  : within(ctx, "d.company_id"),
              )
            : sql<boolean>`e.owner_id = ${owner}::uuid`,
        ]),
    ...(filter.isWithoutRule === undefined
      ? []
      : [
          filter.isWithoutRule ? sql<boolean>`not ${hasRule(ledger, ctx.today)}` : hasRule(ledger, ctx.today),
        ]),
    ...(filter.isReviewOverdue === undefined
      ? []
      : [
          filter.isReviewOverdue
            ? sql<boolean>`e.review_due_on < ${ctx.today}::date`
            : sql<boolean>`(e.review_due_on >= ${ctx.today}::date or e.review_due_on is null)`,
        ]),
    ...(filter.isLacking === undefined
      ? []
      : [filter.isLacking ? isLacking(ledger) : sql<boolean>`not ${isLacking(ledger)}`]),
    ...(filter.label ? [sql<boolean>`e.labels @> array[${filter.label}] and e.labels <> '{}'`] : []),
    ...(filter.where ?? []).map((one) => fieldCondition(ledger, one)),
  ];
}
