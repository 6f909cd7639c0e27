// The entry of a ledger that is, or may be, an important system.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";

export type System = { id: string; companyId: string; state: string };

export async function systemInScope(ctx: Ctx, ledger: string, id: string): Promise<System> {
  const { rows } = await sql<System>`select e.id, e.company_id, e.state from ${sql.table(ledger)} e
    where e.id = ${id}::uuid and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  return found(rows[0], "entry");
}

/** Held until the end of the transaction: two tests entered at once are judged one after the other. */
export async function systemToChange(ctx: Ctx, ledger: string, id: string): Promise<System> {
  const { rows } = await sql<System>`select e.id, e.company_id, e.state from ${sql.table(ledger)} e
    where e.id = ${id}::uuid and ${within(ctx, "e.company_id")} for no key update`.execute(ctx.db);
  const system = found(rows[0], "entry");
  if (system.state === "retired") throw conflict("ledger.retired");
  return system;
}

export type Target = { entryId: string; rtoMinutes: number; rpoMinutes: number; rowVersion: number };

/** What is asked of it now. @throws AppError `ledger.not_important`. */
export async function targetOf(ctx: Ctx, id: string): Promise<Target> {
  const { rows } =
    await sql<Target>`select c.entry_id, c.rto_minutes, c.rpo_minutes, c.row_version from continuity_targets c
    where c.entry_id = ${id}::uuid and c.ended_on is null and ${within(ctx, "c.company_id")}`.execute(ctx.db);
  const [target] = rows;
  if (!target) throw conflict("ledger.not_important");
  return target;
}

/** The last test that counts, kept with the target, and the day by which the next one is due. */
export async function keepLastTest(ctx: Ctx, id: string): Promise<void> {
  await sql`update continuity_targets c set last_test_id = x.id, tested_on = x.tested_on, took_minutes = x.took_minutes,
      lost_minutes = x.lost_minutes, outcome = x.outcome,
      next_test_on = coalesce((x.tested_on + make_interval(months => c.test_months))::date, (c.set_at at time zone coalesce((select time_zone from group_settings), 'UTC'))::date)
    from (select 1) one left join lateral (select t.* from restore_tests t where t.entry_id = ${id}::uuid and t.withdrawn_at is null
      order by t.tested_on desc, t.recorded_at desc, t.id desc limit 1) x on true
    where c.entry_id = ${id}::uuid`.execute(ctx.db);
}
