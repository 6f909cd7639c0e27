// What an account proves itself by beside its first way in: list, names, removal, codes for the day it is lost.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { relyingParty } from "#core/http/public-url.ts";
import type { access } from "./contract.ts";
import { mayDisposeOf } from "./disposing.ts";
import type { Lockable } from "./locking.ts";
import * as queries from "./queries.ts";
import { newRecoveryCodes } from "./recovery.ts";
import { endSessions } from "./sessions.ts";
import { assertConfirmed, ownSession, standingOf } from "./signing-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

/** One's own account, with whose person it is. */
export async function ownAccountOf(ctx: Ctx): Promise<Lockable> {
  return queries.ownAccount(ctx);
}

/**
 * A session that is whole adds a factor after a fresh proof; one that is not, only where there is nothing to prove it by, or
 * what there was has been proved: a password alone never adds a factor beside another.
 */
export async function assertMayAddFactor(ctx: Ctx): Promise<void> {
  const session = await ownSession(ctx);
  if (session.completedAt === null) {
    const { owed } = await standingOf(ctx, ctx.actor.accountId, session.methods);
    if (owed && !owed.enrols) throw forbidden("sign_in.prove_first");
    return;
  }
  await assertConfirmed(ctx);
}

/** With the first factor come the codes for the day it is lost. */
export async function codesWithFirstFactor(
  ctx: Ctx,
  account: Pick<Lockable, "id" | "companyId">,
): Promise<string[] | null> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from recovery_codes
    where account_id = ${account.id}::uuid and used_at is null`.execute(ctx.db);
  if ((rows[0]?.count ?? 0) > 0) return null;
  const codes = await newRecoveryCodes(ctx, account);
  await recordCodes(ctx, account, codes.length);
  return codes;
}

const recordCodes = (ctx: Ctx, account: Pick<Lockable, "id" | "companyId">, count: number) =>
  record(ctx, "recovery_codes.made", {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
    data: { count },
  });

export async function listMyFactors(ctx: Ctx): Out<"listMyFactors"> {
  const factors = await ctx.db
    .selectFrom("factors")
    .select(["id", "kind", "name", "createdAt", "lastUsedAt", "isBackedUp"])
    .where("accountId", "=", ctx.actor.accountId)
    .where("confirmedAt", "is not", null)
    .orderBy("createdAt")
    .limit(50)
    .execute();
  const session = await ownSession(ctx);
  const { demanded, dueOn, recoveryCodes } = await standingOf(ctx, ctx.actor.accountId, session.methods);
  const codes = await sql<{ madeAt: string | null }>`select min(created_at) as made_at from recovery_codes
    where account_id = ${ctx.actor.accountId}::uuid`.execute(ctx.db);
  const account = await queries.ownAccount(ctx);
  return {
    rows: factors.map((row) => ({ ...row, kind: row.kind as "totp" | "passkey" })),
    recoveryCodes: { left: recoveryCodes, madeAt: codes.rows[0]?.madeAt ?? null },
    demanded: demanded as "second_factor" | "phishing_resistant" | null,
    dueOn,
    hasPassword: account.passwordHash !== null,
    passkeysPossible: relyingParty().isPossible,
  };
}

export async function renameFactor(ctx: Ctx, { id, name }: In<"renameFactor">): Out<"renameFactor"> {
  found(
    await ctx.db
      .updateTable("factors")
      .set({ name: name.trim() })
      .where("id", "=", id)
      .where("accountId", "=", ctx.actor.accountId)
      .returning("id")
      .executeTakeFirst(),
    "factor",
  );
  await record(ctx, "factor.renamed", { subject: ownSubject(ctx), data: { factorId: id } });
  return { id };
}

const ownSubject = (ctx: Ctx) => ({
  kind: "account",
  id: ctx.actor.accountId,
  companyId: ctx.actor.companyId,
});

/** The last one goes only where no rule in force demands one: else its owner would lock themselves out of the next sign-in. */
export async function removeFactor(ctx: Ctx, { id }: In<"removeFactor">): Out<"removeFactor"> {
  const removed = found(
    await ctx.db
      .deleteFrom("factors")
      .where("id", "=", id)
      .where("accountId", "=", ctx.actor.accountId)
      .returning(["id", "kind"])
      .executeTakeFirst(),
    "factor",
  );
  const { totp, passkeys, demanded } = await standingOf(ctx, ctx.actor.accountId, []);
  const isShort =
    demanded === "phishing_resistant" ? passkeys === 0 : demanded !== null && totp + passkeys === 0;
  if (isShort) throw conflict("factor.demanded");
  if (totp + passkeys === 0)
    await sql`delete from recovery_codes where account_id = ${ctx.actor.accountId}::uuid`.execute(ctx.db);
  await record(ctx, "factor.removed", {
    subject: ownSubject(ctx),
    data: { factorId: id, kind: removed.kind },
  });
  return { id };
}

export async function makeRecoveryCodes(ctx: Ctx): Out<"makeRecoveryCodes"> {
  const { totp, passkeys } = await standingOf(ctx, ctx.actor.accountId, []);
  if (totp + passkeys === 0) throw conflict("recovery_codes.no_factor");
  const account = { id: ctx.actor.accountId, companyId: ctx.actor.companyId };
  const codes = await newRecoveryCodes(ctx, account);
  await recordCodes(ctx, account, codes.length);
  return { codes };
}

/** The way back of somebody who has lost every factor: an officer who has made sure whom they speak to takes them away. */
export async function resetFactors(ctx: Ctx, { id, reason }: In<"resetFactors">): Out<"resetFactors"> {
  const account = found(await queries.accountById(ctx, id), "account");
  if (account.id === ctx.actor.accountId) throw conflict("factor.own_reset");
  await mayDisposeOf(ctx, account.personId);
  const { rows } = await sql`delete from factors where account_id = ${id}::uuid returning id`.execute(ctx.db);
  await sql`delete from recovery_codes where account_id = ${id}::uuid`.execute(ctx.db);
  const endedSessions = await endSessions(ctx.db, id);
  await record(ctx, "factor.reset", {
    subject: { kind: "account", id, companyId: account.companyId },
    data: { factors: rows.length, endedSessions },
    personal: { reason },
  });
  return { removed: rows.length, endedSessions };
}
