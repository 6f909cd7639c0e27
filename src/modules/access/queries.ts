import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import type { Tables } from "#core/db/tables.generated.ts";

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

export const groupUnit = (db: Db) =>
  db.selectFrom("units").select("id").where("kind", "=", "group").executeTakeFirstOrThrow();

export const personInScope = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom("people")
    .selectAll()
    .where("id", "=", id)
    .where(within(ctx, "company_id"))
    .executeTakeFirst();

export type AccountFilter = {
  search?: string;
  companyId?: string;
  personId?: string;
  state?: string;
  after?: string;
  limit?: number;
};

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
    const like = `%${filter.search.normalize("NFKC").replace(/[\\%_]/g, "\\$&")}%`;
    query = query.where((eb) =>
      eb.or([
        eb("a.loginName", "ilike", like),
        sql<boolean>`folded(p.family_name || ' ' || p.given_name) ilike ${like}`,
      ]),
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
  isCurrent?: boolean;
  after?: string;
  limit?: number;
};

export async function listGrants(ctx: Ctx, filter: GrantFilter) {
  const limit = filter.limit ?? 50;
  let query = ctx.db
    .selectFrom("grants as g")
    .innerJoin("people as p", "p.id", "g.personId")
    .innerJoin("units as u", "u.id", "g.unitId")
    .innerJoin("unitNames as n", (join) =>
      join
        .onRef("n.unitId", "=", "u.id")
        .on(sql<boolean>`holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`),
    )
    .select(["g.id", "g.personId", "g.companyId", "g.roleId", "g.unitId", "u.kind as unitKind"])
    .select(unitName(ctx).as("unitName"))
    .select(["g.withSubtree", "g.validFrom", "g.validTo", "g.reason", "g.rowVersion"])
    .select(nameOfPerson(ctx.language, "p").as("personName"))
    .where(within(ctx, "g.company_id"))
    .$narrowType<{ personId: string }>();
  if (filter.personId) query = query.where("g.personId", "=", filter.personId);
  if (filter.unitId) query = query.where("g.unitId", "=", filter.unitId);
  if (filter.roleId) query = query.where("g.roleId", "=", filter.roleId);
  if (filter.isCurrent)
    query = query.where(sql<boolean>`holds_on(g.valid_from, g.valid_to, ${ctx.today}::date)`);
  if (filter.after) query = query.where("g.id", "<", filter.after);
  const rows = await query
    .orderBy("g.id", "desc")
    .limit(limit + 1)
    .execute();
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? last.id : null };
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
export async function rolesWithGivers(ctx: Ctx, personIds: readonly string[], givers: readonly string[]) {
  const { rows } = await sql<{ personId: string; roleId: string; givers: string[] }>`
    select g.person_id, g.role_id, array(select p.permission from unnest(${[...givers]}::text[]) as p(permission)
        where may_give_at(${ctx.actor.personId}::uuid, p.permission, g.unit_id, g.with_subtree)) as givers
    from grants g
    where g.person_id = any (${[...personIds]}::uuid[]) and (g.valid_to is null or g.valid_to > group_today())`.execute(
    ctx.db,
  );
  return rows;
}

/** A link that still works. */
const isOpen = sql<boolean>`i.used_at is null and i.revoked_at is null and i.expires_at > app_now()`;

export async function linkUntil(ctx: Ctx, accountId: string): Promise<string | null> {
  const { rows } = await sql<{ until: string | null }>`
    select max(i.expires_at) as until from invitations i
    where i.account_id = ${accountId}::uuid and ${isOpen} and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  return rows[0]?.until ?? null;
}

/** A person's open links, each with the givers' permissions that reach a unit for whoever made it. */
export async function openLinks(
  ctx: Ctx,
  personId: string,
  at: { unitId: string; withSubtree: boolean },
  givers: readonly string[],
) {
  const { rows } = await sql<{ id: string; accountId: string; companyId: string; givers: string[] }>`
    select i.id, i.account_id, i.company_id, array(select p.permission from unnest(${[...givers]}::text[]) as p(permission)
        where may_give_at(i.invited_by, p.permission, ${at.unitId}::uuid, ${at.withSubtree})) as givers
    from invitations i join accounts a on a.id = i.account_id
    where a.person_id = ${personId}::uuid and ${isOpen} and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  return rows;
}

export async function listRoles(db: Db) {
  const { rows } = await sql<{ id: string; isBuiltIn: boolean; permissions: string[] }>`
    select r.id, r.is_built_in, coalesce(array_agg(rp.permission order by rp.permission)
      filter (where rp.permission is not null), '{}') as permissions
    from roles r left join role_permissions rp on rp.role_id = r.id
    group by r.id order by r.id`.execute(db);
  return rows;
}

/**
 * Giving somebody a right and making somebody a one-time link wait for one another: else each could see the other's work
 * too late, and a link of somebody lesser would stay open to an account that has become weighty.
 */
export async function holdRightsOf(ctx: Ctx, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${personId}, 20))`.execute(ctx.db);
}
