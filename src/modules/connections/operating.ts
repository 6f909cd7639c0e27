import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { connections } from "./contract.ts";
import * as queries from "./queries.ts";

type In<K extends keyof typeof connections> = Input<(typeof connections)[K]>;
type Out<K extends keyof typeof connections> = Promise<Output<(typeof connections)[K]>>;

async function current(
  ctx: Ctx,
  { id, rowVersion }: { id: string; rowVersion: number },
): Promise<queries.Row> {
  const row = await queries.connectionToChange(ctx, id);
  if (row.rowVersion !== rowVersion) throw lostRace("connection", rowVersion, row.rowVersion);
  return row;
}

const isKnownThere = async (ctx: Ctx, row: queries.Row): Promise<boolean> => {
  const { rows } = await sql`select from identities i
    where i.connection_id = ${row.id}::uuid and i.account_id = ${ctx.actor.accountId}::uuid and i.removed_at is null
      and i.issuer = ${row.issuer} and i.claim = ${row.subjectClaim}`.execute(ctx.db);
  return rows.length > 0;
};

/**
 * Passwords may be given up only by somebody who comes in through this very provider: who switches off the others' way
 * has to have tried the new one.
 */
export async function turnOnConnection(ctx: Ctx, input: In<"turnOnConnection">): Out<"turnOnConnection"> {
  const before = await current(ctx, input);
  if (!before.testedAt || !before.clientId || !before.clientSecret) throw conflict("connection.not_tested");
  if (!input.passwordsAllowed && !(await isKnownThere(ctx, before)))
    throw conflict("connection.would_lock_out");
  const row = await ctx.db
    .updateTable("identityConnections")
    .set({ state: "on", passwordsAllowed: input.passwordsAllowed, rowVersion: before.rowVersion + 1 })
    .where("id", "=", before.id)
    .returning(["id", "companyId", "rowVersion"])
    .executeTakeFirstOrThrow();
  await record(ctx, "connection.turned_on", {
    subject: queries.subjectOfEvent(row),
    data: { passwordsAllowed: input.passwordsAllowed },
  });
  return { id: row.id, rowVersion: row.rowVersion };
}

export async function turnOffConnection(ctx: Ctx, input: In<"turnOffConnection">): Out<"turnOffConnection"> {
  const before = await current(ctx, input);
  const row = await ctx.db
    .updateTable("identityConnections")
    .set({ state: "off", rowVersion: before.rowVersion + 1 })
    .where("id", "=", before.id)
    .returning(["id", "companyId", "rowVersion"])
    .executeTakeFirstOrThrow();
  const endedSessions = await queries.endProviderSessions(ctx, row.id, null);
  await record(ctx, "connection.turned_off", {
    subject: queries.subjectOfEvent(row),
    data: { endedSessions },
  });
  return { id: row.id, rowVersion: row.rowVersion, endedSessions };
}

/** The row stays, because the trail names it; what could open anything goes. */
export async function removeConnection(ctx: Ctx, input: In<"removeConnection">): Out<"removeConnection"> {
  const before = await current(ctx, input);
  await ctx.db
    .updateTable("identityConnections")
    .set({ state: "removed", clientSecret: null, domains: [], rowVersion: before.rowVersion + 1 })
    .where("id", "=", before.id)
    .execute();
  await ctx.db
    .updateTable("identities")
    .set({ removedAt: sql`now()`, removedBy: ctx.actor.personId })
    .where("connectionId", "=", before.id)
    .where("removedAt", "is", null)
    .execute();
  const endedSessions = await queries.endProviderSessions(ctx, before.id, null);
  await record(ctx, "connection.removed", {
    subject: queries.subjectOfEvent(before),
    data: { endedSessions },
    personal: { reason: input.reason },
  });
  return { id: before.id, endedSessions };
}
