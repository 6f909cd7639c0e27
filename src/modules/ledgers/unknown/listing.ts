// Unknown things that wait: lists of any length, counts, and one question about very many.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Input, Output } from "#core/contract.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { unknown as contract } from "../contract/unknown.ts";
import { askedLedgers } from "../declared/unknown.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { like } from "#core/db/like.ts";
import { numberOf } from "../entries/listing.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
export type Thing = Output<(typeof contract)["listUnknowns"]>["rows"][number];
export type UnknownFilter = In<"countUnknowns">;

/** More are not counted. */
const mostCounted = 10_001;

/** What still waits, and is asked about: `t` is a row of unknown_things. */
export const isWaiting = sql<boolean>`t.ended_at is null and t.asked_at is not null`;

export function conditionsOf(ctx: Ctx, filter: UnknownFilter): RawBuilder<boolean> {
  const { companyId, divisionId, likelyBy, askedId, olderThan } = filter;
  const all: RawBuilder<boolean>[] = [isWaiting, within(ctx, "t.company_id")];
  if (companyId) all.push(sql`t.company_id = ${companyId}::uuid`);
  if (divisionId) all.push(sql`t.company_id = any (array(select companies_under(${divisionId}::uuid)))`);
  if (filter.ledger) all.push(sql`t.ledger = ${filter.ledger}`);
  if (filter.sourceId) all.push(sql`t.source_id = ${filter.sourceId}::uuid`);
  if (filter.askId) all.push(sql`t.ask_id = ${filter.askId}::uuid`);
  if (filter.facesInternet !== undefined) all.push(sql`t.faces_internet = ${filter.facesInternet}`);
  if (likelyBy) all.push(likelyBy === "none" ? sql`t.likely_by is null` : sql`t.likely_by = ${likelyBy}`);
  if (askedId) all.push(askedId === "none" ? sql`t.asked_id is null` : sql`t.asked_id = ${askedId}::uuid`);
  if (olderThan) all.push(sql`t.found_at <= app_now() - make_interval(days => ${olderThan})`);
  if (filter.search)
    all.push(sql`(t.name ilike ${like(filter.search)} or t.address ilike ${like(filter.search)})`);
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}

/** The number of the entry as people quote it, whichever ledger it is in. */
const numbers = sql.join(
  askedLedgers.map(
    (ledger) =>
      sql`select e.number::text from ${sql.table(ledger)} e where e.id = t.entry_id and t.ledger = ${sql.lit(ledger)}`,
  ),
  sql` union all `,
);

export const shownColumns = (
  ctx: Ctx,
) => sql`t.id, t.ledger, t.entry_id, (${numbers}) as number, t.name, t.address, t.faces_internet, t.company_id,
  coalesce(${nameOfUnit(ctx.language, "n")}, c.code) as company_name, t.source_id, s.name as source_name, t.found_at, t.due_on, t.likely_id,
  (select ${nameOfPerson(ctx.language, "lp")} from people lp where lp.id = t.likely_id) as likely_name, t.likely_by, t.likely_because,
  t.asked_id, (select ${nameOfPerson(ctx.language, "ap")} from people ap where ap.id = t.asked_id) as asked_name, t.row_version`;

export const besides = (
  ctx: Ctx,
) => sql`join units c on c.id = t.company_id join asset_sources s on s.id = t.source_id
  left join unit_names n on n.unit_id = t.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`;

/** Its number in the letters of its ledger. */
export const numbered = <T extends { ledger: Thing["ledger"]; number: string }>(row: T): T => ({
  ...row,
  number: numberOf(ledgerOf(row.ledger), row.number),
});

export async function listUnknowns(
  ctx: Ctx,
  { after, limit = 50, newestFirst, ...filter }: In<"listUnknowns">,
): Out<"listUnknowns"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const [at, id] = after?.split("|") ?? [];
  const beyond =
    at && id
      ? sql`(t.found_at, t.id) ${newestFirst ? sql`<` : sql`>`} (${at}::timestamptz, ${id}::uuid)`
      : sql`true`;
  const direction = newestFirst ? sql`desc` : sql`asc`;
  const { rows } = await sql<Thing & { end: string }>`
    with page as materialized (select t.id from unknown_things t where ${conditionsOf(ctx, filter)} and ${beyond}
      order by t.found_at ${direction}, t.id ${direction} limit ${limit + 1})
    select ${shownColumns(ctx)}, to_char(t.found_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || t.id as "end"
    from page p join unknown_things t on t.id = p.id ${besides(ctx)} order by t.found_at ${direction}, t.id ${direction}`.execute(
    ctx.db,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(({ end: _end, ...row }) => numbered(row)),
    next: last?.end ?? null,
  };
}

export async function countUnknowns(ctx: Ctx, filter: In<"countUnknowns">): Out<"countUnknowns"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const { rows } = await sql<{ count: number; oldestAt: string | null }>`
    select count(*)::int as count, min(x.found_at) as oldest_at from (select t.found_at from unknown_things t where ${conditionsOf(ctx, filter)}
      order by t.found_at limit ${mostCounted}) x`.execute(ctx.db);
  const { count, oldestAt } = rows[0] ?? { count: 0, oldestAt: null };
  return { count: Math.min(count, mostCounted - 1), isMore: count === mostCounted, oldestAt };
}

export async function getUnknownAsk(ctx: Ctx, { id }: In<"getUnknownAsk">): Out<"getUnknownAsk"> {
  const { rows } = await sql<Output<(typeof contract)["getUnknownAsk"]>>`
    select k.id, k.company_id, coalesce(${nameOfUnit(ctx.language, "n")}, c.code) as company_name, k.asked_at, k.things, k.ended_at,
      (select s.name from unknown_things t join asset_sources s on s.id = t.source_id where t.ask_id = k.id limit 1) as source_name,
      (select count(*)::int from unknown_things t where t.ask_id = k.id and ${isWaiting}) as waiting
    from unknown_asks k join units c on c.id = k.company_id
    left join unit_names n on n.unit_id = k.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where k.id = ${id}::uuid and ${within(ctx, "k.company_id")}`.execute(ctx.db);
  return found(rows[0], "unknown_ask");
}
