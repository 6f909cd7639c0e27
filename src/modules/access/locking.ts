// Misses at a door are counted by account, and by name where there is none: a guesser is stopped, a stranger cannot keep
// the owner out, and neither learns whether there is such an account.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { AppError, keepAndRefuse } from "#core/errors.ts";
import { lockSeconds } from "./rules.ts";
import { type AccountOf, recordAs } from "./sessions.ts";

export type Lockable = AccountOf & {
  failedCount: number;
  lockedUntil: string | null;
  knownFailedCount: number;
  knownLockedUntil: string | null;
};

export type Lock = { isKnown: boolean; failedCount: number; isLocked: boolean };

/** Misses from where the account has come in before count by themselves: others may fail as often as they like. */
export async function lockOf(ctx: Ctx, account: Lockable): Promise<Lock> {
  const isKnown = await isKnownPlace(ctx, account.id);
  const until = isKnown ? account.knownLockedUntil : account.lockedUntil;
  return {
    isKnown,
    failedCount: isKnown ? account.knownFailedCount : account.failedCount,
    isLocked: until !== null && new Date(until) > ctx.now,
  };
}

async function isKnownPlace(ctx: Ctx, accountId: string): Promise<boolean> {
  if (!ctx.from?.address) return false;
  const { rows } = await sql<{ isKnown: boolean }>`select exists (
    select from sessions s where s.account_id = ${accountId}::uuid and s.address = ${ctx.from.address}::inet
      and s.completed_at is not null and s.created_at > now() - interval '90 days') as is_known`.execute(
    ctx.db,
  );
  return rows[0]?.isKnown ?? false;
}

const lockedUntil = (ctx: Ctx, failedCount: number): string | null => {
  const seconds = lockSeconds(failedCount);
  return seconds > 0 ? new Date(ctx.now.getTime() + seconds * 1000).toISOString() : null;
};

/** Sets the count of the account at the door (nobody is in yet) or of oneself (a step is still owed). */
async function setCount(ctx: Ctx, accountId: string, isKnown: boolean, failedCount: number) {
  const until = lockedUntil(ctx, failedCount);
  if (ctx.permission !== "public") {
    await sql`select count_own_misses(${accountId}::uuid, ${isKnown}, ${failedCount}, ${until}::timestamptz)`.execute(
      ctx.db,
    );
    return;
  }
  const counts = isKnown
    ? { knownFailedCount: failedCount, knownLockedUntil: until }
    : { failedCount, lockedUntil: until };
  await ctx.db
    .updateTable("accounts")
    .set({ ...counts, ...(failedCount > 0 ? { missesSince: sql<number>`misses_since + 1` } : {}) })
    .where("id", "=", accountId)
    .execute();
}

export const clearMisses = (ctx: Ctx, account: AccountOf, { isKnown }: Lock) =>
  setCount(ctx, account.id, isKnown, 0);

/** Counts a miss, tells it, and refuses with the words of the step. What was written is kept. */
export async function refuseMiss(
  ctx: Ctx,
  account: AccountOf,
  lock: Lock,
  { because, code }: { because: string; code: string },
): Promise<never> {
  const failedCount = lock.failedCount + 1;
  await setCount(ctx, account.id, lock.isKnown, failedCount);
  await recordAs(ctx, "session.refused", account, { because, failedCount });
  return keepAndRefuse(new AppError(kindOf(ctx), code));
}

export async function refuseLocked(ctx: Ctx, account: AccountOf): Promise<never> {
  await recordAs(ctx, "session.refused", account, { because: "locked" });
  return keepAndRefuse(new AppError(kindOf(ctx), "sign_in.locked"));
}

/** Of somebody who is in, a wrong code is a wrong input and no end of the session. */
const kindOf = (ctx: Ctx) => (ctx.permission === "public" ? "unauthenticated" : "invalid");

const hashOfName = (loginName: string) =>
  createHash("sha256").update(loginName.normalize("NFKC").toLowerCase()).digest();

/** A name that nobody has is refused and locked as one that somebody has. */
export async function refuseUnknown(ctx: Ctx, loginName: string): Promise<never> {
  const hash = hashOfName(loginName);
  const { rows } = await sql<{ failedCount: number; isLocked: boolean }>`
    select failed_count, coalesce(locked_until > ${ctx.now.toISOString()}::timestamptz, false) as is_locked
    from unknown_names where name_hash = ${hash} for update`.execute(ctx.db);
  const [held] = rows;
  if (held?.isLocked) return keepAndRefuse(new AppError("unauthenticated", "sign_in.locked"));
  const failedCount = (held?.failedCount ?? 0) + 1;
  const until = lockedUntil(ctx, failedCount);
  await sql`insert into unknown_names (name_hash, failed_count, locked_until)
    values (${hash}, ${failedCount}, ${until}::timestamptz)
    on conflict (name_hash) do update set failed_count = excluded.failed_count, locked_until = excluded.locked_until,
      last_at = now()`.execute(ctx.db);
  return keepAndRefuse(new AppError("unauthenticated", "sign_in.refused"));
}
