// Launching: an inspection and a duty for every company of the frozen population, in two statements and one
// transaction. A crash leaves nothing half-open, and the second try meets what is there (docs/decisions/0009).
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";

export type Launched = { inspections: number; duties: number };

export async function launch(
  ctx: Ctx,
  round: { id: string; editionId: string; dueOn: string },
): Promise<Launched> {
  const inspections = await sql`
    insert into inspections (round_id, company_id, edition_id, tier, due_on)
    select m.round_id, m.company_id, ${round.editionId}::uuid, m.tier, ${round.dueOn}::date
    from round_members m where m.round_id = ${round.id}::uuid and m.is_in
    on conflict on constraint inspections_one_per_round do nothing returning id`.execute(ctx.db);
  const duties = await openDuties(ctx, round);
  return { inspections: inspections.rows.length, duties };
}

/** The due day ends in each company's own zone; there are a few dozen zones, so their clocks are worked out here. */
async function openDuties(ctx: Ctx, round: { id: string; dueOn: string }): Promise<number> {
  const zones = await sql<{ timeZone: string; startMonth: number }>`
    select distinct coalesce(f.time_zone, 'UTC') as time_zone, (select fiscal_year_start_month from group_settings) as start_month
    from round_members m left join company_facts f on f.company_id = m.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    where m.round_id = ${round.id}::uuid and m.is_in`.execute(ctx.db);
  const clocks = zones.rows.map(({ timeZone }) => {
    const dueAt = endOfDay(round.dueOn, timeZone);
    const next = advance(stepsOf("inspection.answer", ctx.now, dueAt, timeZone), 0, ctx.now).nextAt;
    return { zone: timeZone, due: dueAt.toISOString(), next: next?.toISOString() ?? null };
  });
  const year = fiscalYearOf(ctx.today, zones.rows[0]?.startMonth ?? 4);
  const { rows } = await sql`
    insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, next_at)
    select ${year}, 'inspection.answer', 'inspection', i.id, i.company_id, 'inspection.answer', app_now(), c.due, c.zone, c.next
    from inspections i
    left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    join jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) as c (zone text, due timestamptz, next timestamptz)
      on c.zone = coalesce(f.time_zone, 'UTC')
    where i.round_id = ${round.id}::uuid
    on conflict do nothing returning id`.execute(ctx.db);
  return rows.length;
}
