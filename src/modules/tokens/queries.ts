import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within, withinBound } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { permissions } from "./contract.ts";

export type TokenRow = {
  id: string;
  key: string;
  name: string;
  permissions: string[];
  companyId: string | null;
  companyName: string | null;
  isReadOnly: boolean;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  lastUsedFrom: string | null;
  revokedAt: string | null;
};

const columns = sql`k.id, k.key, k.name, k.permissions, k.bound_to as company_id, k.is_read_only, k.created_at, k.expires_at,
  k.last_used_at, host(k.last_used_from) as last_used_from, k.revoked_at`;

/** The application's own lock; a session that speaks for one company knows the tokens of that company alone. */
const own = (ctx: Ctx): RawBuilder<unknown> =>
  ctx.locks.application
    ? sql`k.person_id = ${ctx.actor.personId}::uuid and ${withinBound(ctx, (companyId) => sql`k.bound_to = ${companyId}::uuid`)}`
    : sql`true`;

/** Newest first; those that work before those that are over. */
export async function ownTokens(ctx: Ctx): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`select ${columns}, ${nameOfUnit(ctx.language, "n")} as company_name
    from access_tokens k left join own_token_places() n on n.unit_id = k.bound_to
    where k.person_id = ${ctx.actor.personId}::uuid and ${own(ctx)}
    order by k.revoked_at is not null or k.expires_at <= ${ctx.now.toISOString()}::timestamptz, k.id desc limit 200`.execute(
    ctx.db,
  );
  return rows;
}

export async function countLive(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from access_tokens k
    where k.person_id = ${ctx.actor.personId}::uuid and k.revoked_at is null
      and k.expires_at > ${ctx.now.toISOString()}::timestamptz`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export type Revocable = { id: string; companyId: string; personId: string; revokedAt: string | null };

export async function tokenToRevoke(ctx: Ctx, id: string, isOwn: boolean): Promise<Revocable | undefined> {
  const { rows } =
    await sql<Revocable>`select k.id, k.company_id, k.person_id, k.revoked_at from access_tokens k
    where k.id = ${id}::uuid and ${isOwn ? own(ctx) : within(ctx, "k.company_id")} for update`.execute(
      ctx.db,
    );
  return rows[0];
}

export type TokenFilter = { personId?: string; isLive?: boolean; after?: string; limit?: number };

export type OfficersRow = TokenRow & {
  personId: string;
  personName: string;
  ofCompanyId: string;
  ofCompanyName: string;
  mayRevoke: boolean;
};

export async function tokensInScope(ctx: Ctx, filter: TokenFilter): Promise<OfficersRow[]> {
  const now = ctx.now.toISOString();
  const wanted = sql.join(
    [
      within(ctx, "k.company_id"),
      ...(filter.personId ? [sql`k.person_id = ${filter.personId}::uuid`] : []),
      ...(filter.isLive ? [sql`k.revoked_at is null and k.expires_at > ${now}::timestamptz`] : []),
      ...(filter.after ? [sql`k.id < ${filter.after}::uuid`] : []),
    ],
    sql` and `,
  );
  const { rows } = await sql<OfficersRow>`
    select ${columns}, coalesce(${nameOfUnit(ctx.language, "b")}, '') as company_name, k.person_id,
      ${nameOfPerson(ctx.language, "p")} as person_name, k.company_id as of_company_id,
      ${nameOfUnit(ctx.language, "n")} as of_company_name,
      exists (select from permissions_at(${ctx.actor.personId}::uuid, ${[permissions.manageAccounts]}::text[], k.company_id)) as may_revoke
    from access_tokens k
    join people p on p.id = k.person_id
    join unit_names n on n.unit_id = k.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join unit_names b on b.unit_id = k.bound_to and holds_on(b.valid_from, b.valid_to, ${ctx.today}::date)
    where ${wanted} order by k.id desc limit ${(filter.limit ?? 50) + 1}`.execute(ctx.db);
  return rows;
}

export async function companiesToLend(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select u.id, ${nameOfUnit(ctx.language, "n")} as name
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind = 'company' and ${within(ctx, "u.company_id")} order by 2 limit 1000`.execute(ctx.db);
  return rows;
}

export async function heldPermissions(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ permission: string }>`
    select permission from permissions_of(${ctx.actor.personId}::uuid)`.execute(ctx.db);
  return rows.map((row) => row.permission);
}

export type Rules = { areAllowed: boolean; mayWrite: boolean; longestDays: number; rowVersion: number };

export async function rulesNow(ctx: Ctx): Promise<Rules> {
  return ctx.db
    .selectFrom("tokenRules")
    .select(["areAllowed", "mayWrite", "longestDays", "rowVersion"])
    .executeTakeFirstOrThrow();
}
