// Codes for the day a factor is lost (NIST SP 800-63B-4 3.1.2): random, each good once, kept as a slow salted hash.
import { createHash, randomInt } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { slowHash } from "./password.ts";
import { recoveryCodeCount } from "./rules.ts";
import type { AccountOf } from "./sessions.ts";

/** Without the letters and digits that look alike on paper. */
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const half = 5;

const newCode = () =>
  Array.from({ length: 2 * half }, (_, at) => {
    const letter = letters[randomInt(letters.length)] ?? "";
    return at === half ? `-${letter}` : letter;
  }).join("");

/** As typed from paper: case, spaces and dashes do not matter. */
const plain = (code: string) =>
  code
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "");

/** One salt for the codes of an account, so that a try costs one slow hash and not ten. */
const hashOf = (accountId: string, code: string) =>
  slowHash(plain(code), createHash("sha256").update(`recovery ${accountId}`).digest().subarray(0, 16));

/** New codes in place of those before. They are shown once, and only here. */
export async function newRecoveryCodes(
  ctx: Ctx,
  account: Pick<AccountOf, "id" | "companyId">,
): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newCode);
  const hashes = await Promise.all(codes.map((code) => hashOf(account.id, code)));
  await sql`delete from recovery_codes where account_id = ${account.id}::uuid`.execute(ctx.db);
  await sql`insert into recovery_codes (account_id, company_id, code_hash)
    select ${account.id}::uuid, ${account.companyId}::uuid, decode(h, 'hex')
    from unnest(${hashes.map((hash) => hash.toString("hex"))}::text[]) as u(h)`.execute(ctx.db);
  return codes;
}

/** @returns how many are left after this one; null where it is none of the account's, or used. */
export async function useRecoveryCode(ctx: Ctx, accountId: string, code: string): Promise<number | null> {
  const hash = await hashOf(accountId, code);
  const { rows } = await sql`update recovery_codes set used_at = now()
    where account_id = ${accountId}::uuid and code_hash = ${hash} and used_at is null returning id`.execute(
    ctx.db,
  );
  if (rows.length === 0) return null;
  const left = await sql<{ count: number }>`select count(*)::int as count from recovery_codes
    where account_id = ${accountId}::uuid and used_at is null`.execute(ctx.db);
  return left.rows[0]?.count ?? 0;
}
