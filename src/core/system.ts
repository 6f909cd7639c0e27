// The product itself as an actor: subscribers of the trail, timed work, the ends of jobs. It is nobody's account, holds
// no grant and reaches the whole group; in the trail it stands as the id of nobody.
import { type Kysely, sql } from "kysely";
import type { Actor, Ctx } from "./context.ts";
import type { Tables } from "./db/tables.generated.ts";
import { inTransaction, type Standing } from "./db/transaction.ts";
import { nobody } from "./http/door.ts";

const systemActor: Actor = {
  personId: nobody,
  accountId: nobody,
  sessionId: null,
  companyId: nobody,
  language: "en",
  timeZone: null,
};

/** @param permission what the work is called in `app.permission`; it grants nothing. */
export function systemStanding(permission: string, now?: Date): Standing {
  return { actor: systemActor, permission, reach: "group", ...(now ? { now } : {}) };
}

/** Runs work in one transaction as the product itself, with the role that sees the whole group. */
export function asSystem<T>(
  db: Kysely<Tables>,
  permission: string,
  work: (ctx: Ctx) => Promise<T>,
  now?: Date,
): Promise<T> {
  return inTransaction(db, systemStanding(permission, now), work);
}

/**
 * Runs a few statements of a transaction as the keeper of trail and jobs, then returns to the role it had. An error
 * ends the transaction, and with it the role.
 */
export async function asKeeper<T>(trx: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ role: string }>`
    select before.role, set_config('role', 'yagura_jobs', true)
    from (select current_setting('role') as role offset 0) before`.execute(trx);
  const value = await work();
  await sql`select set_config('role', ${rows[0]?.role ?? "none"}, true)`.execute(trx);
  return value;
}

/** The same as the door: what belongs to sign-in and to nobody's rights. */
export async function asDoor<T>(trx: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ role: string }>`
    select before.role, set_config('role', 'yagura_door', true)
    from (select current_setting('role') as role offset 0) before`.execute(trx);
  const value = await work();
  await sql`select set_config('role', ${rows[0]?.role ?? "none"}, true)`.execute(trx);
  return value;
}

/** A transaction of the keeper alone. */
export function keeping<T>(db: Kysely<Tables>, work: (trx: Kysely<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`set local role yagura_jobs`.execute(trx);
    return work(trx);
  });
}
