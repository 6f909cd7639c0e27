// Access tokens: programs that act for a person with a part of the person's rights (docs/decisions/0081).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { newAccessToken } from "#core/crypto/token-form.ts";
import { companyInScope, found, held } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import type { tokens } from "./contract.ts";
import * as queries from "./queries.ts";
import { isLendable, mostTokens, proposedDays, stateOf, warningsOf } from "./rules.ts";

type In<K extends keyof typeof tokens> = Input<(typeof tokens)[K]>;
type Out<K extends keyof typeof tokens> = Promise<Output<(typeof tokens)[K]>>;

const judged = <T extends queries.TokenRow>(ctx: Ctx, row: T) => ({
  ...row,
  companyName: row.companyId === null ? null : row.companyName,
  state: stateOf(row, ctx.now),
  warnings: warningsOf(row, ctx.now),
});

export async function listMyTokens(ctx: Ctx): Out<"listMyTokens"> {
  return { rows: (await queries.ownTokens(ctx)).map((row) => judged(ctx, row)) };
}

export async function getTokenOffer(ctx: Ctx): Out<"getTokenOffer"> {
  const { areAllowed, mayWrite, longestDays } = await queries.rulesNow(ctx);
  return {
    permissions: (await queries.heldPermissions(ctx)).filter(isLendable),
    companies: await queries.companiesToLend(ctx),
    areAllowed,
    mayWrite,
    longestDays,
    proposedDays: Math.min(proposedDays, longestDays),
  };
}

export async function makeToken(ctx: Ctx, input: In<"makeToken">): Out<"makeToken"> {
  const rules = await queries.rulesNow(ctx);
  if (!rules.areAllowed) throw conflict("token.none_allowed");
  if (input.days > rules.longestDays)
    throw invalid("token.too_long", { values: { most: rules.longestDays } });
  if (!input.isReadOnly && !rules.mayWrite) throw conflict("token.only_reading");
  // A session that speaks for one company makes no token that speaks for more.
  const companyId = input.companyId ?? ctx.actor.boundTo ?? null;
  if (companyId) await companyInScope(ctx, companyId);
  await assertHeld(ctx, input.permissions, companyId);
  await sql`select pg_advisory_xact_lock(hashtextextended(${ctx.actor.personId}, 25))`.execute(ctx.db);
  if ((await queries.countLive(ctx)) >= mostTokens)
    throw conflict("token.too_many", { values: { most: mostTokens } });
  const { key, token } = newAccessToken();
  const made = await ctx.db
    .insertInto("accessTokens")
    .values({
      key,
      tokenHash: hashToken(token),
      accountId: ctx.actor.accountId,
      personId: ctx.actor.personId,
      companyId: ctx.actor.companyId,
      name: input.name.trim(),
      permissions: [...input.permissions].sort(),
      boundTo: companyId,
      isReadOnly: input.isReadOnly,
      expiresAt: sql<string>`now() + make_interval(days => ${input.days})`,
    })
    .returning(["id", "expiresAt"])
    .executeTakeFirstOrThrow();
  await record(ctx, "token.made", {
    subject: { kind: "token", id: made.id, companyId: ctx.actor.companyId },
    data: {
      permissions: input.permissions,
      boundCompanyId: companyId,
      isReadOnly: input.isReadOnly,
      expiresAt: made.expiresAt,
    },
    personal: { name: input.name.trim() },
  });
  return { id: made.id, key, token, expiresAt: made.expiresAt };
}

/** Nobody lends what they do not hold; what they lose later ends in the token by itself. */
async function assertHeld(ctx: Ctx, wanted: readonly string[], companyId: string | null): Promise<void> {
  const all = companyId ? await held(ctx, wanted, companyId) : new Set(await queries.heldPermissions(ctx));
  if (!wanted.every((one) => isLendable(one) && all.has(one))) throw forbidden("token.not_yours_to_lend");
}

export async function revokeMyToken(ctx: Ctx, { id }: In<"revokeMyToken">): Out<"revokeMyToken"> {
  return revoke(ctx, found(await queries.tokenToRevoke(ctx, id, true), "token"), null);
}

export async function revokeToken(ctx: Ctx, { id, reason }: In<"revokeToken">): Out<"revokeToken"> {
  return revoke(ctx, found(await queries.tokenToRevoke(ctx, id, false), "token"), reason);
}

async function revoke(ctx: Ctx, token: queries.Revocable, reason: string | null): Promise<{ id: string }> {
  if (token.revokedAt !== null) throw conflict("token.revoked_already");
  await ctx.db
    .updateTable("accessTokens")
    .set({ revokedAt: sql`now()`, revokedBy: ctx.actor.personId })
    .where("id", "=", token.id)
    .execute();
  await record(ctx, "token.revoked", {
    subject: { kind: "token", id: token.id, companyId: token.companyId },
    data: { isOwn: token.personId === ctx.actor.personId },
    ...(reason === null ? {} : { personal: { reason } }),
  });
  return { id: token.id };
}

export async function listTokens(ctx: Ctx, input: In<"listTokens">): Out<"listTokens"> {
  const limit = input.limit ?? 50;
  const rows = await queries.tokensInScope(ctx, input);
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map((row) => judged(ctx, row)),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function getTokenRules(ctx: Ctx): Out<"getTokenRules"> {
  return queries.rulesNow(ctx);
}

export async function changeTokenRules(ctx: Ctx, input: In<"changeTokenRules">): Out<"changeTokenRules"> {
  const { reason, rowVersion, ...rules } = input;
  const changed = await ctx.db
    .updateTable("tokenRules")
    .set({ ...rules, rowVersion: rowVersion + 1 })
    .where("rowVersion", "=", rowVersion)
    .returning(["areAllowed", "mayWrite", "longestDays", "rowVersion"])
    .executeTakeFirst();
  if (!changed) throw lostRace("token_rules", input, await queries.rulesNow(ctx));
  await record(ctx, "token.rules_changed", {
    subject: { kind: "group", id: null, companyId: null },
    data: { areAllowed: rules.areAllowed, mayWrite: rules.mayWrite, longestDays: rules.longestDays },
    personal: { reason },
  });
  return changed;
}
