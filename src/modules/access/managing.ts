// What whoever is in charge does with an account beside inviting and closing: how it comes in, its lock, its sign-ins.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { access } from "./contract.ts";
import { mayDisposeOf } from "./disposing.ts";
import * as queries from "./queries.ts";
import { endSessions } from "./sessions.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

/** By link: the password goes, and with it the need for one. By password: it is set by a one-time link as at first. */
export async function setSignInWay(ctx: Ctx, input: In<"setSignInWay">): Out<"setSignInWay"> {
  const account = found(await queries.accountById(ctx, input.id), "account");
  if (account.id === ctx.actor.accountId) throw conflict("account.own_way");
  await mayDisposeOf(ctx, account.personId);
  if (account.state === "closed") throw conflict("account.closed");
  const state = input.way === "link" ? "active" : account.passwordHash === null ? "invited" : account.state;
  const changed = await ctx.db
    .updateTable("accounts")
    .set({
      signInWay: input.way,
      state,
      ...(input.way === "link" ? { passwordHash: null } : {}),
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", account.id)
    .where("rowVersion", "=", input.rowVersion)
    .returning("id")
    .executeTakeFirst();
  if (!changed)
    throw lostRace("account", { rowVersion: input.rowVersion }, { rowVersion: account.rowVersion });
  await endSessions(ctx.db, account.id);
  await record(ctx, "account.way_changed", {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
    data: { way: input.way },
  });
  return { id: account.id };
}

export async function unlockAccount(ctx: Ctx, { id }: In<"unlockAccount">): Out<"unlockAccount"> {
  const account = found(await queries.accountById(ctx, id), "account");
  await ctx.db
    .updateTable("accounts")
    .set({ failedCount: 0, lockedUntil: null, knownFailedCount: 0, knownLockedUntil: null })
    .where("id", "=", account.id)
    .execute();
  await record(ctx, "account.unlocked", {
    subject: { kind: "account", id, companyId: account.companyId },
    data: { failedCount: Math.max(account.failedCount, account.knownFailedCount) },
  });
  return { id };
}

export async function endAccountSessions(
  ctx: Ctx,
  { id }: In<"endAccountSessions">,
): Out<"endAccountSessions"> {
  const account = found(await queries.accountById(ctx, id), "account");
  const endedSessions = await endSessions(ctx.db, account.id);
  await record(ctx, "account.sessions_ended", {
    subject: { kind: "account", id, companyId: account.companyId },
    data: { endedSessions },
  });
  return { endedSessions };
}
