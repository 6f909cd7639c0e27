// What the clock does: turns laid out further, gaps owed by whoever keeps the roster, and word to whoever begins tomorrow.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { dayIn } from "#modules/duties/rules.ts";
import { closeEach, openDuties } from "#modules/duties/service.ts";
import { permissions } from "./contract.ts";
import { layOutRoster } from "./laying.ts";
import { gapDays } from "./rules.ts";
import { absencesOf, gapsOf, peopleOf, turnsOf } from "./seeing.ts";
import { subjectOf } from "./visible.ts";

const batch = 50;
const gapDuty = "on_call.gap";

type Due = {
  id: string;
  unitId: string;
  groupId: string;
  companyId: string | null;
  unitKind: string;
  name: string;
  timeZone: string;
  isContinuous: boolean;
  gapDueOn: string | null;
};

/** Rosters whose time has come, laid out further and looked at. @returns how many. */
export async function lookAtRosters(ctx: Ctx): Promise<number> {
  const { rows } = await sql<Due>`
    select r.id, r.unit_id, (select g.id from units g where g.kind = 'group') as group_id, r.company_id, u.kind as unit_kind, r.name, r.time_zone,
      r.is_continuous, (select (d.due_at at time zone d.time_zone)::date from duties d where d.subject_id = r.id and d.kind = ${gapDuty}
        and d.state = 'open' limit 1) as gap_due_on
    from on_call_rosters r join units u on u.id = r.unit_id
    where r.ended_at is null and r.next_look_at <= app_now() order by r.next_look_at limit ${batch} for update of r skip locked`.execute(
    ctx.db,
  );
  if (rows.length === 0) return 0;
  for (const roster of rows) await layOutRoster(ctx, roster);
  await tellGaps(ctx, rows);
  await sql`update on_call_rosters set next_look_at = app_now() + interval '1 hour' where id = any (${rows.map((row) => row.id)}::uuid[])`.execute(
    ctx.db,
  );
  return rows.length;
}

/** One duty a roster, due on the day of the first gap of the coming weeks; what is filled is owed no longer. */
async function tellGaps(ctx: Ctx, rosters: readonly Due[]): Promise<void> {
  const ids = rosters.map((one) => one.id);
  const within = { startsAt: ctx.now, endsAt: new Date(ctx.now.getTime() + gapDays * 86_400_000) };
  const [people, turns] = [await peopleOf(ctx, ids), await turnsOf(ctx, ids, within)];
  const absences = await absencesOf(ctx, ids);
  const first = new Map(
    rosters.map((one) => {
      const [gap] = gapsOf(one, turns.get(one.id) ?? [], {
        people: people.get(one.id) ?? [],
        absences,
        within,
      });
      return [one.id, gap ? dayIn(new Date(gap.startsAt), one.timeZone) : null];
    }),
  );
  // Of another day than before it is another duty, with its own reminders; one that is over stays as it is.
  const isSame = (one: Due) => {
    const dueOn = first.get(one.id) ?? null;
    return (
      dueOn !== null &&
      one.gapDueOn !== null &&
      (one.gapDueOn === dueOn || (dueOn <= ctx.today && one.gapDueOn <= ctx.today))
    );
  };
  const over = rosters.filter((one) => one.gapDueOn !== null && !isSame(one));
  await closeEach(
    ctx,
    over.map((one) => one.id),
    gapDuty,
  );
  await openDuties(
    ctx,
    rosters
      .filter((one) => first.get(one.id) && !isSame(one))
      .map((one) => ({
        kind: gapDuty,
        subjectKind: "on_call_roster",
        subjectId: one.id,
        companyId: one.companyId ?? one.groupId,
        ...(one.unitKind === "division" ? { unitId: one.unitId } : {}),
        permission: permissions.keep,
        dueOn: first.get(one.id) ?? ctx.today,
        about: one.name,
      })),
  );
}

/** Whoever begins within a day is told once: of the first of several turns that follow one another closely. */
export async function tellTomorrow(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{
    id: string;
    rosterId: string;
    companyId: string | null;
    personId: string;
    startsAt: string;
    endsAt: string;
    roster: string;
    isNews: boolean;
  }>`
    update on_call_turns t set told_at = app_now() from on_call_rosters r
    where r.id = t.roster_id and r.ended_at is null and t.told_at is null and t.starts_at > app_now() and t.starts_at <= app_now() + interval '24 hours'
    returning t.id, t.roster_id, r.company_id, t.person_id, t.starts_at, t.ends_at, r.name as roster,
      not exists (select from on_call_turns b where b.roster_id = t.roster_id and b.person_id = t.person_id and b.id <> t.id
        and b.starts_at < t.starts_at and b.ends_at > t.starts_at - interval '36 hours') as is_news`.execute(
    ctx.db,
  );
  await recordEach(
    ctx,
    "on_call.turn_near",
    rows
      .filter((row) => row.isNews)
      .map((row) => ({
        subject: subjectOf({ id: row.rosterId, companyId: row.companyId }),
        data: {
          personId: row.personId,
          turnId: row.id,
          startsAt: row.startsAt,
          endsAt: row.endsAt,
          roster: row.roster,
        },
      })),
  );
}

export const onCallClock: TimedWork = {
  name: "on_call.clock",
  everySeconds: 120,
  run: async (ctx) => {
    await tellTomorrow(ctx);
    return (await lookAtRosters(ctx)) === batch;
  },
};

/** Where somebody leaves, is away, comes back or loses their account, the rosters in which they stand are looked at at once. */
export const onCallFollows: Subscriber = {
  name: "on_call",
  verbs: [
    "person.left",
    "person.employment_ended",
    "account.closed",
    "account.activated",
    "company.left",
    "absence.entered",
    "absence.ended",
  ],
  from: "now",
  handle: async (ctx, events) => {
    const subjects = events.flatMap((event) => (event.subjectId ? [event.subjectId] : []));
    await sql`update on_call_rosters r set next_look_at = app_now()
      where r.ended_at is null and (r.unit_id = any (${subjects}::uuid[]) or exists (
        select from on_call_turns t where t.roster_id = r.id and t.ends_at > app_now() and (t.person_id = any (${subjects}::uuid[])
          or t.person_id in (select a.person_id from accounts a where a.id = any (${subjects}::uuid[])))))`.execute(
      ctx.db,
    );
  },
};
