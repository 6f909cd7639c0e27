// A test log-in: everything as in earnest, but nobody comes in by it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { found } from "#core/db/scope.ts";
import { conflict, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { withBrowserKey } from "#core/http/browser-key.ts";
import { asDoor } from "#core/system.ts";
import type { connections } from "./contract.ts";
import { begin, type Going, type Journey, prepare } from "./journeys.ts";
import * as queries from "./queries.ts";
import { assertsSecondFactor, type Claims } from "./rules.ts";

type Ended = Output<typeof connections.endAtProvider>;
type Read = Output<typeof connections.readTest>;
type Finding = {
  problem: string | null;
  subject: string | null;
  issuer: string;
  claim: string;
  hasFactor: boolean;
  claims: { name: string; value: string }[];
};

export async function beginTest(
  ctx: Ctx,
  { id }: Input<typeof connections.beginTest>,
): Promise<Outside<Going>> {
  const row = await queries.connectionToChange(ctx, id);
  if (!row.clientId || !row.clientSecret) throw conflict("connection.not_ready");
  await record(ctx, "connection.test_begun", { subject: queries.subjectOfEvent(row) });
  return outside(
    () => prepare(row, false),
    async (second, made) => {
      const { accountId, sessionId } = second.actor;
      return begin(second, row, made, { purpose: "test", accountId, sessionId });
    },
  );
}

const plain = (value: unknown) =>
  (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, 1000);

type Seen = { claims: Claims | null; subject: string | null; problem: string | null };

/** Keeps for its asker what came back. A test that failed takes no earlier one back: the provider may just be down. */
export async function noteTest(ctx: Ctx, row: queries.Row, journey: Journey, seen: Seen): Promise<Ended> {
  const finding: Finding = {
    problem: seen.problem,
    subject: seen.subject,
    issuer: row.issuer,
    claim: row.subjectClaim,
    hasFactor: seen.claims ? assertsSecondFactor(row, seen.claims) : false,
    claims: Object.entries(seen.claims ?? {})
      .slice(0, 60)
      .map(([name, value]) => ({ name: name.slice(0, 100), value: plain(value) })),
  };
  await sql`update provider_journeys set finding = ${JSON.stringify(finding)}::jsonb where id = ${journey.id}::uuid`.execute(
    ctx.db,
  );
  if (!seen.problem)
    await sql`update identity_connections set tested_at = now(), tested_by = ${journey.personId}::uuid,
      state = case when state = 'draft' then 'tested' else state end where id = ${row.id}::uuid`.execute(
      ctx.db,
    );
  const verb = seen.problem ? "connection.test_failed" : "connection.tested";
  await sql`select record_event(${verb}, ${journey.personId}::uuid, null, 'connection', ${row.id}::uuid,
    ${row.companyId}::uuid, ${ctx.requestId}, ${JSON.stringify({ problem: seen.problem })}::jsonb, null)`.execute(
    ctx.db,
  );
  return withBrowserKey({ purpose: "test", to: "/", language: null }, null);
}

type Asked = { id: string; journeyId: string };

async function ownTest(
  ctx: Ctx,
  { id, journeyId }: Asked,
): Promise<{ finding: Finding | null; isOver: boolean }> {
  const { rows } = await asDoor(ctx.db, () =>
    sql<{ finding: Finding | null; isOver: boolean }>`
      select j.finding, j.expires_at < now() as is_over from provider_journeys j
      where j.id = ${journeyId}::uuid and j.connection_id = ${id}::uuid and j.purpose = 'test'
        and j.person_id = ${ctx.actor.personId}::uuid`.execute(ctx.db),
  );
  return found(rows[0], "test");
}

export async function readTest(ctx: Ctx, asked: Input<typeof connections.readTest>): Promise<Read> {
  await queries.connectionInScope(ctx, asked.id);
  const { finding, isOver } = await ownTest(ctx, asked);
  const nothing = { claims: [], subject: null, hasFactor: false, matched: null };
  if (!finding)
    return { ...nothing, state: isOver ? "failed" : "waiting", problem: isOver ? "journey.not_valid" : null };
  return {
    state: finding.problem ? "failed" : "passed",
    problem: finding.problem,
    claims: finding.claims,
    subject: finding.subject,
    hasFactor: finding.hasFactor,
    matched: finding.problem ? null : await matchedBy(ctx, asked.id, finding),
  };
}

async function matchedBy(ctx: Ctx, connectionId: string, of: Finding): Promise<Read["matched"]> {
  const { rows } = await sql<NonNullable<Read["matched"]>>`
    select p.family_name, p.given_name, a.login_name, a.id = ${ctx.actor.accountId}::uuid as is_self
    from identities i join accounts a on a.id = i.account_id join people p on p.id = a.person_id
    where i.connection_id = ${connectionId}::uuid and i.issuer = ${of.issuer} and i.claim = ${of.claim}
      and i.subject = ${of.subject} and i.removed_at is null and a.state <> 'closed'`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Whoever has just proved to be this subject takes it for the own account: as by linking, before the connection is on. */
export async function adoptTest(
  ctx: Ctx,
  asked: Input<typeof connections.adoptTest>,
): Promise<Output<typeof connections.adoptTest>> {
  const row = await queries.connectionToChange(ctx, asked.id);
  const { finding } = await ownTest(ctx, asked);
  if (!finding || finding.problem || !finding.subject) throw notFound("test");
  const isCurrent = finding.issuer === row.issuer && finding.claim === row.subjectClaim;
  if (!isCurrent) throw conflict("connection.not_tested");
  if (ctx.actor.boundTo && ctx.actor.boundTo !== row.companyId) throw conflict("connection.bound_elsewhere");
  const { rows } = await asDoor(ctx.db, () =>
    sql<{ id: string }>`
      insert into identities (connection_id, account_id, company_id, issuer, claim, subject, linked_how, linked_by)
      values (${row.id}::uuid, ${ctx.actor.accountId}::uuid, ${ctx.actor.companyId}::uuid, ${row.issuer}, ${row.subjectClaim},
        ${finding.subject}, 'self', ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db),
  );
  await record(ctx, "identity.added", {
    subject: { kind: "account", id: ctx.actor.accountId, companyId: ctx.actor.companyId },
    data: { connectionId: row.id, identityId: rows[0]?.id ?? null, how: "self" },
  });
  return { id: rows[0]?.id ?? "" };
}
