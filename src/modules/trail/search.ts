// Which events a search finds, always by an index: usable at ten million events.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { forbidden, invalid } from "#core/errors.ts";
import type { trail } from "./contract.ts";
import { permissions } from "./contract/permissions.ts";
import { isOf } from "./kinds/rules.ts";

export type Filter = Omit<Input<typeof trail.searchEvents>, "after" | "limit" | "withValues">;
export type Found = Output<typeof trail.searchEvents>["rows"][number];

/** What a page of events is read from: a table expression `e`, newest first, at most so many. */
type Source = (wanted: readonly RawBuilder<unknown>[], limit: number) => RawBuilder<unknown>;

const all = (wanted: readonly RawBuilder<unknown>[]) => sql.join([...wanted], sql` and `);

const plain: Source = (wanted, limit) =>
  sql`select e.* from events e where ${all(wanted)} order by e.id desc limit ${limit}`;

/**
 * The newest of each branch (one kind of event, one company), then the newest of these. In one go the database would have
 * to read and sort all events of twenty kinds, or walk back through all that are none of them.
 */
const branched =
  (branches: RawBuilder<unknown>, column: RawBuilder<unknown>): Source =>
  (wanted, limit) =>
    sql`select e.* from (${branches}) b cross join lateral (
      select e.* from events e where ${column} = b.one and ${all(wanted)} order by e.id desc limit ${limit}) e
      order by e.id desc limit ${limit}`;

const worded =
  (ctx: Ctx, words: string, companyId: string | undefined): Source =>
  (wanted, limit) =>
    sql`select e.* from event_texts x join events e on e.id = x.event_id
      where text_grams(x.body) @> text_grams(lower(folded(${words}))) and position(lower(folded(${words})) in x.body) > 0
        and ${within(ctx, "x.company_id")} and ${companyId ? sql`x.company_id = ${companyId}::uuid` : sql`true`}
        and ${all(wanted)} order by x.event_id desc limit ${limit}`;

function sourceOf(ctx: Ctx, filter: Filter, verbs: readonly string[] | null): Source {
  if (filter.words) return worded(ctx, filter.words, filter.companyId);
  // Of these there are few.
  if (filter.subjectId || filter.requestId) return plain;
  if (verbs) return branched(sql`select unnest(${verbs}::text[]) as one`, sql`e.verb`);
  if (filter.companyId || filter.verb || filter.actorId || filter.onBehalfOf) return plain;
  if (filter.divisionId)
    return branched(sql`select companies_under(${filter.divisionId}::uuid) as one`, sql`e.company_id`);
  if (ctx.reach === "companies")
    return branched(
      sql`select unnest(scope_of(${ctx.actor.personId}::uuid, ${ctx.permission})) as one`,
      sql`e.company_id`,
    );
  return plain;
}

const zone = sql`coalesce((select time_zone from group_settings), 'UTC')`;
const dawn = (day: string) => sql`(${day}::date::timestamp at time zone ${zone})`;
const dusk = (day: string) => sql`((${day}::date + 1)::timestamp at time zone ${zone})`;
/** Clocks are put back by seconds; ids are not. */
const margin = sql`interval '5 minutes'`;

function wantedBy(ctx: Ctx, look: Look): RawBuilder<unknown>[] {
  const { filter, verbs } = look;
  const { from, to } = filter;
  return [
    within(ctx, "e.company_id"),
    ...(verbs ? [sql`e.verb = any (${verbs}::text[])`] : []),
    ...(filter.verb ? [sql`e.verb = ${filter.verb}`] : []),
    ...(filter.actorId ? [sql`e.actor_id = ${filter.actorId}::uuid`] : []),
    ...(filter.onBehalfOf ? [sql`e.on_behalf_of = ${filter.onBehalfOf}::uuid`] : []),
    ...(filter.companyId ? [sql`e.company_id = ${filter.companyId}::uuid`] : []),
    ...(filter.divisionId
      ? [sql`e.company_id = any (array(select companies_under(${filter.divisionId}::uuid)))`]
      : []),
    ...(filter.subjectId ? [sql`e.subject_id = ${filter.subjectId}::uuid`] : []),
    ...(filter.requestId ? [sql`e.request_id = ${filter.requestId}`] : []),
    // Ids known beforehand, so that the database sees how few they are; what the margin lets in is left out by the moment.
    ...(from ? [sql`e.at >= ${dawn(from)}`, sql`e.id >= ${look.firstId}`] : []),
    ...(to ? [sql`e.at < ${dusk(to)}`, sql`e.id < ${look.endId}`] : []),
  ];
}

/** A search that the asker may make. */
export type Look = {
  filter: Filter;
  withValues: boolean;
  verbs: readonly string[] | null;
  /** The ids between which the days lie, generously; null without a day. */
  firstId: number | null;
  endId: number | null;
};

/** The table expression of a page of the search. @param beyond further conditions, of where the page begins. */
export const foundPage = (ctx: Ctx, look: Look, beyond: readonly RawBuilder<unknown>[], limit: number) =>
  sourceOf(ctx, look.filter, look.verbs)([...wantedBy(ctx, look), ...beyond], limit);

/** Refuses what the asker may not look for before anything is read. */
export async function lookInto(ctx: Ctx, filter: Filter, wantsValues: boolean): Promise<Look> {
  const withValues = await givesValues(ctx, filter, wantsValues);
  const { group } = filter;
  const verbs = group ? (await verbsInTrail(ctx)).filter((verb) => isOf(group, verb)) : null;
  const { from, to } = filter;
  const { rows } = await sql<Pick<Look, "firstId" | "endId">>`
    select ${from ? sql`first_event_since(${dawn(from)} - ${margin})` : sql`null`} as first_id,
      ${to ? sql`first_event_since(${dusk(to)} + ${margin})` : sql`null`} as end_id`.execute(ctx.db);
  return { filter, withValues, verbs, firstId: rows[0]?.firstId ?? null, endId: rows[0]?.endId ?? null };
}

export async function verbsInTrail(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ verb: string }>`select v.verb from verbs_in_trail() v(verb)`.execute(ctx.db);
  return rows.map((row) => row.verb);
}

async function givesValues(ctx: Ctx, filter: Filter, wantsValues: boolean): Promise<boolean> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  if (!filter.words && !wantsValues) return false;
  const mayRead = await mayReadValues(ctx, filter.companyId);
  if (filter.words && !mayRead) throw forbidden("trail.values_needed");
  // Fewer letters have no gram to look for: everything would have to be read.
  if (filter.words && !/[\u2e80-\uffff]|.{3}/su.test(filter.words.trim())) throw invalid("trail.words_short");
  return mayRead && wantsValues;
}

/** For one company where one is named, else only who reaches the whole group with it. */
async function mayReadValues(ctx: Ctx, companyId: string | undefined): Promise<boolean> {
  if (companyId) return (await held(ctx, [permissions.readValues], companyId)).size > 0;
  const { rows } = await sql<{ reach: string }>`
    select s.reach from standing_of(${ctx.actor.personId}::uuid, ${permissions.readValues}) s`.execute(
    ctx.db,
  );
  return rows[0]?.reach === "group";
}

const columns = sql`e.id, e.at, e.verb, e.subject_kind, e.subject_id, e.company_id, e.request_id, e.data,
  coalesce((e.era, e.xid) < (s.era, s.xid), false) as is_sealed,
  jsonb_build_object('id', a.id, 'familyName', a.family_name, 'givenName', a.given_name) as actor, a.id as actor_id,
  jsonb_build_object('id', b.id, 'familyName', b.family_name, 'givenName', b.given_name) as on_behalf_of, b.id as on_behalf_id`;

type Raw = Found & { actorId: string | null; onBehalfId: string | null };

/** Names are looked up for the rows of the page alone. */
export async function eventRows(ctx: Ctx, page: RawBuilder<unknown>, withValues: boolean): Promise<Found[]> {
  const { rows } = await sql<Raw>`
    with page as materialized (${page}), names as materialized (
      select n.* from names_in_trail(array(select actor_id from page union select on_behalf_of from page)) n
    )
    select ${columns}, ${nameOfUnit(ctx.language, "u")} as company_name, ${withValues ? sql`v.content` : sql`null`} as values,
      ${withValues ? sql`v.erased_at is not null` : sql`false`} as is_erased
    from page e
    left join sealed_up_to() s on true
    left join names a on a.id = e.actor_id
    left join names b on b.id = e.on_behalf_of
    left join unit_names u on u.unit_id = e.company_id and holds_on(u.valid_from, u.valid_to, group_today())
    ${withValues ? sql`left join event_values v on v.event_id = e.id` : sql``}
    order by e.id desc`.execute(ctx.db);
  return rows.map(({ actorId, onBehalfId, ...row }) => ({
    ...row,
    actor: actorId ? row.actor : null,
    onBehalfOf: onBehalfId ? row.onBehalfOf : null,
  }));
}

export const timelinePage = (wanted: readonly RawBuilder<unknown>[], limit: number) => plain(wanted, limit);

/** Of a few kinds of events those that are wanted. */
export const verbsPage = (verbs: readonly string[], wanted: readonly RawBuilder<unknown>[], limit: number) =>
  branched(sql`select unnest(${[...verbs]}::text[]) as one`, sql`e.verb`)(wanted, limit);

export const before = (after: string | undefined) =>
  /^\d{1,15}$/.test(after ?? "") ? sql`e.id < ${Number(after)}` : sql`true`;

export function paged<R extends { id: number }>(rows: R[], limit: number) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last ? String(last.id) : null };
}
