// Lent to later modules.
// Accounts opened many at a time, and their one-time links, made when somebody takes them with them and kept nowhere
// (docs/decisions/0046-links-of-a-list.md).
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { disposableAmong, mayDisposeOf } from "./disposing.ts";
import { invitationHours } from "./rules.ts";
import { newToken } from "./sessions.ts";

type Opened = { personId: string; companyId: string; loginName: string; language: string };

/** An account without a way in: its link is made later, for whoever hands it over. */
export async function openAccount(ctx: Ctx, account: Opened): Promise<{ id: string }> {
  await mayDisposeOf(ctx, account.personId);
  const held =
    await sql`select from accounts a where a.person_id = ${account.personId}::uuid and a.state <> 'closed'`.execute(
      ctx.db,
    );
  if (held.rows.length > 0) throw conflict("account.exists_already");
  const { id } = await ctx.db
    .insertInto("accounts")
    .values(account)
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "account.opened", {
    subject: { kind: "account", id, companyId: account.companyId },
    data: {},
  });
  return { id };
}

export type Link = { accountId: string; token: string; expiresAt: string };

/**
 * A new link for each of these accounts that nobody has taken up and over which the actor may dispose; links made before
 * stop working.
 */
export async function linkAccounts(ctx: Ctx, accountIds: readonly string[]): Promise<Link[]> {
  const { rows } = await sql<{ id: string; personId: string; companyId: string; isFirst: boolean }>`
    select a.id, a.person_id, a.company_id, not exists (select from invitations i where i.account_id = a.id) as is_first
    from accounts a where a.id = any (${[...accountIds]}::uuid[]) and a.state = 'invited' and ${within(ctx, "a.company_id")}
    order by a.id for update`.execute(ctx.db);
  const mine = await disposableAmong(
    ctx,
    rows.map((row) => row.personId),
  );
  const expiresAt = new Date(ctx.now.getTime() + invitationHours * 3_600_000).toISOString();
  const made = rows
    .filter((row) => mine.has(row.personId))
    .map((row) => ({ ...row, accountId: row.id, token: newToken(), expiresAt }));
  const kept = made.map(({ accountId, companyId, token }) => ({
    account_id: accountId,
    company_id: companyId,
    hash: hashToken(token).toString("hex"),
  }));
  await sql`update invitations set revoked_at = now()
    where account_id = any (${made.map((one) => one.accountId)}::uuid[]) and used_at is null and revoked_at is null`.execute(
    ctx.db,
  );
  await sql`insert into invitations (account_id, company_id, token_hash, invited_by, expires_at)
    select k.account_id, k.company_id, decode(k.hash, 'hex'), ${ctx.actor.personId}::uuid, ${expiresAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k(account_id uuid, company_id uuid, hash text)`.execute(
    ctx.db,
  );
  await recordEach(
    ctx,
    "account.invited",
    made.map((one) => ({
      verb: one.isFirst ? "account.invited" : "account.invitation_renewed",
      subject: { kind: "account", id: one.accountId, companyId: one.companyId },
      data: { expiresAt },
    })),
  );
  return made.map(({ accountId, token, expiresAt: until }) => ({ accountId, token, expiresAt: until }));
}
