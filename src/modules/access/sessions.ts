// Lent to later modules.
// Opening and ending sessions. The token leaves the process once, in the cookie; the database keeps its hash.
import { randomBytes } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";

export const newToken = () => randomBytes(32).toString("base64url");

export type AccountOf = { id: string; personId: string; companyId: string };

/** An event about an account by the account's own person, for the moments in which nobody is signed in yet. */
export async function recordAs(
  ctx: Ctx,
  verb: string,
  account: AccountOf,
  data: Record<string, unknown> = {},
): Promise<void> {
  await sql`select record_event(${verb}, ${account.personId}::uuid, null, 'account', ${account.id}::uuid,
    ${account.companyId}::uuid, ${ctx.requestId}, ${JSON.stringify(data)}::jsonb, null)`.execute(ctx.db);
}

/** Ends the account's open sessions, all but one if `except` is given; returns how many. */
export async function endSessions(
  db: Kysely<Tables>,
  accountId: string,
  except?: string | null,
): Promise<number> {
  let query = db
    .updateTable("sessions")
    .set({ endedAt: sql`now()` })
    .where("accountId", "=", accountId)
    .where("endedAt", "is", null);
  if (except) query = query.where("id", "<>", except);
  const result = await query.executeTakeFirst();
  return Number(result.numUpdatedRows);
}
