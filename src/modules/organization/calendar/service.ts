// The week and the holidays of a company.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, holds } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { permissions } from "../contract/words.ts";
import type { calendar } from "./contract.ts";
import type { Holiday } from "./rules.ts";

type Kept = { workDays: number[]; rowVersion: number };

async function kept(ctx: Ctx, id: string): Promise<Kept | undefined> {
  const { rows } = await sql<Kept>`
    select work_days, row_version from company_calendars where company_id = ${id}::uuid`.execute(ctx.db);
  return rows[0];
}

export async function getCalendar(
  ctx: Ctx,
  { id }: Input<typeof calendar.getCalendar>,
): Promise<Output<typeof calendar.getCalendar>> {
  await companyInScope(ctx, id);
  const own = await kept(ctx, id);
  const holidays = await sql<Holiday>`
    select day::text, name from company_holidays where company_id = ${id}::uuid order by day limit 1000`.execute(
    ctx.db,
  );
  return {
    isEntered: own !== undefined,
    workDays: own?.workDays ?? [],
    holidays: holidays.rows,
    rowVersion: own?.rowVersion ?? 0,
    mayChange: await holds(ctx, permissions.manageCalendar, id),
  };
}

export async function setCalendar(
  ctx: Ctx,
  input: Input<typeof calendar.setCalendar>,
): Promise<Output<typeof calendar.setCalendar>> {
  const { id, holidays, rowVersion } = input;
  await companyInScope(ctx, id);
  if (new Set(holidays.map((one) => one.day)).size < holidays.length) throw invalid("calendar.day_twice");
  const workDays = input.workDays.toSorted();
  // A first calendar has version 0: of two who enter one at the same time the slower is told.
  const { rows } = await sql<{ rowVersion: number }>`
    insert into company_calendars as c (company_id, work_days) select ${id}::uuid, ${workDays}::smallint[]
      where ${rowVersion} = 0 or exists (select from company_calendars where company_id = ${id}::uuid)
    on conflict (company_id) do update set work_days = excluded.work_days, row_version = c.row_version + 1
      where c.row_version = ${rowVersion}
    returning row_version`.execute(ctx.db);
  if (rows.length === 0)
    throw lostRace("calendar", { rowVersion }, { rowVersion: (await kept(ctx, id))?.rowVersion ?? 0 });
  await sql`delete from company_holidays where company_id = ${id}::uuid`.execute(ctx.db);
  await sql`insert into company_holidays (company_id, day, name)
    select ${id}::uuid, h.day, h.name from jsonb_to_recordset(${JSON.stringify(holidays)}::jsonb) as h (day date, name text)`.execute(
    ctx.db,
  );
  // The clock of the duties looks once at each and finds when it is to remind now (duties/clock.ts).
  await sql`update duties set next_at = least(next_at, app_now())
    where company_id = ${id}::uuid and state = 'open' and next_at is not null`.execute(ctx.db);
  await record(ctx, "company.calendar_set", {
    subject: { kind: "unit", id, companyId: id },
    data: { workDays, holidays: holidays.length },
  });
  return { id };
}
