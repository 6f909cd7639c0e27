// What a passkey signs: made here, kept here, good once and for minutes (W3C WebAuthn 13.4.3).
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { AccountOf } from "./sessions.ts";

type Purpose = "register" | "prove" | "sign_in";
const minutes = 5;

/** @param account whose it is; null where only the passkey will tell. */
export async function newChallenge(
  ctx: Ctx,
  purpose: Purpose,
  account: Pick<AccountOf, "id" | "companyId"> | null,
): Promise<string> {
  const value = randomBytes(32).toString("base64url");
  if (account)
    await sql`delete from challenges where account_id = ${account.id}::uuid and purpose = ${purpose}`.execute(
      ctx.db,
    );
  await sql`insert into challenges (purpose, account_id, company_id, value, expires_at)
    values (${purpose}, ${account?.id ?? null}::uuid, ${account?.companyId ?? null}::uuid, ${value},
      ${new Date(ctx.now.getTime() + minutes * 60_000).toISOString()}::timestamptz)`.execute(ctx.db);
  return value;
}

/** Takes a challenge away, so that of two answers to it one counts; whether it was there and still good. */
export async function takeChallenge(
  ctx: Ctx,
  purpose: Purpose,
  accountId: string | null,
  value: string,
): Promise<boolean> {
  const { rows } = await sql<{ isGood: boolean }>`delete from challenges
    where purpose = ${purpose} and value = ${value} and account_id is not distinct from ${accountId}::uuid
    returning expires_at > ${ctx.now.toISOString()}::timestamptz as is_good`.execute(ctx.db);
  return rows[0]?.isGood ?? false;
}
