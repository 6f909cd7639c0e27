import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { under } from "#core/db/transaction.ts";
import { notFound } from "#core/errors.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { permissions, type trail } from "./contract.ts";
import { timelineRights } from "./rules.ts";

type In<K extends keyof typeof trail> = Input<(typeof trail)[K]>;
type Out<K extends keyof typeof trail> = Promise<Output<(typeof trail)[K]>>;
type Found = Output<typeof trail.searchEvents>["rows"][number];

/** Most unsealed events that are counted: in good order there are a few seconds' worth. */
const countedMost = 1000;

const columns = sql`e.id, e.at, e.verb, e.subject_kind, e.subject_id, e.company_id, e.request_id, e.data,
  coalesce((e.era, e.xid) < (s.era, s.xid), false) as is_sealed,
  jsonb_build_object('id', a.id, 'familyName', a.family_name, 'givenName', a.given_name) as actor, a.id as actor_id,
  jsonb_build_object('id', b.id, 'familyName', b.family_name, 'givenName', b.given_name) as on_behalf_of, b.id as on_behalf_id`;

type Raw = Found & { actorId: string | null; onBehalfId: string | null };

/** Names are looked up for the rows of the page alone. */
async function eventRows(
  ctx: Ctx,
  wanted: readonly RawBuilder<unknown>[],
  limit: number,
  withValues: boolean,
) {
  const { rows } = await sql<Raw>`
    with page as materialized (
      select e.* from events e where ${sql.join([...wanted], sql` and `)} order by e.id desc limit ${limit}
    ), names as materialized (
      select n.* from names_in_trail(array(select actor_id from page union select on_behalf_of from page)) n
    )
    select ${columns}, ${nameOfUnit(ctx.language, "u")} as company_name, ${withValues ? sql`v.content` : sql`null`} as values
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

function paged<R extends { id: number }>(rows: R[], limit: number) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last ? String(last.id) : null };
}

const before = (after: string | undefined) =>
  /^\d{1,15}$/.test(after ?? "") ? sql`e.id < ${Number(after)}` : sql`true`;

export async function listTimeline(ctx: Ctx, input: In<"listTimeline">): Out<"listTimeline"> {
  const limit = input.limit ?? 50;
  const scoped = await underKind(ctx, input.kind);
  const rows = await eventRows(
    scoped,
    [
      sql`e.subject_id = ${input.id}::uuid`,
      sql`e.subject_kind = ${input.kind}`,
      within(scoped, "e.company_id"),
      before(input.after),
    ],
    limit + 1,
    false,
  );
  if (rows.length === 0 && !input.after && !(await isSeen(scoped, input))) throw notFound("record");
  return paged(
    rows.map(({ companyName: _name, values: _values, requestId: _request, ...row }) => row),
    limit,
  );
}

/** What was loaded with a list has no event of its own until somebody changes it; what lies outside does not exist. */
async function isSeen(ctx: Ctx, { kind, id }: In<"listTimeline">): Promise<boolean> {
  const table = loaded[kind];
  if (!table) return false;
  const { rows } = await sql`select from ${sql.table(table)} x
    where x.id = ${id}::uuid and ${within(ctx, "x.company_id")}`.execute(ctx.db);
  return rows.length > 0;
}

const loaded: Readonly<Record<string, string>> = { unit: "units", person: "people" };

/** The widest of the kind's permissions: an event that only a narrower one reached would not be seen through it. */
async function underKind(ctx: Ctx, kind: string): Promise<Ctx> {
  let best: Ctx | null = null;
  for (const permission of timelineRights[kind] ?? []) {
    const scoped = await under(ctx, permission);
    if (scoped.reach === "group") return scoped;
    if (scoped.reach === "companies") best ??= scoped;
  }
  if (!best) throw notFound("record");
  return under(ctx, best.permission);
}

export async function searchEvents(ctx: Ctx, input: In<"searchEvents">): Out<"searchEvents"> {
  const limit = input.limit ?? 50;
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const withValues = input.withValues === true && (await mayReadValues(ctx, input.companyId));
  const found = await eventRows(ctx, wantedBy(ctx, input), limit + 1, withValues);
  const output = paged(found, limit);
  if (!withValues) return output;
  return asSensitiveRead(output, {
    verb: "trail.read",
    subject: { kind: "trail", id: null, companyId: input.companyId ?? null },
    data: { verb: input.verb ?? null, subjectId: input.subjectId ?? null, count: output.rows.length },
  });
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

function wantedBy(ctx: Ctx, input: In<"searchEvents">): RawBuilder<unknown>[] {
  const zone = sql`coalesce((select time_zone from group_settings), 'UTC')`;
  return [
    within(ctx, "e.company_id"),
    before(input.after),
    ...(input.verb ? [sql`e.verb = ${input.verb}`] : []),
    ...(input.actorId ? [sql`e.actor_id = ${input.actorId}::uuid`] : []),
    ...(input.companyId ? [sql`e.company_id = ${input.companyId}::uuid`] : []),
    ...(input.subjectId ? [sql`e.subject_id = ${input.subjectId}::uuid`] : []),
    ...(input.from ? [sql`e.at >= (${input.from}::date::timestamp at time zone ${zone})`] : []),
    ...(input.to ? [sql`e.at < ((${input.to}::date + 1)::timestamp at time zone ${zone})`] : []),
  ];
}

export async function getSealState(ctx: Ctx): Out<"getSealState"> {
  type Last = { n: number; at: string; hash: string };
  const last = await sql<Last>`
    select s.n, s.at, encode(s.hash, 'hex') as hash from seals s order by s.n desc limit 1`.execute(ctx.db);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from events e left join sealed_up_to() s on true
      where ${within(ctx, "e.company_id")} and (s.era is null or e.era > s.era or e.era = s.era and e.xid >= s.xid)
      limit ${countedMost}) x`.execute(ctx.db);
  const days = await sql<{ day: string; n: number; hash: string; publishedAt: string }>`
    select d.day, d.n, encode(d.hash, 'hex') as hash, d.published_at from day_seals d
    order by d.day desc limit 31`.execute(ctx.db);
  return { last: last.rows[0] ?? null, unsealedCount: rows[0]?.count ?? 0, days: days.rows };
}
