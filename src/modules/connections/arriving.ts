// Somebody has come back from a provider, proved and under a subject: whose it is, and what that opens.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { AppError, conflict, keepAndRefuse } from "#core/errors.ts";
import { withBrowserKey } from "#core/http/browser-key.ts";
import { hashToken } from "#core/http/door.ts";
import { withSession } from "#core/http/server.ts";
import { type AccountOf, endSessions, recordAs } from "#modules/access/sessions.ts";
import { wayIn } from "#modules/access/signing-in.ts";
import type { connections } from "./contract.ts";
import { lapsed, type Journey } from "./journeys.ts";
import { nameIn, type Row, subjectOfEvent } from "./queries.ts";
import { assertsSecondFactor, type Claims, insideOnly, methodsOf } from "./rules.ts";

type Ended = Output<typeof connections.endAtProvider>;
type Arrived = { row: Row; journey: Journey; claims: Claims; subject: string };
type Known = AccountOf & { identityId: string; state: string; language: string };

/**
 * By the subject that this connection's issuer gave, and by nothing else: neither mail nor login name nor a subject of
 * another provider, or of the same one from before it was changed, finds anybody.
 */
async function knownAs({ row, subject }: Arrived, ctx: Ctx): Promise<Known | undefined> {
  const { rows } = await sql<Known>`
    select i.id as identity_id, a.id, a.person_id, a.company_id, a.state, a.language
    from identities i join accounts a on a.id = i.account_id
    where i.connection_id = ${row.id}::uuid and i.issuer = ${row.issuer} and i.claim = ${row.subjectClaim}
      and i.subject = ${subject} and i.removed_at is null and a.state <> 'closed'
    for update of a`.execute(ctx.db);
  return rows[0];
}

async function recordUnknown(ctx: Ctx, { row, subject }: Arrived): Promise<void> {
  const { id, companyId } = subjectOfEvent(row);
  await sql`select record_event('identity.unknown', null, null, 'connection', ${id}::uuid, ${companyId}::uuid,
    ${ctx.requestId}, '{}'::jsonb, ${JSON.stringify({ subject })}::jsonb)`.execute(ctx.db);
}

export async function signInThrough(ctx: Ctx, arrived: Arrived): Promise<Ended> {
  const { row, journey } = arrived;
  const known = await knownAs(arrived, ctx);
  if (!known) {
    await recordUnknown(ctx, arrived);
    const values = { provider: nameIn(row, ctx.language) };
    return keepAndRefuse(new AppError("unauthenticated", "identity.unknown_here", { values }));
  }
  if (await hasLeft(ctx, known, row)) {
    await recordAs(ctx, "session.refused", known, { because: "left", connectionId: row.id });
    return keepAndRefuse(new AppError("unauthenticated", "identity.left_company"));
  }
  if (known.state === "invited") await activate(ctx, known);
  return comeIn(ctx, arrived, known, insideOnly(journey.toPath));
}

/** A company's provider may still know somebody who works there no more. */
async function hasLeft(ctx: Ctx, known: AccountOf, row: Row): Promise<boolean> {
  const { rows } = await sql<{ hasLeft: boolean }>`
    select has_left(${known.personId}::uuid) or ${row.companyId}::uuid is not null
      and left_company(${known.personId}::uuid, ${row.companyId}::uuid) as has_left`.execute(ctx.db);
  return rows[0]?.hasLeft ?? true;
}

/** The account needs no password any more; one that it had before stays. */
async function activate(ctx: Ctx, account: AccountOf): Promise<void> {
  await sql`update accounts set state = 'active', failed_count = 0, locked_until = null,
      sign_in_way = case when password_hash is null then 'provider' else sign_in_way end
    where id = ${account.id}::uuid and state <> 'closed'`.execute(ctx.db);
  await recordAs(ctx, "account.activated", account);
}

async function comeIn(ctx: Ctx, arrived: Arrived, known: Known, to: string): Promise<Ended> {
  const { row, claims, journey } = arrived;
  const { token } = await wayIn(ctx, known, {
    methods: methodsOf(claims),
    connectionId: row.id,
    boundTo: row.companyId,
    assertsSecondFactor: assertsSecondFactor(row, claims),
  });
  const sid = typeof claims["sid"] === "string" && claims["sid"].length <= 255 ? claims["sid"] : null;
  await sql`update sessions set identity_id = ${known.identityId}::uuid, provider_sid = ${sid}
    where token_hash = ${hashToken(token)}`.execute(ctx.db);
  await sql`update identities set last_used_at = now() where id = ${known.identityId}::uuid`.execute(ctx.db);
  await sql`update identity_connections set last_used_at = now() where id = ${row.id}::uuid`.execute(ctx.db);
  const output = { purpose: journey.purpose as Ended["purpose"], to, language: known.language };
  return withBrowserKey(withSession(output, token), null);
}

/** @throws AppError `identities_subject_taken` or `identities_account_taken` where either is bound to another already. */
async function bind(ctx: Ctx, { row, subject }: Arrived, account: AccountOf, how: "invitation" | "self") {
  const { rows } = await sql<{ id: string }>`
    insert into identities (connection_id, account_id, company_id, issuer, claim, subject, linked_how, linked_by)
    values (${row.id}::uuid, ${account.id}::uuid, ${account.companyId}::uuid, ${row.issuer}, ${row.subjectClaim}, ${subject},
      ${how}, ${account.personId}::uuid)
    returning id`.execute(ctx.db);
  const identityId = rows[0]?.id ?? "";
  await recordAs(ctx, "identity.added", account, { connectionId: row.id, identityId, how });
  return identityId;
}

export async function takeUpInvitation(ctx: Ctx, arrived: Arrived): Promise<Ended> {
  const { rows } = await sql<AccountOf & { language: string; state: string }>`
    with used as (
      update invitations set used_at = now() where id = ${arrived.journey.invitationId}::uuid
        and used_at is null and revoked_at is null and expires_at > now() returning account_id)
    select a.id, a.person_id, a.company_id, a.language, a.state from accounts a
    where a.id in (select account_id from used) and a.state <> 'closed' for update`.execute(ctx.db);
  const [account] = rows;
  if (!account) throw new AppError("gone", "invitation.not_valid");
  const known = await knownAs(arrived, ctx);
  if (known && known.id !== account.id) throw conflict("identities_subject_taken");
  const identityId = known?.identityId ?? (await bind(ctx, arrived, account, "invitation"));
  await endSessions(ctx.db, account.id);
  await activate(ctx, account);
  return comeIn(ctx, arrived, { ...account, identityId }, "/");
}

type OpenSession = AccountOf & { sessionId: string; identityId: string | null; language: string };

/** The session that began the way: it must still be open, and its account with it. */
async function sessionOf(ctx: Ctx, journey: Journey): Promise<OpenSession> {
  const { rows } = await sql<OpenSession>`
    select a.id, a.person_id, a.company_id, a.language, s.id as session_id, s.identity_id
    from sessions s join accounts a on a.id = s.account_id and a.state = 'active'
    where s.id = ${journey.sessionId}::uuid and a.id = ${journey.accountId}::uuid
      and s.ended_at is null and s.expires_at > now() and s.completed_at is not null`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw lapsed();
  return row;
}

export async function linkAccount(ctx: Ctx, arrived: Arrived): Promise<Ended> {
  const account = await sessionOf(ctx, arrived.journey);
  await bind(ctx, arrived, account, "self");
  return withBrowserKey({ purpose: "link", to: "/me", language: account.language }, null);
}

/** Somebody else who sat down at the provider proves nothing about whose session this is. */
export async function confirmSession(ctx: Ctx, arrived: Arrived): Promise<Ended> {
  const session = await sessionOf(ctx, arrived.journey);
  const known = await knownAs(arrived, ctx);
  if (!known || known.id !== session.id || known.identityId !== session.identityId) {
    await recordAs(ctx, "session.refused", session, {
      because: "other_person",
      connectionId: arrived.row.id,
    });
    return keepAndRefuse(new AppError("unauthenticated", "journey.other_person"));
  }
  await sql`update sessions set confirmed_at = now() where id = ${session.sessionId}::uuid`.execute(ctx.db);
  await recordAs(ctx, "session.confirmed", session, {
    sessionId: session.sessionId,
    connectionId: arrived.row.id,
  });
  const to = insideOnly(arrived.journey.toPath);
  return withBrowserKey({ purpose: "confirm", to, language: session.language }, null);
}
