// The clock of duties: what falls due is found by one index, reminded once, and raised to whoever is next. A reminder is
// a fact on the duty and an entry of the trail; "my work" shows it. How it travels (mail, digest) is read from the trail.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within, withinUnits } from "#core/db/scope.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { calendarsOf } from "#modules/organization/calendar/calendars.ts";
import { openCalls } from "./calls.ts";
import { asksFor } from "./hard.ts";
import type { Rule } from "./kinds.ts";
import { advance, besideTheWay, stepsOf } from "./rules.ts";

type Due = {
  id: string;
  fiscalYear: number;
  kind: string;
  subjectId: string;
  companyId: string;
  startsAt: string;
  dueAt: string;
  timeZone: string;
  step: number;
  level: number;
  rises: Rule["rise"] | null;
  ringsFrom: string | null;
};

/**
 * Moves on every open duty whose next moment has come, at most `limit` at once; returns how many. Whatever number of
 * steps was missed while the system was down, a duty is reminded once, at the highest level reached.
 */
export async function advanceDuties(ctx: Ctx, limit = 500): Promise<number> {
  const { rows } = await sql<Due>`
    select id, fiscal_year, kind, subject_id, company_id, starts_at, due_at, time_zone, step, level, rises, rings_from from duties
    where state = 'open' and next_at <= app_now() order by next_at limit ${limit} for update skip locked`.execute(
    ctx.db,
  );
  if (rows.length === 0) return 0;
  const calendars = await calendarsOf(
    ctx,
    rows.map((duty) => duty.companyId),
  );
  const moved = rows.map((duty) => {
    const [startsAt, dueAt] = [new Date(duty.startsAt), new Date(duty.dueAt)];
    const ringsFrom = duty.ringsFrom === null ? null : new Date(duty.ringsFrom);
    const steps = stepsOf(
      duty.kind,
      startsAt,
      dueAt,
      duty.timeZone,
      calendars.get(duty.companyId),
      duty.rises,
      ringsFrom,
    );
    const next = advance(steps, duty.step, ctx.now);
    // What rose because nobody answered does not come down again with the next day of its way.
    const to = { ...next, level: Math.max(duty.level, next.level) };
    const hard = asksFor(
      duty.kind,
      { ...duty, ringsFrom, lastStepAt: steps[duty.step - 1]?.at },
      to,
      ctx.now,
    );
    return { duty, to, call: hard && { id: randomUUID(), minutes: hard.withinMinutes } };
  });
  await sql`update duties d set step = m.step, level = m.level, next_at = m.next_at,
      reminded_at = case when m.reminded then app_now() else d.reminded_at end,
      reminded_by = case when m.reminded then null else d.reminded_by end
    from jsonb_to_recordset(${JSON.stringify(
      moved.map(({ duty, to }) => ({
        id: duty.id,
        fiscal_year: duty.fiscalYear,
        step: to.step,
        level: to.level,
        next_at: to.nextAt?.toISOString() ?? null,
        reminded: to.reminded,
      })),
    )}::jsonb) as m (id uuid, fiscal_year integer, step smallint, level smallint, next_at timestamptz, reminded boolean)
    where d.id = m.id and d.fiscal_year = m.fiscal_year`.execute(ctx.db);
  await openCalls(
    ctx,
    moved.flatMap(({ duty, to, call }) =>
      call
        ? [
            {
              ...call,
              dutyId: duty.id,
              fiscalYear: duty.fiscalYear,
              companyId: duty.companyId,
              level: to.level,
              nth: 1,
            },
          ]
        : [],
    ),
  );
  await recordEach(
    ctx,
    "duty.reminded",
    moved
      .filter(({ to }) => to.reminded)
      .map(({ duty, to, call }) => ({
        verb: to.level > duty.level ? "duty.risen" : "duty.reminded",
        subject: { kind: "duty", id: duty.id, companyId: duty.companyId },
        data: {
          kind: duty.kind,
          subjectId: duty.subjectId,
          level: to.level,
          // What rings anew at a level that it had reached before tells those of that level once more.
          ...(to.level > duty.level
            ? { levelBefore: duty.level }
            : call && to.level > 0
              ? { levelBefore: to.level - 1 }
              : {}),
          step: to.step,
          ...(call ? { callId: call.id } : {}),
        },
      })),
  );
  return rows.length;
}

/** Whether the same addressee may be reminded again: once within a working day is a reminder, twice is noise. */
const restHours = 20;

/** A person reminds the addressees of open duties; those reminded within the last hours are left in peace. */
export async function remindAbout(
  ctx: Ctx,
  subjectIds: readonly string[],
): Promise<{ reminded: number; rested: number }> {
  const { rows } = await sql<{
    id: string;
    companyId: string;
    kind: string;
    subjectId: string;
    isDone: boolean;
  }>`
    with chosen as (
      select d.fiscal_year, d.id, coalesce(d.reminded_at > app_now() - make_interval(hours => ${restHours}), false) as rests
      from duties d where d.subject_id = any (${[...subjectIds]}::uuid[]) and d.state = 'open' and d.person_id is null
        and not d.kind = any (${[...besideTheWay]}::text[])
        and (${within(ctx, "d.company_id")} or ${withinUnits(ctx, "d.unit_id")})
    ), done as (
      update duties d set reminded_at = app_now(), reminded_by = ${ctx.actor.personId}::uuid from chosen c
      where d.fiscal_year = c.fiscal_year and d.id = c.id and not c.rests returning d.id
    )
    select d.id, d.company_id, d.kind, d.subject_id, done.id is not null as is_done
    from chosen c join duties d on d.fiscal_year = c.fiscal_year and d.id = c.id left join done on done.id = c.id`.execute(
    ctx.db,
  );
  const done = rows.filter((row) => row.isDone);
  await recordEach(
    ctx,
    "duty.reminded",
    done.map((row) => ({
      subject: { kind: "duty", id: row.id, companyId: row.companyId },
      data: { kind: row.kind, subjectId: row.subjectId, byPerson: true },
    })),
  );
  return { reminded: done.length, rested: rows.length - done.length };
}

export const dutyClock: TimedWork = {
  name: "duties.clock",
  everySeconds: 60,
  run: async (ctx) => (await advanceDuties(ctx)) === 500,
};
