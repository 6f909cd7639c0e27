import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { type emergencies, permissions } from "./contract.ts";
import type { EmergencyState } from "./rules.ts";

type Shown = Omit<Output<typeof emergencies.listEmergencies>["rows"][number], "state">;
export type Row = Shown & { companyId: string | null };
type Unit = { id: string; name: string; code: string | null };

/** What one took oneself, and what concerns the companies that one reaches. */
const mine = (ctx: Ctx): RawBuilder<unknown> =>
  sql`(${within(ctx, "e.company_id")} or e.person_id = ${ctx.actor.personId}::uuid)`;

const select = (ctx: Ctx) => sql`
  select e.id, e.person_id, coalesce(${nameOfActor(ctx.language, sql`e.person_id`)}, '') as person_name, e.role_id, e.company_id, e.unit_id, coalesce(u.kind, '') as unit_kind,
    coalesce(${nameOfUnit(ctx.language, "n")}, '') as unit_name, e.reason, e.began_at, e.ends_at, ${nameOfActor(ctx.language, sql`e.ended_by`)} as ended_by_name,
    e.verdict, ${nameOfActor(ctx.language, sql`e.reviewed_by`)} as reviewed_by_name, e.reviewed_at, e.review_note,
    e.person_id = ${ctx.actor.personId}::uuid as is_own
  from emergencies e
  left join units u on u.id = e.unit_id
  left join unit_names n on n.unit_id = e.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`;

export async function emergencyInScope(ctx: Ctx, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`${select(ctx)} where e.id = ${id}::uuid and ${mine(ctx)}`.execute(ctx.db);
  return rows[0];
}

const inState: Record<EmergencyState, RawBuilder<unknown>> = {
  in_force: sql`e.ends_at > app_now()`,
  to_review: sql`e.ends_at <= app_now() and e.verdict is null`,
  reviewed: sql`e.verdict is not null`,
};

/** Newest first; one more than asked, so that the caller sees whether there is a next page. */
export async function emergenciesInScope(
  ctx: Ctx,
  { state, after, limit }: { state?: EmergencyState; after?: string; limit: number },
): Promise<Row[]> {
  const wanted = [
    mine(ctx),
    ...(state ? [inState[state]] : []),
    ...(after ? [sql`e.id < ${after}::uuid`] : []),
  ];
  const { rows } = await sql<Row>`${select(ctx)} where ${sql.join(wanted, sql` and `)}
    order by e.id desc limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

export async function currentOf(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{
    id: string | null;
  }>`select emergency_of(${ctx.actor.personId}::uuid) as id`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

/** How many of one's own are over and nobody has said a word of them. */
export async function unjudged(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from emergencies e
    where e.person_id = ${ctx.actor.personId}::uuid and e.verdict is null and e.ends_at <= app_now()`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

const reaches = (ctx: Ctx) =>
  sql`may_give_at(${ctx.actor.personId}::uuid, ${permissions.take}, u.id, u.kind in ('group', 'division'))`;

export async function unitToTakeAt(ctx: Ctx, id: string): Promise<{ id: string; kind: string } | undefined> {
  const { rows } = await sql<{ id: string; kind: string }>`
    select u.id, u.kind from units u where u.id = ${id}::uuid and ${reaches(ctx)}`.execute(ctx.db);
  return rows[0];
}

/** The kinds of units of which there is one that the permission reaches. */
export async function kindsToTakeAt(ctx: Ctx): Promise<string[]> {
  if (ctx.reach === "group") return ["group", "division", "company"];
  const { rows } = await sql<{ kind: string }>`
    select k.kind from unnest('{group,division,company}'::text[]) as k (kind)
    where exists (select from units u where u.kind = k.kind and ${reaches(ctx)})`.execute(ctx.db);
  return rows.map((row) => row.kind);
}

export async function unitsToTakeAt(ctx: Ctx, kind: string, search: string): Promise<Unit[]> {
  const sought = like(search);
  const { rows } = await sql<Unit>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name, u.code
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind = ${kind}
      and (${search} = '' or concat_ws(' ', n.name, n.name_en, n.name_ja, n.name_zh, u.code) ilike ${sought})
      and ${ctx.reach === "group" ? sql`true` : reaches(ctx)}
    order by 2 limit 50`.execute(ctx.db);
  return rows;
}

/** Whether the role is the actor's there without an emergency. */
export async function holdsAlready(ctx: Ctx, roleId: string, unitId: string): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`
    select exists (select from reach_of(${ctx.actor.personId}::uuid) h
      where h.role_id = ${roleId} and h.unit_id = ${unitId}::uuid and h.via <> 'emergency') as holds`.execute(
    ctx.db,
  );
  return rows[0]?.holds ?? false;
}

export async function group(ctx: Ctx) {
  const { rows } = await sql<{ fiscalYearStartMonth: number; timeZone: string; groupId: string }>`
    select s.fiscal_year_start_month, s.time_zone, u.id as group_id from group_settings s join units u on u.kind = 'group'`.execute(
    ctx.db,
  );
  return rows[0] ?? { fiscalYearStartMonth: 4, timeZone: "UTC", groupId: "" };
}

/** Whether the actor judges emergencies, which is done for the whole group alone. */
export async function reviewsAll(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ reach: string }>`
    select s.reach from standing_of(${ctx.actor.personId}::uuid, ${permissions.review}) s`.execute(ctx.db);
  return rows[0]?.reach === "group";
}

type Done = Output<typeof emergencies.getEmergency>["done"][number];

export async function doneUnder(ctx: Ctx, id: string): Promise<{ done: Done[]; doneCount: number }> {
  const { rows } = await sql<Done & { total: number }>`
    select d.id, d.at, d.verb, d.permission, ${nameOfUnit(ctx.language, "n")} as company_name, d.total
    from done_in_emergency(${id}::uuid, 500) d
    left join unit_names n on n.unit_id = d.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    order by d.id desc`.execute(ctx.db);
  const done = rows.map((one) => {
    const { total: _, ...row } = one;
    return row;
  });
  return { done, doneCount: rows[0]?.total ?? 0 };
}
