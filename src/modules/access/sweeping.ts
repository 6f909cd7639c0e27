// What ends or is asked again without anybody asking: a leaver's sessions, those that a new rule or factor concerns, and what
// is left over of doors that nobody went through.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";

type Touched = { sessionId: string; accountId: string; personId: string; companyId: string };

const told = (ctx: Ctx, verb: string, rows: readonly Touched[], because: string) =>
  recordEach(
    ctx,
    verb,
    rows.map((row) => ({
      subject: { kind: "account", id: row.accountId, companyId: row.companyId },
      data: { sessionId: row.sessionId, because },
    })),
  );

/** Running sessions that no longer satisfy what is demanded owe it from their next request on. */
export async function askSessionsAgain(ctx: Ctx): Promise<number> {
  const { rows } = await sql<Touched>`select * from ask_sessions_again()`.execute(ctx.db);
  await told(ctx, "session.asked_again", rows, "rule");
  return rows.length;
}

export async function endSessionsOfLeavers(ctx: Ctx): Promise<number> {
  const { rows } = await sql<Touched>`select * from end_sessions_of_leavers()`.execute(ctx.db);
  await told(ctx, "session.ended", rows, "left");
  return rows.length;
}

export const sessionSweep: TimedWork = {
  name: "access.sessions",
  everySeconds: 20,
  run: async (ctx) => {
    await endSessionsOfLeavers(ctx);
    await askSessionsAgain(ctx);
  },
};

export const doorSweep: TimedWork = {
  name: "access.door",
  everySeconds: 600,
  run: async (ctx) => {
    await sql`delete from challenges where expires_at < now() - interval '1 hour'`.execute(ctx.db);
    await sql`delete from unknown_names where last_at < now() - interval '1 day'`.execute(ctx.db);
    await sql`delete from factors where confirmed_at is null and created_at < now() - interval '1 day'`.execute(
      ctx.db,
    );
  },
};
