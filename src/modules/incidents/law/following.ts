// What is owed by the clocks of law and contract: worked out anew whenever something that they hang on changes, and kept, so that a clock
// that runs is somebody's duty and a due time by what was known before stays to be read.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { inLastHours } from "#modules/duties/rules.ts";
import { closeEach, countFrom, openDuty } from "#modules/duties/service.ts";
import type { Clock } from "#modules/clock-rules/mechanism/clocks.ts";
import { meetTable } from "../notices/opening.ts";
import { permissions } from "../contract/words.ts";
import type { State } from "../rules.ts";
import { askWhatIsOpen } from "./asking.ts";
import { lawColumns, type LawIncident, lawOf } from "./case.ts";
import { endReportedClocks, isOverByReport } from "./reported.ts";

export const clockDuty = "incident.law_clock";
/** Of those that a changed rule concerns, the newest follow at once and the others a moment later, so many at a time. */
const atOnce = 50;
const inOneLook = 20;

export const clocksFollow: Subscriber = {
  name: "incidents.clocks",
  verbs: [
    "incident.judged",
    "incident.weighed",
    "incident.discovery_corrected",
    "incident.handled",
    "incident.closed",
    "incident.people_counted",
    "incident.company_affected",
    "incident.company_cleared",
    "incident.fact_answered",
    "incident.thing_added",
    "incident.thing_taken_out",
    "incident.moment_set",
    "incident.clock_notified",
    "incident.clock_notification_taken_back",
    "incident.clock_opened_again",
    "incident.clock_paused",
    "incident.clock_extended",
    "incident.clock_pause_ended",
    "incident.reported_to_head",
    "clock_rule.written",
    "clock_rule.adopted",
    "clock_rule.withdrawn",
    "clock_rule.end_set",
    "clock_rule.anchor_named",
    "clock_rule.corrected",
    "company.law_set",
  ],
  from: "now",
  handle: async (ctx, events) => {
    // A rule or what a company is before the law concerns whatever runs; an event of an incident that one alone.
    const isOfAll = events.some((one) => one.subjectKind !== "incident");
    const ids = [
      ...new Set(
        events.flatMap((one) => (one.subjectKind === "incident" && one.subjectId ? [one.subjectId] : [])),
      ),
    ];
    const newest = isOfAll ? await lookAtAll(ctx) : [];
    await follow(ctx, [...new Set([...ids, ...newest])]);
  },
};

/** Whatever runs is to be looked at anew. @returns the newest, for which nobody waits. */
async function lookAtAll(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select i.id from incidents i
    where i.judged_as = 'incident' and i.closed_at is null order by i.discovered_at desc, i.id limit ${atOnce}`.execute(
    ctx.db,
  );
  const newest = rows.map((one) => one.id);
  await sql`insert into incident_law_looks (incident_id, company_id)
    select i.id, i.company_id from incidents i where i.judged_as = 'incident' and i.closed_at is null and i.id <> all (${newest}::uuid[])
    on conflict do nothing`.execute(ctx.db);
  return newest;
}

/** The others, however many run: a few at a time, each once. */
export const followsRules: TimedWork = {
  name: "incidents.law_looks",
  everySeconds: 5,
  run: async (ctx) => {
    const { rows } = await sql<{ id: string }>`delete from incident_law_looks where incident_id = any (array(
      select l.incident_id from incident_law_looks l order by l.asked_at, l.incident_id limit ${inOneLook} for update skip locked))
      returning incident_id as id`.execute(ctx.db);
    await follow(
      ctx,
      rows.map((one) => one.id),
    );
    return rows.length === inOneLook;
  },
};

async function follow(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<Followed>`
    select ${lawColumns}, i.state, i.reference, i.is_exercise from incidents i where i.id = any (${[...ids]}::uuid[]) order by i.discovered_at desc, i.id`.execute(
    ctx.db,
  );
  for (const incident of rows) {
    await keepClocks(ctx, incident);
    // What is told to an authority is due by its clock.
    await meetTable(ctx, incident.id);
  }
}

type Followed = LawIncident & { state: State; reference: string; isExercise: boolean };

type Kept = {
  id: string;
  clockKey: string;
  dueAt: string | null;
  startedAt: string | null;
  standing: string;
  outcome: string;
  endedAs: string | null;
  goneAt: string | null;
};

/** Closing an incident ends no clock, and one that starts only afterwards is owed as well; of nothing nobody owes anything. */
const hasClocks = ({ state, isExercise }: Followed) =>
  state !== "reported" && state !== "nothing" && !(isExercise && state === "closed");

export async function keepClocks(ctx: Ctx, incident: Followed): Promise<void> {
  const clocks = hasClocks(incident) ? (await lawOf(ctx, incident)).clocks.filter((one) => !one.isDraft) : [];
  const { rows: before } =
    await sql<Kept>`select c.id, c.clock_key, c.due_at, c.started_at, c.standing, c.outcome, c.ended_as, c.gone_at
    from incident_clocks c where c.incident_id = ${incident.id}::uuid for no key update`.execute(ctx.db);
  const known = new Map(before.map((one) => [one.clockKey, one]));
  const isOver = await isOverByReport(ctx, incident.id);
  for (const clock of clocks)
    await keep(ctx, incident, { clock, before: known.get(clock.id), isOver: isOver(clock.ruleKey) });
  await closeEach(ctx, await endReportedClocks(ctx, incident), clockDuty, "notified");
  const over = new Set(before.flatMap((one) => (one.endedAs === null ? [] : [one.clockKey])));
  await askWhatIsOpen(
    ctx,
    incident,
    clocks.filter((one) => !over.has(one.id) && !isOver(one.ruleKey)),
  );
  const now = new Set(clocks.map((one) => one.id));
  const gone = before.filter((one) => !now.has(one.clockKey) && one.goneAt === null && one.endedAs === null);
  if (gone.length === 0) return;
  const ids = gone.map((one) => one.id);
  await sql`update incident_clocks set gone_at = app_now(), row_version = row_version + 1 where id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  await closeEach(ctx, ids, clockDuty, "gone");
}

async function keep(
  ctx: Ctx,
  incident: LawIncident & { reference: string },
  { clock, before, isOver }: { clock: Clock; before: Kept | undefined; isOver: boolean },
): Promise<void> {
  const { rows } = await sql<{ id: string; isEnded: boolean | null }>`
    insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, started_at, due_at, zone, first_due_at, shown)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${clock.id}, ${clock.ruleId}::uuid, ${clock.companyId}::uuid, ${clock.stage}, ${clock.standing},
      ${clock.outcome}, ${clock.startedAt}::timestamptz, ${clock.dueAt}::timestamptz, ${clock.zone}, ${clock.dueAt}::timestamptz, ${JSON.stringify(clock)}::jsonb)
    on conflict (incident_id, clock_key) do update set rule_id = excluded.rule_id, standing = excluded.standing, outcome = excluded.outcome,
      started_at = excluded.started_at, due_at = excluded.due_at, zone = excluded.zone, shown = excluded.shown, gone_at = null,
      first_due_at = coalesce(incident_clocks.first_due_at, excluded.first_due_at),
      row_version = incident_clocks.row_version + case when (incident_clocks.due_at, incident_clocks.standing, incident_clocks.outcome)
        is distinct from (excluded.due_at, excluded.standing, excluded.outcome) then 1 else 0 end
    returning id, ended_as = 'notified' or seconded_at is not null as is_ended`.execute(ctx.db);
  const [kept] = rows;
  // What one person alone decided not to notify is owed, by its due time, until another agrees.
  if (!kept || kept.isEnded || isOver) return;
  const isOwed =
    clock.standing === "due" &&
    clock.outcome === "applies" &&
    clock.startedAt !== null &&
    clock.state !== "paused";
  if (!isOwed) {
    await closeEach(ctx, [kept.id], clockDuty, "not_owed");
    return;
  }
  const startsAt = new Date(clock.startedAt ?? ctx.now);
  // "At once" has no number: an hour is when somebody looks whether it was done.
  const dueAt = clock.dueAt ? new Date(clock.dueAt) : new Date(startsAt.getTime() + 3_600_000);
  const hours = { startsAt, dueAt, ringsFrom: inLastHours(dueAt) };
  if (before && before.startedAt !== null && (before.dueAt ?? null) !== clock.dueAt)
    await countFrom(ctx, kept.id, clockDuty, hours);
  await openDuty(ctx, {
    kind: clockDuty,
    subjectKind: "incident_clock",
    subjectId: kept.id,
    // Whoever handles the incident notifies for each of its legal entities.
    companyId: incident.companyId,
    permission: permissions.assess,
    dueOn: null,
    hours,
    about: incident.reference,
  });
}
