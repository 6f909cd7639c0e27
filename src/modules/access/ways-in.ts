// By what an account is come into: its open one-time links, its factors, its sessions.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";

/** A link that still works. */
const isOpen = sql<boolean>`i.used_at is null and i.revoked_at is null and i.expires_at > app_now()`;

export async function linkUntil(ctx: Ctx, accountId: string): Promise<string | null> {
  const { rows } = await sql<{ until: string | null }>`
    select max(i.expires_at) as until from invitations i
    where i.account_id = ${accountId}::uuid and ${isOpen} and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  return rows[0]?.until ?? null;
}

/** What an account could prove itself by, and how often it is in. */
export async function wayInsOf(ctx: Ctx, accountId: string) {
  const { rows } = await sql<{ totp: number; passkeys: number; openSessions: number }>`
    select count(*) filter (where f.kind = 'totp')::int as totp, count(*) filter (where f.kind = 'passkey')::int as passkeys,
      (select count(*)::int from sessions s where s.account_id = ${accountId}::uuid and s.ended_at is null
        and s.expires_at > now() and s.last_seen_at > now() - interval '4 hours' and ${within(ctx, "s.company_id")}) as open_sessions
    from factors f where f.account_id = ${accountId}::uuid and f.confirmed_at is not null and ${within(ctx, "f.company_id")}`.execute(
    ctx.db,
  );
  return rows[0] ?? { totp: 0, passkeys: 0, openSessions: 0 };
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
