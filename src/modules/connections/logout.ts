// OpenID Connect Back-Channel Logout 1.0: a provider tells that a person is signed out there, and is signed out here.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { AppError, invalid } from "#core/errors.ts";
import type { connections } from "./contract.ts";
import { clientOf } from "./journeys.ts";
import { readLogoutToken } from "./provider.ts";
import { connectionAtDoor, type Row } from "./queries.ts";

type Ended = Output<typeof connections.endByProvider>;

export async function endByProvider(
  ctx: Ctx,
  { id, logoutToken }: Input<typeof connections.endByProvider>,
): Promise<Outside<Ended>> {
  const row = await connectionAtDoor(ctx, id);
  if (row?.state !== "on") throw new AppError("gone", "connection.not_on");
  return outside(
    () => readLogoutToken(clientOf(row), logoutToken),
    async (second, whom) => {
      if (!whom) throw invalid("logout_token.not_valid");
      return { endedSessions: await end(second, row, whom) };
    },
  );
}

/** Its own sessions alone: of one by `sid`, of all of a person by the subject where that is what people are known by. */
async function end(
  ctx: Ctx,
  row: Row,
  whom: { subject: string | null; sid: string | null },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with ended as (
      update sessions s set ended_at = now() from accounts a
      where s.connection_id = ${row.id}::uuid and s.ended_at is null and a.id = s.account_id
        and (${whom.sid}::text is null or s.provider_sid = ${whom.sid})
        and (${whom.sid}::text is not null and ${row.subjectClaim} <> 'sub' or ${whom.subject}::text is null or s.identity_id in (
          select i.id from identities i where i.connection_id = ${row.id}::uuid and i.issuer = ${row.issuer}
            and i.claim = 'sub' and i.subject = ${whom.subject}))
      returning s.id, a.id as account_id, a.person_id, a.company_id)
    select e.id, record_event('session.ended', e.person_id, null, 'account', e.account_id, e.company_id, ${ctx.requestId},
      jsonb_build_object('sessionId', e.id, 'because', 'provider', 'connectionId', ${row.id}::text), null)
    from ended e`.execute(ctx.db);
  return rows.length;
}
