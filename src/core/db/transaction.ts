import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Actor, Ctx, From, Language, Locks, Reach } from "../context.ts";
import { announceCommit } from "../events/signal.ts";
import { planned } from "./planned.ts";
import type { Tables } from "./tables.generated.ts";

/** Who is asking with which permission, and how far it reaches. */
export type Standing = {
  actor: Actor;
  permission: string;
  reach: Reach;
  requestId?: string;
  from?: From;
  language?: Language;
  readOnly?: boolean;
  locks?: Locks;
  browserKey?: string | null;
  /** Own clock of a test; the product leaves it out. */
  now?: Date;
};

export const bothLocks: Locks = { application: true, rows: true };
/** Whom no row is closed to needs no lock on rows. */
const roleUnder = (locks: Locks, reach: Reach) => {
  if (reach === "group" || !locks.rows) return "yagura_group";
  return reach === "engagement" ? "yagura_outside" : "yagura_scoped";
};

/**
 * Runs `work` in one transaction under the role and settings that row-level security reads. The role and the
 * settings end with the transaction (set_config with is_local), so nothing leaks to the next user of the connection.
 *
 * @param given the standing, or how the transaction itself finds it out.
 */
export async function inTransaction<T>(
  db: Kysely<Tables>,
  given: Standing | ((trx: Kysely<Tables>) => Promise<Standing>),
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const isReadOnly = typeof given !== "function" && given.readOnly === true;
  const begin = db.transaction();
  const transaction = isReadOnly ? begin.setAccessMode("read only") : begin;
  const value = await transaction.execute(async (trx) =>
    work(await enter(trx, typeof given === "function" ? await given(trx) : given)),
  );
  if (!isReadOnly) announceCommit();
  return value;
}

/** As PostgreSQL writes an array; a permission holds letters, dots and underscores alone. */
const lentBy = ({ accessToken }: Actor) => (accessToken ? `{${accessToken.lent.join(",")}}` : "");

async function enter(trx: Kysely<Tables>, standing: Standing): Promise<Ctx> {
  const locks = standing.locks ?? bothLocks;
  const role = roleUnder(locks, standing.reach);
  const entered = await planned(sql<{ now: string; today: string }>`select
    set_config('app.actor', ${standing.actor.personId}, true),
    set_config('app.permission', ${standing.permission}, true),
    set_config('app.bound_to', ${standing.actor.boundTo ?? ""}, true),
    set_config('app.token', ${standing.actor.accessToken?.id ?? ""}, true),
    set_config('app.viewing', ${standing.actor.viewing?.id ?? ""}, true),
    set_config('app.lent', ${lentBy(standing.actor)}, true),
    set_config('app.now', ${standing.now?.toISOString() ?? ""}, true),
    set_config('role', ${role}, true),
    set_config('app.today', day_of_group()::text, true) as today, app_now() as now,
    ${scopeSaid(standing.actor.personId, standing.permission, standing.reach)}`).execute(trx);
  const entry = entered.rows[0];
  if (!entry) throw new Error("the transaction did not open");
  return {
    db: trx,
    actor: standing.actor,
    permission: standing.permission,
    reach: standing.reach,
    locks,
    requestId: standing.requestId ?? randomUUID(),
    ...(standing.from ? { from: standing.from } : {}),
    language: standing.language ?? standing.actor.language,
    browserKey: standing.browserKey ?? null,
    now: new Date(entry.now),
    today: entry.today,
  };
}

/** Whom the permission reaches, worked out once for all statements that follow (docs/decisions/0043-scope-said-once.md). */
const scopeSaid = (personId: string, permission: string, reach: Reach) =>
  reach === "companies"
    ? sql`set_config('app.scope', companies_in_scope(${personId}::uuid, ${permission})::text, true),
        set_config('app.scope_of', ${`${personId} ${permission}`}, true)`
    : sql`set_config('app.scope_of', '', true)`;

/**
 * The rest of the transaction under another permission of the same actor: for operations whose right depends on what
 * they turn out to be about (a file's purpose). Both locks follow; whoever does not hold it reaches nothing.
 */
export async function under(ctx: Ctx, permission: string): Promise<Ctx> {
  const { rows } = await sql<{ reach: Reach }>`
    select s.reach from standing_of(${ctx.actor.personId}::uuid, ${permission}) s`.execute(ctx.db);
  const reach = rows[0]?.reach ?? "none";
  await sql`select set_config('app.permission', ${permission}, true),
    set_config('role', ${roleUnder(ctx.locks, reach)}, true),
    ${scopeSaid(ctx.actor.personId, permission, reach)}`.execute(ctx.db);
  return { ...ctx, permission, reach };
}

/** A transaction of the door itself: sessions, sign-in, refusals. No user data beyond that is reachable. */
export async function atTheDoor<T>(
  db: Kysely<Tables>,
  work: (trx: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`set local role yagura_door`.execute(trx);
    return work(trx);
  });
}
