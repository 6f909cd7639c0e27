// What the company, or whoever supervises it, says of a report: whether it is an incident, how grave, who has it, how far it is.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, countFrom } from "#modules/duties/service.ts";
import type { incidents } from "./contract.ts";
import { goOnAt, keptFor } from "./duplicates.ts";
import {
  askWhyLate,
  judgeDuty,
  lateReasonDuty,
  reachesHeadAtOnce,
  reportDuty,
  reportToHead,
} from "./heading.ts";
import { assertNoClockRuns } from "./law/barring.ts";
import { assertDiscovery, noteDiscovery } from "./reporting.ts";
import { type Act, isLate, potentialAsKind, reportDueAt, severityOf, type State, wakes } from "./rules.ts";
import { respondDuty, severityIs } from "./severity.ts";
import { change, type Incident, incidentTo, subjectOf } from "./visible.ts";

type In<K extends keyof typeof incidents> = Input<(typeof incidents)[K]>;
type Out<K extends keyof typeof incidents> = Promise<Output<(typeof incidents)[K]>>;

/**
 * An incident goes to headquarters with it, if it has not yet; what turned out to be nothing stays as an event with its reason, and what is
 * the same as another goes on there.
 */
export async function judgeIncident(ctx: Ctx, input: In<"judgeIncident">): Out<"judgeIncident"> {
  const kept = await keptFor(ctx, input);
  const incident = await incidentTo(ctx, "judge", input.id, input.rowVersion);
  const because = input.because.trim();
  if (input.as === "nothing" && because === "") throw invalid("incident.judged_because");
  // What goes on at another takes no clock along that is owed here.
  if (input.as !== "incident") await assertNoClockRuns(ctx, incident, kept?.id ?? because);
  const kind = input.kind ?? incident.kind;
  const isWeighed = incident.judgedAs !== null || (await wasWeighed(ctx, incident.id));
  const potential =
    kind === incident.kind ? incident.potential : potentialAsKind(kind, { ...incident, isWeighed });
  const done = await change(
    ctx,
    incident,
    sql`judged_as = ${input.as}, judged_at = app_now(), judged_by = ${ctx.actor.personId}::uuid, judged_because = ${because},
      kind = ${kind}, potential = ${potential}, is_product = ${kind === "product_vulnerability"},
      duplicate_of = ${kept?.id ?? null}::uuid`,
  );
  await closeEach(ctx, [incident.id], judgeDuty);
  const severity = severityOf(potential, incident.actual);
  await record(ctx, "incident.judged", {
    subject: subjectOf(incident),
    data: {
      as: input.as,
      kind,
      before: incident.judgedAs,
      isAtHeadquarters: incident.reportedAt !== null,
      severity,
      ...(severity === incident.severity ? {} : { severityBefore: incident.severity }),
    },
  });
  if (kept) await goOnAt(ctx, incident, kept);
  if (input.as !== "incident") {
    for (const duty of [reportDuty, respondDuty]) await closeEach(ctx, [incident.id], duty, input.as);
    // The kept one may be late, what is the same as it is not.
    if (kept) await closeEach(ctx, [incident.id], lateReasonDuty, input.as);
    return done;
  }
  const judged: Incident = { ...incident, judgedAs: "incident", kind, potential, severity };
  const told = await severityIs(ctx, judged, {
    before: incident.judgedAs === "nothing" || incident.judgedAs === "duplicate" ? null : incident.severity,
    reason: because,
    isSet: potential !== incident.potential,
  });
  if (told) return told;
  return incident.reportedAt === null ? reportToHead(ctx, judged, { said: because, isPartial: true }) : done;
}

/** Whether a person has said how grave it is, before it was judged: the first of the story is what the report alone says. */
async function wasWeighed(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } =
    await sql`select from incident_severities s where s.incident_id = ${id}::uuid limit 2`.execute(ctx.db);
  return rows.length > 1;
}

export async function reportToHeadquarters(
  ctx: Ctx,
  input: In<"reportToHeadquarters">,
): Out<"reportToHeadquarters"> {
  const incident = await incidentTo(ctx, "report", input.id, input.rowVersion);
  if (incident.reportedAt !== null && input.said.trim() === "") throw invalid("incident.nothing_new");
  return reportToHead(ctx, incident, { said: input.said.trim(), isPartial: input.isPartial });
}

export async function weighIncident(ctx: Ctx, input: In<"weighIncident">): Out<"weighIncident"> {
  const incident = await incidentTo(ctx, "weigh", input.id, input.rowVersion);
  const { potential, actual } = input;
  const done = await change(ctx, incident, sql`potential = ${potential}, actual = ${actual}`);
  const severity = severityOf(potential, actual);
  await record(ctx, "incident.weighed", {
    subject: subjectOf(incident),
    data: { severity, severityBefore: incident.severity, potential, actual },
  });
  const told = await severityIs(
    ctx,
    { ...incident, potential, actual, severity },
    { before: incident.severity, reason: input.reason, isSet: true },
  );
  return told ?? done;
}

export async function takeUpIncident(ctx: Ctx, input: In<"takeUpIncident">): Out<"takeUpIncident"> {
  const incident = await incidentTo(ctx, "take_up", input.id, input.rowVersion);
  const done = await change(
    ctx,
    incident,
    sql`taken_up_at = coalesce(i.taken_up_at, app_now()), taken_up_by = ${ctx.actor.personId}::uuid`,
  );
  await closeEach(ctx, [incident.id], respondDuty);
  await record(ctx, "incident.taken_up", { subject: subjectOf(incident) });
  // Whoever takes charge has seen it: a report that waited for somebody to stand for it waits no more (intake/README.md).
  return incident.reportedAt === null && (await reachesHeadAtOnce(ctx, incident.id))
    ? reportToHead(ctx, incident, { said: "", isPartial: true })
    : done;
}

const steps = {
  contained: { act: "contained", since: (one: Incident) => one.discoveredAt, column: "contained_at" },
  handled: {
    act: "handled",
    since: (one: Incident) => one.containedAt ?? one.discoveredAt,
    column: "handled_at",
  },
  closed: { act: "close", since: (one: Incident) => one.handledAt ?? one.discoveredAt, column: "closed_at" },
} as const satisfies Record<string, { act: Act; since: (one: Incident) => string; column: string }>;

/** One after the other, each with the moment since when it holds. */
export async function moveIncident(ctx: Ctx, input: In<"moveIncident">): Out<"moveIncident"> {
  const step = steps[input.step];
  const incident = await incidentTo(ctx, step.act, input.id, input.rowVersion);
  if (Date.parse(input.at) > ctx.now.getTime()) throw invalid("incident.moment_ahead");
  if (Date.parse(input.at) < Date.parse(step.since(incident))) throw invalid("incident.moment_before");
  if (input.step === "closed") {
    if (wakes(incident.severity)) await assertReviewed(ctx, incident.id);
    await assertNoClockRuns(ctx, incident, input.said);
  }
  const by = input.step === "closed" ? sql`, closed_by = ${ctx.actor.personId}::uuid` : sql``;
  const done = await change(ctx, incident, sql`${sql.ref(step.column)} = ${input.at}::timestamptz${by}`);
  await sql`insert into incident_moments (incident_id, company_id, moment, at, zone, reason, set_at, set_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${input.step}, ${input.at}::timestamptz, ${incident.discoveredZone}, ${input.said.slice(0, 1000)},
      app_now(), ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await closeEach(ctx, [incident.id], respondDuty);
  await record(ctx, `incident.${input.step}`, { subject: subjectOf(incident), data: { at: input.at } });
  return done;
}

/** A grave one is not over before somebody has said what led to it. */
async function assertReviewed(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select from incident_reviews r where r.incident_id = ${id}::uuid`.execute(
    ctx.db,
  );
  if (rows.length === 0) throw conflict("incident.review_first");
}

/** The clock counts from the moment as it is known now; what was due by the moment before stays in the list of moments. */
export async function correctDiscovery(ctx: Ctx, input: In<"correctDiscovery">): Out<"correctDiscovery"> {
  const incident = await incidentTo(ctx, "correct", input.id, input.rowVersion);
  assertDiscovery(ctx, input.discoveredAt, input.zone);
  const dueAt = reportDueAt(new Date(input.discoveredAt));
  const done = await change(
    ctx,
    incident,
    sql`discovered_at = ${input.discoveredAt}::timestamptz, discovered_zone = ${input.zone}, report_due_at = ${dueAt.toISOString()}::timestamptz`,
  );
  const corrected = { ...incident, discoveredAt: input.discoveredAt, discoveredZone: input.zone };
  await noteDiscovery(ctx, corrected, input.reason);
  await countFrom(ctx, incident.id, reportDuty, { startsAt: new Date(input.discoveredAt), dueAt });
  // As with a report that came late: its reason is asked, or is asked no longer.
  const becameLate = wasLate(ctx, { ...incident, reportDueAt: dueAt.toISOString() });
  if (!becameLate) await closeEach(ctx, [incident.id], lateReasonDuty, "in_time");
  else if (incident.reportedAt !== null && incident.lateReason === null) await askWhyLate(ctx, incident);
  await record(ctx, "incident.discovery_corrected", {
    subject: subjectOf(incident),
    data: {
      discoveredAt: input.discoveredAt,
      discoveredAtBefore: incident.discoveredAt,
      dueAt: dueAt.toISOString(),
      dueAtBefore: incident.reportDueAt,
    },
  });
  return done;
}

export async function sayWhyLate(ctx: Ctx, input: In<"sayWhyLate">): Out<"sayWhyLate"> {
  const incident = await incidentTo(ctx, "why_late", input.id, input.rowVersion);
  if (!wasLate(ctx, incident)) throw conflict("incident.not_late");
  const done = await change(
    ctx,
    incident,
    sql`late_reason = ${input.reason}, late_reason_at = app_now(), late_reason_by = ${ctx.actor.personId}::uuid`,
  );
  await closeEach(ctx, [incident.id], lateReasonDuty);
  await record(ctx, "incident.late_reason_said", { subject: subjectOf(incident) });
  return done;
}

export const wasLate = (
  ctx: Ctx,
  incident: { reportDueAt: string; reportedAt: string | null; state: State },
): boolean =>
  incident.state !== "duplicate" &&
  !(incident.state === "nothing" && incident.reportedAt === null) &&
  isLate(new Date(incident.reportDueAt), incident.reportedAt ? new Date(incident.reportedAt) : null, ctx.now);
