// An incident as the decision table reads it: what is known of it now, the moments that hours count from, and the clocks of law that run.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { rulesFor } from "#modules/clock-rules/rules-for.ts";
import { answersOf } from "../law/case.ts";
import { factsOf } from "../room/facts.ts";
import type { Answers } from "../rules.ts";
import type { Incident } from "../visible.ts";
import { placeOf } from "./drafting.ts";
import type { Line } from "./lines.ts";
import { dueOf, type Facts, isPersonal, isTimedBy, type LawRule, type Moments } from "./rules.ts";

export type Faced = Incident & { answers: Answers; judgedAt: string | null; weighedAt: string | null };

/** What somebody has found out since goes before what was reported; people who were counted are personal data whatever was said. */
export async function tableFacts(ctx: Ctx, incident: Faced): Promise<Facts> {
  const { companies, people } = await factsOf(ctx, incident.id);
  const counted = people.filter((one) => one.count > 0);
  const answered = new Map((await answersOf(ctx, incident.id)).map((one) => [one.fact, one.value]));
  const places = new Set([
    incident.companyId,
    ...companies.filter((one) => one.role !== "supplier").map((one) => one.companyId),
  ]);
  const countries = new Set(counted.map((one) => one.country));
  for (const id of places) {
    const { country } = await placeOf(ctx, id);
    if (country) countries.add(country);
  }
  const data = answered.get("personal_data") ?? isPersonal(incident.answers);
  return {
    on: incident.judgedAs ?? "incident",
    kind: incident.kind,
    severity: incident.severity,
    isPersonal: data === true || counted.length > 0,
    isProduct: (answered.get("product_concerned") ?? incident.isProduct) === true,
    countries: [...countries],
  };
}

export const momentsOf = (incident: Faced): Moments & { discovered: string } => ({
  discovered: incident.discoveredAt,
  reported: incident.reportedAt,
  judged: incident.judgedAt,
  weighed: incident.weighedAt,
});

export type RunningClock = {
  id: string;
  startedAt: string;
  /** Null while it is paused. */
  dueAt: string | null;
  isEnded: boolean;
  rule: LawRule;
};

/** Those of adopted rules that have a due time, or had one until they were paused: what is still to be notified first, then by when. */
export async function clocksRunning(ctx: Ctx, incidentId: string): Promise<RunningClock[]> {
  const { rows } = await sql<Omit<RunningClock, "rule"> & { ruleId: string }>`
    select c.id, c.rule_id, c.started_at, c.due_at, c.is_ended from (
      select k.*, coalesce(k.ended_as = 'notified' or k.seconded_at is not null, false) as is_ended from incident_clocks k
      where k.incident_id = ${incidentId}::uuid and k.standing = 'due' and k.outcome = 'applies' and k.gone_at is null
        and (k.due_at >= k.started_at or k.due_at is null and exists (select from incident_clock_pauses p where p.clock_id = k.id and p.to_at is null))) c
    order by c.is_ended, case when c.is_ended then -extract(epoch from c.due_at) else extract(epoch from c.due_at) end nulls last, c.id`.execute(
    ctx.db,
  );
  if (rows.length === 0) return [];
  const rules = new Map((await rulesFor(ctx)).map((rule) => [rule.id, rule]));
  return rows.flatMap(({ ruleId, ...clock }) => {
    const rule = rules.get(ruleId);
    return rule ? [{ ...clock, rule }] : [];
  });
}

/** `isPaused`: it keeps the due time it had, and nobody is reminded. */
export type Times = { startsAt: Date; dueAt: Date; clockId: string | null; isPaused: boolean };

/** By the clock of law where one runs for whom the line tells, else by the line's own hours. */
export function timesOf(
  line: Line,
  moments: Moments & { discovered: string },
  clocks: readonly RunningClock[],
): Times {
  const clock = clocks.find((one) => isTimedBy(line, one.rule));
  if (!clock) return { ...dueOf(line, moments), clockId: null, isPaused: false };
  if (clock.dueAt === null) return { ...dueOf(line, moments), clockId: clock.id, isPaused: true };
  return {
    startsAt: new Date(clock.startedAt),
    dueAt: new Date(clock.dueAt),
    clockId: clock.id,
    isPaused: false,
  };
}
