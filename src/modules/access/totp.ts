// Codes of an authenticator app (RFC 6238): enrolling one, and checking a code so that none is good twice.
import { generateSecret, generateURI, verify } from "otplib";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { seal, unseal } from "#core/crypto/secrets.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { withSession } from "#core/http/server.ts";
import type { access } from "./contract.ts";
import { assertMayAddFactor, codesWithFirstFactor, ownAccountOf } from "./factors.ts";
import { lockOf, refuseLocked, refuseMiss } from "./locking.ts";
import * as queries from "./queries.ts";
import { mostFactors } from "./rules.ts";
import { complete } from "./signing-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

const sealedAs = (factorId: string) => ({ purpose: "totp", of: factorId });

export const sealKey = (key: string, factorId: string): Buffer => seal(key, sealedAs(factorId));

/** RFC 6238 5.2: one step back and one ahead for clocks that are a little off. */
const skewSeconds = 30;

export async function beginTotp(ctx: Ctx, { name }: In<"beginTotp">): Out<"beginTotp"> {
  await assertMayAddFactor(ctx);
  const account = await queries.ownAccount(ctx);
  const { rows } = await sql<{ count: number }>`
    with unfinished as (delete from factors where account_id = ${account.id}::uuid and confirmed_at is null)
    select count(*)::int as count from factors where account_id = ${account.id}::uuid and confirmed_at is not null`.execute(
    ctx.db,
  );
  if ((rows[0]?.count ?? 0) >= mostFactors) throw conflict("factor.too_many");
  const id = crypto.randomUUID();
  const secret = generateSecret();
  await ctx.db
    .insertInto("factors")
    .values({
      id,
      accountId: account.id,
      companyId: account.companyId,
      kind: "totp",
      name: name.trim(),
      secret: sealKey(secret, id),
    })
    .execute();
  const settings = await queries.groupSettings(ctx.db);
  const issuer = settings ? `Yagura (${settings.name})` : "Yagura";
  return { id, secret, uri: generateURI({ issuer, label: account.loginName, secret }) };
}

export async function confirmTotp(ctx: Ctx, { id, code }: In<"confirmTotp">): Out<"confirmTotp"> {
  await assertMayAddFactor(ctx);
  const account = await ownAccountOf(ctx);
  const factor = found(
    await ctx.db
      .selectFrom("factors")
      .select(["id", "secret", "lastStep"])
      .where("id", "=", id)
      .where("accountId", "=", account.id)
      .where("kind", "=", "totp")
      .where("confirmedAt", "is", null)
      .executeTakeFirst(),
    "factor",
  );
  const lock = await lockOf(ctx, account);
  if (lock.isLocked) return refuseLocked(ctx, account);
  if (!(await isSpent(ctx, factor, code)))
    return refuseMiss(ctx, account, lock, { because: "code", code: "factor.code_wrong" });
  await sql`update factors set confirmed_at = now() where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "factor.added", {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
    data: { factorId: id, kind: "totp" },
  });
  const recoveryCodes = await codesWithFirstFactor(ctx, account);
  const { token, owes } = await complete(ctx, ["otp"]);
  return withSession({ id, recoveryCodes, owes }, token);
}

/** Whether the code is one of the account's and unused; it is used with this. */
export async function spendTotp(ctx: Ctx, accountId: string, code: string): Promise<boolean> {
  const factors = await ctx.db
    .selectFrom("factors")
    .select(["id", "secret", "lastStep"])
    .where("accountId", "=", accountId)
    .where("kind", "=", "totp")
    .where("confirmedAt", "is not", null)
    .limit(mostFactors)
    .execute();
  for (const factor of factors) if (await isSpent(ctx, factor, code)) return true;
  return false;
}

type Totp = { id: string; secret: Buffer | null; lastStep: string | number | bigint | null };

/** RFC 6238 5.2: a code counts once. Of two that come at the same moment the statement lets one through. */
async function isSpent(ctx: Ctx, factor: Totp, typed: string): Promise<boolean> {
  const token = typed.normalize("NFKC").replaceAll(/\s/g, "");
  if (!factor.secret || !/^\d{6}$/.test(token)) return false;
  const result = await verify({
    secret: unseal(factor.secret, sealedAs(factor.id)),
    token,
    epoch: Math.floor(ctx.now.getTime() / 1000),
    epochTolerance: skewSeconds,
  });
  if (!result.valid || !("timeStep" in result)) return false;
  const { rows } = await sql`update factors set last_step = ${result.timeStep}, last_used_at = now()
    where id = ${factor.id}::uuid and (last_step is null or last_step < ${result.timeStep}) returning id`.execute(
    ctx.db,
  );
  return rows.length > 0;
}
