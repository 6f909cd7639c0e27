// Duties: what somebody must do by a date. Opening and closing one, and "my work".
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { duties } from "./contract.ts";
import { calendarsOf } from "#modules/organization/calendar/calendars.ts";
import type { Rule } from "./kinds.ts";
import { advance, besideTheWay, endOfDay, risenTo, stepsOf } from "./rules.ts";
import { withAbout } from "./about.ts";
import { standsUnder } from "./under.ts";

export { acknowledge, type SeenCall, seenCall } from "./calls.ts";
export { remindAbout } from "./clock.ts";

type In<K extends keyof typeof duties> = Input<(typeof duties)[K]>;
type Out<K extends keyof typeof duties> = Promise<Output<(typeof duties)[K]>>;
type Duty = Output<typeof duties.listMyDuties>["rows"][number];
type Bundle = Output<typeof duties.getMyWork>["bundles"][number];

const mine = (ctx: Ctx) => sql`my_duties(${ctx.actor.personId}::uuid, ${[...risenTo]}::text[])`;
/** Of the duty `d`. */
const isExercise = sql<boolean>`(d.id in (select x from exercise_duties() x))`;
// A deputy stands in by position, which gives no right: to be told of a duty is not to be let in.
const columns = (ctx: Ctx) => sql`(d.is_addressed
    or d.company_id = any ((select companies_in_scope(${ctx.actor.personId}::uuid, 'inspection.read'))::uuid[])) as may_open, d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, d.company_name, d.company_name_en, d.company_name_ja,
  d.company_name_zh, d.starts_at, d.due_at, d.time_zone, d.level, d.postponed_count, d.reminded_at, d.is_addressed, d.is_nobodys,
  d.is_postponement_open, d.due_at < app_now() as is_overdue, ${isExercise} as is_exercise, null::text as about, null::text as title`;

export async function getMyWork(ctx: Ctx, { divisionId }: In<"getMyWork">): Out<"getMyWork"> {
  const { rows } = await sql<Duty & { count: number; overdueCount: number; todayCount: number }>`
    select * from (
      select ${columns(ctx)}, count(*) over same as count, count(*) filter (where d.due_at < app_now()) over same as overdue_count,
        count(*) filter (where d.due_at >= app_now()
          and (d.due_at at time zone d.time_zone)::date = (app_now() at time zone d.time_zone)::date) over same as today_count,
        row_number() over (partition by d.kind, d.is_addressed, d.is_nobodys, ${isExercise} order by d.due_at, d.id) as nth
      from ${mine(ctx)} d where ${standsUnder("d.company_id", divisionId)} window same as (partition by d.kind, d.is_addressed, d.is_nobodys, ${isExercise})) x
    where x.nth <= 3 order by x.due_at, x.id`.execute(ctx.db);
  const bundles: Bundle[] = [];
  for (const { count, overdueCount, todayCount, ...duty } of await withAbout(ctx, rows)) {
    const bundle = bundles.find(
      (one) =>
        one.kind === duty.kind &&
        one.isAddressed === duty.isAddressed &&
        one.isNobodys === duty.isNobodys &&
        one.isExercise === duty.isExercise,
    );
    if (bundle) bundle.first.push(duty);
    else
      bundles.push({
        kind: duty.kind,
        isAddressed: duty.isAddressed,
        isNobodys: duty.isNobodys,
        isExercise: duty.isExercise,
        count: Number(count),
        overdueCount: Number(overdueCount),
        todayCount: Number(todayCount),
        first: [duty],
      });
  }
  return { bundles, count: bundles.reduce((sum, one) => sum + one.count, 0) };
}

export async function listMyDuties(ctx: Ctx, input: In<"listMyDuties">): Out<"listMyDuties"> {
  const limit = input.limit ?? 50;
  const [dueAt, id] = input.after?.split("|") ?? [];
  const { rows } = await sql<Duty>`
    select ${columns(ctx)} from ${mine(ctx)} d
    where ${input.kind ? sql`d.kind = ${input.kind}` : sql`true`}
      and ${input.subjectId ? sql`d.subject_id = ${input.subjectId}::uuid` : sql`true`}
      and ${input.overdue === undefined ? sql`true` : sql`(d.due_at < app_now()) = ${input.overdue}`}
      and ${dueAt !== undefined && id ? sql`(d.due_at, d.id) > (${dueAt}::timestamptz, ${id}::uuid)` : sql`true`}
    order by d.due_at, d.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: await withAbout(ctx, rows.slice(0, limit)),
    next: rows.length > limit && last ? `${last.dueAt}|${last.id}` : null,
  };
}

/** From when it counts and until when; where its kind is hard by a moment of its own, from when it rings day and night. */
export type Hours = { startsAt: Date; dueAt: Date; ringsFrom?: Date | null };

export type NewDuty = {
  kind: string;
  subjectKind: string;
  subjectId: string;
  companyId: string;
  permission: string;
  personId?: string | null;
  /** Who holds the permission and still may not do it. */
  notFor?: readonly string[];
  /** The last day, ending in the company's zone; null of a clock of hours, which has `hours`. */
  dueOn: string | null;
  /** A clock of elapsed hours: from when it counts, also where that lies behind, and until when. */
  hours?: Hours;
  /** It is addressed to whoever holds this position, their deputy while they are away. */
  positionId?: string;
  /** What tells it from others of its kind: the name of its subject. */
  about?: string;
  /** The department, division or company whose nearest holder of the permission owes it. */
  unitId?: string;
  /** Its own days of rising, in place of its kind's. */
  rises?: Rule["rise"];
};

/** One that is the group's as a whole: for whoever holds the permission for all of it. */
export async function openGroupDuty(ctx: Ctx, duty: Omit<NewDuty, "companyId">): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from units where kind = 'group'`.execute(ctx.db);
  await openDuties(
    ctx,
    rows.map(({ id }) => ({ ...duty, companyId: id })),
  );
}

/** Opens one duty; the due day ends in the company's own zone. An equal open one stays, with the earlier of the two days. */
export const openDuty = (ctx: Ctx, duty: NewDuty): Promise<void> => openDuties(ctx, [duty]);

/** The same for many, in as many statements as for one. */
export async function openDuties(ctx: Ctx, duties: readonly NewDuty[]): Promise<void> {
  if (duties.length === 0) return;
  const { rows } = await sql<{
    companyId: string;
    timeZone: string;
    startMonth: number;
  }>`
    select c.id as company_id,
      -- What stands at the group or at a unit beside the companies runs in the group's zone.
      coalesce(f.time_zone, case when not c.is_companys or exists (select from units u where u.kind = 'group' and u.id = c.id)
        then (select g.time_zone from group_settings g) end, 'UTC') as time_zone,
      (select fiscal_year_start_month from group_settings) as start_month
    from jsonb_to_recordset(${JSON.stringify(placesOf(duties))}::jsonb) as c (id uuid, is_companys boolean)
    left join company_facts f on f.company_id = c.id and holds_on(f.valid_from, f.valid_to, group_today())`.execute(
    ctx.db,
  );
  const zones = new Map(rows.map((row) => [row.companyId, row.timeZone]));
  const calendars = await calendarsOf(ctx, [...zones.keys()]);
  // Of a thousand that are opened at once most fall due on one day of a few zones: worked out once for each.
  const clocks = new Map<string, { dueAt: Date; next: Date | null }>();
  const clockOf = (duty: NewDuty, zone: string) => {
    if (duty.hours) return clockOfHours(duty.kind, duty.hours);
    const calendar = calendars.get(duty.companyId);
    const key = JSON.stringify([duty.kind, duty.dueOn, zone, duty.rises, calendar]);
    const known = clocks.get(key);
    if (known) return known;
    const dueAt = endOfDay(duty.dueOn ?? ctx.today, zone);
    const steps = stepsOf(duty.kind, ctx.now, dueAt, zone, calendar, duty.rises);
    const clock = { dueAt, next: advance(steps, 0, ctx.now).nextAt };
    clocks.set(key, clock);
    return clock;
  };
  const opened = duties.map((duty) => {
    const zone = zones.get(duty.companyId) ?? "UTC";
    const { dueAt, next } = clockOf(duty, zone);
    return {
      kind: duty.kind,
      subject_kind: duty.subjectKind,
      subject_id: duty.subjectId,
      company_id: duty.companyId,
      permission: duty.permission,
      person_id: duty.personId ?? null,
      not_for: duty.notFor ?? [],
      position_id: duty.positionId ?? null,
      starts_at: duty.hours?.startsAt.toISOString() ?? null,
      due_at: dueAt.toISOString(),
      rings_from: duty.hours?.ringsFrom?.toISOString() ?? null,
      time_zone: zone,
      next_at: next?.toISOString() ?? null,
      about: duty.about ?? null,
      unit_id: duty.unitId ?? null,
      rises: duty.rises ?? null,
    };
  });
  await sql`insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, person_id, not_for, starts_at, due_at, time_zone, next_at, about, unit_id, rises, position_id, rings_from)
    select ${fiscalYearOf(ctx.today, rows[0]?.startMonth ?? 4)}::int, x.kind, x.subject_kind, x.subject_id, x.company_id, x.permission, x.person_id,
      x.not_for, coalesce(x.starts_at, app_now()), x.due_at, x.time_zone, x.next_at, x.about, x.unit_id, nullif(x.rises, 'null'::jsonb), x.position_id, x.rings_from
    from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) as x(kind text, subject_kind text, subject_id uuid, company_id uuid,
      permission text, person_id uuid, not_for uuid[], position_id uuid, starts_at timestamptz, due_at timestamptz, time_zone text, next_at timestamptz, about text, unit_id uuid, rises jsonb, rings_from timestamptz)
    on conflict (fiscal_year, kind, subject_id, company_id, permission, coalesce(person_id, '00000000-0000-0000-0000-000000000000'::uuid))
      where state = 'open' do update set due_at = excluded.due_at, next_at = excluded.next_at, rings_from = excluded.rings_from, level = 0, step = 0
      where excluded.due_at < duties.due_at`.execute(ctx.db);
}

/** A moment that lies behind is due at the next look at the clock, which tells all at once what has passed. */
function clockOfHours(kind: string, { startsAt, dueAt, ringsFrom }: Hours) {
  const [first] = stepsOf(kind, startsAt, dueAt, "UTC", undefined, null, ringsFrom);
  return { dueAt, next: first?.at ?? startsAt };
}

/**
 * The open duty of a clock of hours counts from another moment: what it was about is known better now. Steps that come again are told
 * again, and a level that was reached stays.
 */
export async function countFrom(ctx: Ctx, subjectId: string, kind: string, hours: Hours): Promise<void> {
  const { next } = clockOfHours(kind, hours);
  await sql`update duties set starts_at = least(${hours.startsAt.toISOString()}::timestamptz, app_now()), due_at = ${hours.dueAt.toISOString()}::timestamptz,
      rings_from = ${hours.ringsFrom?.toISOString() ?? null}::timestamptz, step = 0, next_at = ${next.toISOString()}::timestamptz, row_version = row_version + 1
    where subject_id = ${subjectId}::uuid and kind = ${kind} and state = 'open'`.execute(ctx.db);
}

const placesOf = (duties: readonly NewDuty[]) =>
  [...new Map(duties.map((one) => [one.companyId, one.unitId ?? one.companyId]))].map(([id, unitId]) => ({
    id,
    is_companys: unitId === id,
  }));

/** Closes the open duties of a subject, of one kind or one person if named; what is owed beside its way only by kind. */
export async function closeDuties(
  ctx: Ctx,
  subjectId: string,
  kind?: string,
  personId?: string,
): Promise<void> {
  await sql`update duties set state = 'done', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid, next_at = null
    where subject_id = ${subjectId}::uuid and state = 'open' and ${kind ? sql`kind = ${kind}` : sql`not kind = any (${[...besideTheWay]}::text[])`}
      and ${personId ? sql`person_id = ${personId}::uuid` : sql`true`}`.execute(ctx.db);
}

/** Closes the open duties of one kind, of many subjects; `outcome` says in a word what became of them. */
export async function closeEach(
  ctx: Ctx,
  subjectIds: readonly string[],
  kind: string,
  outcome: string | null = null,
): Promise<void> {
  if (subjectIds.length === 0) return;
  await sql`update duties set state = 'done', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid, next_at = null,
      closed_reason = ${outcome}
    where subject_id = any (${[...subjectIds]}::uuid[]) and kind = ${kind} and state = 'open'`.execute(
    ctx.db,
  );
}

/** Ends the open duties of subjects that no longer owe them; the reason is a key of the catalogue (duty.lapsed.*). */
export async function lapseDuties(ctx: Ctx, subjectIds: readonly string[], reason: string): Promise<void> {
  await sql`update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
      closed_reason = ${reason}, next_at = null
    where subject_id = any (${[...subjectIds]}::uuid[]) and state = 'open'`.execute(ctx.db);
}

/** The same of one kind alone. */
export async function lapseOne(
  ctx: Ctx,
  subjectIds: readonly string[],
  kind: string,
  reason: string,
): Promise<void> {
  if (subjectIds.length === 0) return;
  await sql`update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
      closed_reason = ${reason}, next_at = null
    where subject_id = any (${[...subjectIds]}::uuid[]) and kind = ${kind} and state = 'open'`.execute(
    ctx.db,
  );
}

/** A later due day for the open duties of subjects that end before it; what was postponed further stays as it is. */
export async function moveDuties(
  ctx: Ctx,
  subjectIds: readonly string[],
  kind: string,
  dueOn: string,
): Promise<void> {
  const { rows } = await sql<{
    id: string;
    companyId: string;
    timeZone: string;
    rises: Rule["rise"] | null;
  }>`select d.id, d.company_id, d.time_zone, d.rises from duties d
    where d.subject_id = any (${[...subjectIds]}::uuid[]) and d.kind = ${kind} and d.state = 'open' for update`.execute(
    ctx.db,
  );
  const calendars = await calendarsOf(ctx, [...new Set(rows.map((row) => row.companyId))]);
  const moved = rows.map((row) => {
    const dueAt = endOfDay(dueOn, row.timeZone);
    const steps = stepsOf(kind, ctx.now, dueAt, row.timeZone, calendars.get(row.companyId), row.rises);
    return {
      id: row.id,
      due_at: dueAt.toISOString(),
      next_at: advance(steps, 0, ctx.now).nextAt?.toISOString() ?? null,
    };
  });
  await sql`update duties d set due_at = m.due_at, next_at = m.next_at, level = 0, step = 0, row_version = d.row_version + 1
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, due_at timestamptz, next_at timestamptz)
    where d.id = m.id and d.due_at < m.due_at`.execute(ctx.db);
}
