// Lent to later modules.
// The one end of every way in (docs/decisions/0069-sign-in-in-steps.md): a session that says how it came about, and whether
// the rules still demand something of it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { AppError, forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { sessionHours } from "./rules.ts";
import { type AccountOf, newToken, recordAs } from "./sessions.ts";

export type Demand = "second_factor" | "phishing_resistant";

export type Owed = {
  demands: Demand;
  /** What the account has to prove itself by. */
  ways: { totp: boolean; passkey: boolean; recoveryCode: boolean };
  /** Nothing of it will do: a factor has to be set up before going on. */
  enrols: boolean;
};

export type WayIn = {
  /** RFC 8176 where it has a name: pwd, otp, pop with user; `link` and `recovery` are our own. */
  methods: readonly string[];
  connectionId?: string;
  /** The one company that rights of the session reach. */
  boundTo?: string | null;
  /** Whoever asserted the person has seen two factors: of passkeys with user verification, and of connections that say so. */
  assertsSecondFactor?: boolean;
  agent?: string | null;
  address?: string | null;
};

/** What only our own functions, or a connection that is believed in this, may say of a way in. */
const claims = ["mfa", "pop", "phr"];
const mostMethods = 8;

export type Standing = {
  owes: Demand | null;
  demanded: Demand | null;
  dueOn: string | null;
  totp: number;
  passkeys: number;
  recoveryCodes: number;
};

/** What rules and factors ask of an account that has come this far. */
export async function standingOf(
  ctx: Ctx,
  accountId: string,
  methods: readonly string[],
): Promise<Standing & { owed: Owed | null }> {
  const { rows } = await sql<Standing>`
    select owes, demanded, due_on, totp, passkeys, recovery_codes
    from sign_in_owed(${accountId}::uuid, ${[...methods]}::text[])`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("what is owed has no row");
  return { ...row, owed: owedOf(row, methods) };
}

/** Whoever has a factor that is too weak proves it first: a password alone must not add a stronger one. */
function owedOf(row: Standing, methods: readonly string[]): Owed | null {
  if (!row.owes) return null;
  const hasProved = methods.some((method) => claims.includes(method));
  const [hasTotp, hasPasskey] = [row.totp > 0, row.passkeys > 0];
  const enrols =
    row.owes === "phishing_resistant"
      ? !hasPasskey && (hasProved || !hasTotp)
      : !hasTotp && !hasPasskey && !hasProved;
  const another = !enrols && !hasProved;
  return {
    demands: row.owes,
    ways: {
      totp: another && hasTotp,
      passkey: !enrols && hasPasskey,
      recoveryCode: another && row.recoveryCodes > 0,
    },
    enrols,
  };
}

/**
 * Opens a session for somebody who has come in, at the door. It is complete where rules and factors ask for nothing more;
 * else the door serves it only what is declared `signing_in`.
 */
export async function wayIn(
  ctx: Ctx,
  account: AccountOf,
  way: WayIn,
): Promise<{ token: string; owes: Owed | null }> {
  const { rows: gone } = await sql<{ hasLeft: boolean }>`
    select has_left(${account.personId}::uuid) as has_left`.execute(ctx.db);
  if (gone[0]?.hasLeft) throw new AppError("unauthenticated", "sign_in.refused");
  await refuseReplacedPassword(ctx, account, way);
  // Names that a provider gives are kept, those that our own checks stand for are not its to give.
  const isForeign = way.connectionId !== undefined && !way.assertsSecondFactor;
  const methods = unique([
    ...way.methods.filter((method) => !isForeign || !claims.includes(method)),
    ...(way.assertsSecondFactor ? ["mfa"] : []),
  ]);
  const { owed } = await standingOf(ctx, account.id, methods);
  const token = newToken();
  const { rows } = await sql<{ id: string }>`
    insert into sessions (account_id, company_id, token_hash, expires_at, completed_at, methods, connection_id, bound_to,
      agent, address, misses_before)
    select a.id, a.company_id, ${hashToken(token)}, now() + make_interval(hours => ${sessionHours}),
      case when ${owed === null} then now() end, ${methods}::text[], ${way.connectionId ?? null}::uuid,
      ${way.boundTo ?? null}::uuid, ${way.agent ?? ctx.from?.agent ?? null}, ${way.address ?? ctx.from?.address ?? null}::inet,
      a.misses_since
    from accounts a where a.id = ${account.id}::uuid
    returning id`.execute(ctx.db);
  const data = { sessionId: rows[0]?.id ?? null, methods, connectionId: way.connectionId ?? null };
  if (owed) {
    await recordAs(ctx, "session.begun", account, { ...data, owes: owed.demands });
    return { token, owes: owed };
  }
  await sql`update accounts set last_sign_in_at = now(), misses_since = 0 where id = ${account.id}::uuid`.execute(
    ctx.db,
  );
  await recordAs(ctx, "session.opened", account, { ...data, ...(await placeOf(ctx, data.sessionId)) });
  return { token, owes: null };
}

const rememberedDays = 180;

/**
 * Whether an account that was in before has now come in by a kind of browser or from a network that it has not come by
 * within half a year. Versions and the last numbers of an address change by themselves and tell nothing.
 */
async function placeOf(ctx: Ctx, sessionId: string | null): Promise<{ isNewPlace?: true }> {
  const { rows } = await sql<{ isNew: boolean }>`
    with places as (
      select s.id, regexp_replace(s.agent, '[0-9][0-9._]*', '', 'g') as agent,
        set_masklen(s.address::cidr, case family(s.address) when 4 then 24 else 48 end) as network
      from sessions s where s.account_id = (select o.account_id from sessions o where o.id = ${sessionId}::uuid)
        and (s.id = ${sessionId}::uuid or s.completed_at is not null)
        and s.created_at > now() - make_interval(days => ${rememberedDays})
    ), before as (select * from places where id <> ${sessionId}::uuid and agent is not null and network is not null)
    select exists (select from before) and (p.agent not in (select agent from before)
      or p.network not in (select network from before)) as is_new
    from places p where p.id = ${sessionId}::uuid and p.agent is not null and p.network is not null`.execute(
    ctx.db,
  );
  return rows[0]?.isNew ? { isNewPlace: true } : {};
}

/** Where a provider has taken the password's place (modules/connections), the password opens nothing, right as it is. */
export async function isPasswordReplaced(ctx: Ctx, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ isReplaced: boolean }>`
    select password_replaced(${accountId}::uuid) as is_replaced`.execute(ctx.db);
  return rows[0]?.isReplaced === true;
}

async function refuseReplacedPassword(ctx: Ctx, account: AccountOf, way: WayIn): Promise<void> {
  if (!way.methods.includes("pwd") || way.connectionId !== undefined) return;
  if (await isPasswordReplaced(ctx, account.id))
    throw new AppError("unauthenticated", "sign_in.provider_only");
}

/** The same quarter of an hour that the door allows what `confirms`, for what asks for it in some cases alone. */
export async function assertConfirmed(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ isConfirmed: boolean }>`
    select coalesce(confirmed_at > now() - interval '15 minutes', false) as is_confirmed
    from sessions where id = ${ctx.actor.sessionId}::uuid and account_id = ${ctx.actor.accountId}::uuid`.execute(
    ctx.db,
  );
  if (!rows[0]?.isConfirmed) throw forbidden("session.confirmation_needed");
}

/** The asker's own session, which may owe something still. */
export async function ownSession(ctx: Ctx) {
  const row = await ctx.db
    .selectFrom("sessions")
    .select(["id", "methods", "completedAt", "confirmedAt", "connectionId"])
    .where("id", "=", ctx.actor.sessionId ?? "")
    .where("accountId", "=", ctx.actor.accountId)
    .where("endedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw new AppError("unauthenticated", "session.needed");
  return row;
}

/**
 * The asker has proved to be it by one method more. Completes a session that owed it, and counts as a fresh proof for what
 * `confirms`; either way the token changes (OWASP ASVS 5.0 7.2.4).
 *
 * @param proved `otp`, `recovery`, `pop` with `user` of a second step; `pwd` of a fresh proof.
 */
export async function complete(
  ctx: Ctx,
  proved: readonly string[],
): Promise<{ token: string; owes: Owed | null }> {
  const session = await ownSession(ctx);
  const isSecond = proved.some((method) => ["otp", "recovery", "pop"].includes(method));
  const methods = unique([...session.methods, ...proved, ...(isSecond ? ["mfa"] : [])]);
  const { owed } = await standingOf(ctx, ctx.actor.accountId, methods);
  const token = newToken();
  const { rows } = await sql<{
    moved: boolean;
  }>`select advance_own_session(${session.id}::uuid, ${hashToken(token)},
    ${methods}::text[], ${owed === null}) as moved`.execute(ctx.db);
  if (!rows[0]?.moved) throw new AppError("unauthenticated", "session.needed");
  const isOpened = session.completedAt === null && owed === null;
  if (isOpened) await sql`select came_in(${ctx.actor.accountId}::uuid)`.execute(ctx.db);
  await record(ctx, isOpened ? "session.opened" : "session.confirmed", {
    subject: { kind: "account", id: ctx.actor.accountId, companyId: ctx.actor.companyId },
    data: {
      sessionId: session.id,
      methods,
      ...(owed ? { owes: owed.demands } : {}),
      ...(isOpened ? await placeOf(ctx, session.id) : {}),
    },
  });
  return { token, owes: owed };
}

const unique = (methods: readonly string[]) => [...new Set(methods)].slice(0, mostMethods);
