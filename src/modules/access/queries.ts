import { like } from "#core/db/like.ts";
import { type Kysely, sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import type { access } from "./contract.ts";

type Db = Kysely<Tables>;

export const groupSettings = (db: Db) => db.selectFrom("groupSettings").selectAll().executeTakeFirst();

/** The account behind a login name, whatever its state; the door alone asks this. */
export const accountByLogin = (db: Db, loginName: string) =>
  db
    .selectFrom("accounts")
    .selectAll()
    .where(sql`lower(login_name)`, "=", loginName.toLowerCase())
    .forUpdate()
    .executeTakeFirst();

export const accountById = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom("accounts")
    .selectAll()
    .where("id", "=", id)
    .where(within(ctx, "company_id"))
    .executeTakeFirst();

export const ownAccount = (ctx: Ctx) =>
  ctx.db.selectFrom("accounts").selectAll().where("id", "=", ctx.actor.accountId).executeTakeFirstOrThrow();

export const ownPerson = (ctx: Ctx) =>
  ctx.db.selectFrom("people").selectAll().where("id", "=", ctx.actor.personId).executeTakeFirstOrThrow();

/** In which the actor reads moments: one's own, else the company's, else the group's. */
export async function ownTimeZone(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{
    zone: string;
  }>`select time_zone_of(${ctx.actor.personId}::uuid) as zone`.execute(ctx.db);
  return rows[0]?.zone ?? "UTC";
}

/** Every permission the actor holds anywhere today, and whether one of them reaches the whole group. */
export async function ownPermissions(ctx: Ctx) {
  const { rows } = await sql<{ permission: string; isGroupWide: boolean }>`
    select permission, is_group_wide from permissions_of(${ctx.actor.personId}::uuid)`.execute(ctx.db);
  return rows;
}

/** Whether the actor belongs to an outside firm. */
export async function isOutside(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ isOutside: boolean }>`
    select is_outside(${ctx.actor.personId}::uuid) as is_outside`.execute(ctx.db);
  return rows[0]?.isOutside ?? false;
}

/** What the actor has taken in an emergency and has not ended; a program has nothing of it. */
export async function ownEmergency(ctx: Ctx): Promise<{ id: string; endsAt: string } | null> {
  if (ctx.actor.accessToken || ctx.actor.viewing) return null;
  const { rows } = await sql<{ id: string; endsAt: string }>`
    select e.id, e.ends_at from emergencies e where e.id = emergency_of(${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

export const groupUnit = (db: Db) =>
  db.selectFrom("units").select("id").where("kind", "=", "group").executeTakeFirstOrThrow();

export async function companyNameOf(ctx: Ctx, personId: string): Promise<string | null> {
  const { rows } = await sql<{
    name: string | null;
  }>`select company_name_of(${personId}::uuid) as name`.execute(ctx.db);
  return rows[0]?.name ?? null;
}

export const personInScope = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom("people")
    .selectAll()
    .where("id", "=", id)
    .where(within(ctx, "company_id"))
    .executeTakeFirst();

export async function addressOfPerson(ctx: Ctx, id: string): Promise<string | null> {
  const person = await personInScope(ctx, id);
  return person?.email ?? null;
}

export type AccountFilter = {
  search?: string;
  companyId?: string;
  personId?: string;
  state?: string;
  after?: string;
  limit?: number;
};

/** What a role made here is called for the reader, of the joined row `r`; null for a built-in one, whose name is a text. */
export const roleName = (ctx: Ctx) =>
  sql<string | null>`case when not r.is_built_in
    then coalesce(r.names ->> ${ctx.language}, r.names ->> 'en', r.names ->> 'ja', r.names ->> 'zh') end`;

/** The unit's name as the reader sees it, of the joined row `n`. */
const unitName = (ctx: Ctx) => sql<string>`coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name)`;

export async function listAccounts(ctx: Ctx, filter: AccountFilter) {
  const limit = filter.limit ?? 50;
  let query = ctx.db
    .selectFrom("accounts as a")
    .innerJoin("people as p", "p.id", "a.personId")
    .innerJoin("unitNames as n", (join) =>
      join
        .onRef("n.unitId", "=", "a.companyId")
        .on(sql<boolean>`holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`),
    )
    .select(["a.id", "a.personId", "a.companyId", "p.familyName", "p.givenName"])
    .select(unitName(ctx).as("companyName"))
    .select(["a.loginName", "a.language", "a.state", "a.lastSignInAt", "a.lockedUntil", "a.rowVersion"])
    .where(within(ctx, "a.company_id"));
  if (filter.companyId) query = query.where("a.companyId", "=", filter.companyId);
  if (filter.personId) query = query.where("a.personId", "=", filter.personId);
  if (filter.state) query = query.where("a.state", "=", filter.state);
  if (filter.search) {
    const sought = like(filter.search);
    query = query.where((eb) =>
      eb.or([eb("a.loginName", "ilike", sought), sql<boolean>`p.sought ilike ${sought}`]),
    );
  }
  if (filter.after) query = query.where(sql`lower(a.login_name)`, ">", filter.after);
  const rows = await query
    .orderBy(sql`lower(a.login_name)`)
    .limit(limit + 1)
    .execute();
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? last.loginName.toLowerCase() : null,
  };
}

export type GrantFilter = {
  personId?: string;
  unitId?: string;
  roleId?: string;
  positionId?: string;
  companyId?: string;
  ofPositions?: boolean;
  isCurrent?: boolean;
  isSingleHanded?: boolean;
  after?: string;
  limit?: number;
};

type GrantRow = Output<typeof access.listGrants>["rows"][number];

/** Rights by what was asked; of one person also those of positions that they hold, will hold or are deputy of. */
export async function listGrants(
  ctx: Ctx,
  filter: GrantFilter,
): Promise<{ rows: GrantRow[]; next: string | null }> {
  const limit = filter.limit ?? 50;
  const after = sql`(x.valid_to is null or x.valid_to > ${ctx.today}::date)`;
  const of = sql`${filter.personId ?? null}::uuid`;
  const holds = sql`exists (select from position_holders x where x.position_id = g.position_id and x.person_id = ${of} and ${after})`;
  const wanted = [
    within(ctx, "g.company_id"),
    ...(filter.personId
      ? [
          sql`(g.person_id = ${of} or ${holds} or exists (select from deputies x where x.position_id = g.position_id
          and x.person_id = ${of} and ${after}))`,
        ]
      : []),
    ...(filter.positionId ? [sql`g.position_id = ${filter.positionId}::uuid`] : []),
    ...(filter.companyId ? [sql`g.company_id = ${filter.companyId}::uuid`] : []),
    ...(filter.ofPositions ? [sql`g.position_id is not null`] : []),
    ...(filter.unitId ? [sql`g.unit_id = ${filter.unitId}::uuid`] : []),
    ...(filter.roleId ? [sql`g.role_id = ${filter.roleId}`] : []),
    ...(filter.isCurrent ? [sql`holds_on(g.valid_from, g.valid_to, ${ctx.today}::date)`] : []),
    ...(filter.isSingleHanded ? [sql`g.is_single_handed`] : []),
    ...(filter.after ? [sql`g.id < ${filter.after}::uuid`] : []),
  ];
  const { rows } = await sql<GrantRow>`
    select g.id, g.person_id, g.company_id, g.role_id, ${roleName(ctx)} as role_name, g.unit_id, u.kind as unit_kind, ${unitName(ctx)} as unit_name,
      g.with_subtree, g.valid_from, g.valid_to, g.reason, g.row_version, ${nameOfPerson(ctx.language, "p")} as person_name,
      g.position_id, coalesce(${sql.ref(`s.name_${ctx.language}`)}, s.name) as position_name, g.is_single_handed,
      case when g.position_id is null then 'person' when ${filter.personId ? holds : sql`true`} then 'position' else 'deputy' end as via
    from grants g
    join roles r on r.id = g.role_id
    left join people p on p.id = g.person_id
    left join positions s on s.id = g.position_id
    join units u on u.id = g.unit_id
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${sql.join(wanted, sql` and `)}
    order by g.id desc limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? last.id : null };
}

export const positionInScope = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom("positions")
    .select(["id", "companyId"])
    .where("id", "=", id)
    .where(sql<boolean>`(ended_on is null or ended_on > ${ctx.today}::date)`)
    .where(within(ctx, "company_id"))
    .executeTakeFirst();

/** Whoever holds a position now or later, and its deputies. */
export async function peopleOfSeat(ctx: Ctx, positionId: string): Promise<string[]> {
  const { rows } = await sql<{
    people: string[];
  }>`select people_of_seat(${positionId}::uuid) as people`.execute(ctx.db);
  return rows[0]?.people ?? [];
}

/** Whoever has a role now, by themselves, by position or as its deputy. */
export async function holdersOf(ctx: Ctx, roleId: string): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select distinct g.person_id from grants_in_force g where g.role_id = ${roleId} limit 5000`.execute(
    ctx.db,
  );
  return rows.map((row) => row.personId);
}

export const grantInScope = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom("grants")
    .selectAll()
    .where("id", "=", id)
    .where(within(ctx, "company_id"))
    .executeTakeFirst();

/** Whether the actor's permission reaches the unit, and all below it if that is asked: nobody gives beyond their own. */
export async function unitIsInScope(ctx: Ctx, unitId: string, withSubtree = false): Promise<boolean> {
  if (ctx.reach === "group") return true;
  const { rows } = await sql<{ isIn: boolean }>`
    select may_give_at(${ctx.actor.personId}::uuid, ${ctx.permission}, ${unitId}::uuid, ${withSubtree}) as is_in`.execute(
    ctx.db,
  );
  return rows[0]?.isIn ?? false;
}

/** Roles that people in scope hold or will hold, each with the givers' permissions that reach where it is held. */
export async function rolesWithGivers(
  ctx: Ctx,
  personIds: readonly string[],
  givers: readonly string[],
  giver = ctx.actor.personId,
) {
  const { rows } = await sql<{ personId: string; roleId: string; givers: string[] }>`
    select g.person_id, g.role_id, array(select p.permission from unnest(${[...givers]}::text[]) as p(permission)
        where may_give_at(${giver}::uuid, p.permission, g.unit_id, g.with_subtree)) as givers
    from rights_ahead(${[...personIds]}::uuid[]) g`.execute(ctx.db);
  return rows;
}

type RoleRow = Omit<Output<typeof access.listRoles>["rows"][number], "isGrantable" | "isPowerful">;

export async function listRoles(db: Db): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select r.id, r.is_built_in, r.names, r.description, r.based_on, r.needs_two, r.ended_on, r.row_version,
      array(select rp.permission from role_permissions rp where rp.role_id = r.id order by 1) as permissions,
      holders_of_role(r.id) as holders
    from roles r order by r.is_built_in desc, r.id`.execute(db);
  return rows;
}

/**
 * Giving somebody a right and making somebody a one-time link wait for one another: else each could see the other's work
 * too late, and a link of somebody lesser would stay open to an account that has become weighty.
 */
export async function holdRightsOf(ctx: Ctx, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${personId}, 20))`.execute(ctx.db);
}
