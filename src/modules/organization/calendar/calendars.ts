// Lent to later modules.
// The calendars of several companies, for what counts days.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Calendar } from "./rules.ts";

/** Of those that have one; holidays long past are left out. */
export async function calendarsOf(ctx: Ctx, companyIds: readonly string[]): Promise<Map<string, Calendar>> {
  const { rows } = await sql<{ companyId: string; workDays: number[]; holidays: string[] }>`
    select c.company_id, c.work_days, array(select h.day::text from company_holidays h
      where h.company_id = c.company_id and h.day > ${ctx.today}::date - 400) as holidays
    from company_calendars c where c.company_id = any (${[...new Set(companyIds)]}::uuid[])`.execute(ctx.db);
  return new Map(
    rows.map((row) => [row.companyId, { workDays: row.workDays, holidays: new Set(row.holidays) }]),
  );
}
