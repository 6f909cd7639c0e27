// The step after the first: what a sign-in still owes, and the fresh proof that dangerous acts ask for.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { AppError } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { relyingParty } from "#core/http/public-url.ts";
import { withSession } from "#core/http/server.ts";
import type { access } from "./contract.ts";
import { ownAccountOf } from "./factors.ts";
import { clearMisses, type Lock, lockOf, refuseLocked, refuseMiss } from "./locking.ts";
import { passwordMatches } from "./password.ts";
import * as queries from "./queries.ts";
import { useRecoveryCode } from "./recovery.ts";
import { complete, isPasswordReplaced, ownSession, standingOf } from "./signing-in.ts";
import { spendTotp } from "./totp.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

export async function getSignIn(ctx: Ctx): Out<"getSignIn"> {
  const session = await ownSession(ctx);
  const account = await queries.ownAccount(ctx);
  const { owed, totp, passkeys, recoveryCodes, demanded, dueOn } = await standingOf(
    ctx,
    account.id,
    session.methods,
  );
  return {
    loginName: account.loginName,
    language: account.language as Language,
    isComplete: session.completedAt !== null,
    owes: session.completedAt === null ? owed : null,
    /** What the account could prove itself by, once more or at last. */
    has: {
      password: account.passwordHash !== null && !(await isPasswordReplaced(ctx, account.id)),
      totp: totp > 0,
      passkey: passkeys > 0,
      recoveryCodes,
    },
    demanded,
    dueOn,
    passkeysPossible: relyingParty().isPossible,
  };
}

type Account = Awaited<ReturnType<typeof ownAccountOf>>;

/** Tries one proof under the account's lock. A success while nothing more is owed forgets the misses before it. */
async function proving<T extends object>(
  ctx: Ctx,
  step: { method: string; because: string; code: string },
  tries: (account: Account) => Promise<T | null>,
): Promise<T & { owes: Output<typeof access.proveTotp>["owes"] }> {
  const account = await ownAccountOf(ctx);
  const lock: Lock = await lockOf(ctx, account);
  if (lock.isLocked) return refuseLocked(ctx, account);
  const proved = await tries(account);
  if (!proved) return refuseMiss(ctx, account, lock, step);
  const { token, owes } = await complete(ctx, [step.method]);
  if (!owes) await clearMisses(ctx, account, lock);
  return withSession({ ...proved, owes }, token);
}

export const proveTotp = (ctx: Ctx, { code }: In<"proveTotp">): Out<"proveTotp"> =>
  proving(ctx, { method: "otp", because: "code", code: "factor.code_wrong" }, async (account) =>
    (await spendTotp(ctx, account.id, code)) ? {} : null,
  );

export const proveRecoveryCode = (ctx: Ctx, { code }: In<"proveRecoveryCode">): Out<"proveRecoveryCode"> =>
  proving(
    ctx,
    { method: "recovery", because: "recovery_code", code: "recovery_codes.wrong" },
    async (account) => {
      const left = await useRecoveryCode(ctx, account.id, code);
      if (left === null) return null;
      await record(ctx, "recovery_codes.used", {
        subject: { kind: "account", id: account.id, companyId: account.companyId },
        data: { left },
      });
      return { left };
    },
  );

/** Only of a session that is whole: a password is the first way in already and nothing more. */
export const confirmByPassword = (
  ctx: Ctx,
  { password }: In<"confirmByPassword">,
): Out<"confirmByPassword"> =>
  proving(ctx, { method: "pwd", because: "password", code: "password.wrong" }, async () => {
    const { id, passwordHash } = await queries.ownAccount(ctx);
    if (await isPasswordReplaced(ctx, id)) throw new AppError("unauthenticated", "sign_in.provider_only");
    return (await passwordMatches(password, passwordHash)) ? {} : null;
  });
