// What is said of an incident before the law: answers, moments, that it was notified, or that it is not and why.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isTimeZone } from "#core/time/zones.ts";
import { runOfClock } from "#modules/clock-rules/mechanism/clocks.ts";
import { fits } from "#modules/clock-rules/mechanism/facts.ts";
import {
  determinations,
  isRepeated,
  partsOfSubmission,
  submissionOf,
} from "#modules/clock-rules/mechanism/rules.ts";
import { isRule } from "#modules/clock-rules/naming.ts";
import { closeEach } from "#modules/duties/service.ts";
import { addFiles } from "../files.ts";
import { factsOf } from "../room/facts.ts";
import { incidentTo, seen, subjectOf } from "../visible.ts";
import type { law } from "./contract.ts";
import { clockDuty } from "./following.ts";

type In<K extends keyof typeof law> = Input<(typeof law)[K]>;
type Out<K extends keyof typeof law> = Promise<Output<(typeof law)[K]>>;

export async function answerFact(ctx: Ctx, { id, fact, value }: In<"answerFact">): Out<"answerFact"> {
  const incident = await incidentTo(ctx, "add", id);
  if (value !== null && !fits(fact, value)) throw invalid("incident.fact_value");
  await sql`insert into incident_answers (incident_id, company_id, fact, value, said_at, said_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${fact}, ${value === null ? null : JSON.stringify(value)}::jsonb, app_now(),
      ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await record(ctx, "incident.fact_answered", {
    subject: subjectOf(incident),
    data: { fact, isTakenBack: value === null },
  });
  return { id };
}

/** The discovery is corrected by itself, because the 24 hours hang on it. */
export async function setMoment(ctx: Ctx, input: In<"setMoment">): Out<"setMoment"> {
  const incident = await incidentTo(ctx, "add", input.id);
  if (input.anchor === "discovered" && !input.entityId) throw invalid("incident.discovery_by_itself");
  if (!isTimeZone(input.zone)) throw invalid("incident.no_such_zone");
  if (Date.parse(input.at) > ctx.now.getTime() + 300_000) throw invalid("incident.moment_ahead");
  if (input.entityId) await assertEntity(ctx, incident, input.entityId);
  const of = await whichOf(ctx, incident.id, input);
  await sql`insert into incident_moments (incident_id, company_id, entity_id, moment, of_what, at, zone, reason, set_at, set_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${input.entityId ?? null}::uuid, ${input.anchor}, ${of}, ${input.at}::timestamptz,
      ${input.zone}, ${input.reason}, app_now(), ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await record(ctx, "incident.moment_set", {
    subject: subjectOf(incident),
    data: { anchor: input.anchor, of: of || null, entityId: input.entityId ?? null, at: input.at },
  });
  return { id: incident.id };
}

/** Which of several: the rule whose report was submitted, what was determined, the further fact. A fact or request without a number is a new one. */
async function whichOf(ctx: Ctx, incidentId: string, { anchor, of }: In<"setMoment">): Promise<string> {
  if (isRepeated(anchor)) return whichOfSeveral(ctx, incidentId, anchor, of ?? null);
  const isKnown =
    anchor === "submitted"
      ? of !== null && of !== undefined && (await isRule(ctx, partsOfSubmission(of).ruleKey))
      : anchor === "determined"
        ? determinations.some((one) => one === of)
        : (of ?? null) === null;
  if (!isKnown) throw invalid("incident.moment_of");
  return of ?? "";
}

/** The first is kept without a number, the others by theirs. */
async function whichOfSeveral(
  ctx: Ctx,
  incidentId: string,
  anchor: string,
  of: string | null,
): Promise<string> {
  const { rows } = await sql<{
    known: number;
  }>`select count(distinct m.of_what)::int as known from incident_moments m
    where m.incident_id = ${incidentId}::uuid and m.moment = ${anchor}`.execute(ctx.db);
  const known = rows[0]?.known ?? 0;
  const nth = of === null ? known + 1 : Number(of);
  if (of !== null && !(nth >= 1 && nth <= known)) throw invalid("incident.moment_of");
  return nth === 1 ? "" : String(nth);
}

async function assertEntity(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  entityId: string,
): Promise<void> {
  const { companies } = await factsOf(ctx, incident.id);
  if (entityId !== incident.companyId && !companies.some((one) => one.companyId === entityId))
    throw invalid("incident.unknown_entity");
}

export type Kept = {
  id: string;
  incidentId: string;
  companyId: string;
  clockKey: string;
  ruleId: string;
  discoveredAt: string;
  startedAt: string | null;
  dueAt: string | null;
  goneAt: string | null;
  entityId: string;
  stage: string;
  ruleKey: string;
  zone: string;
  endedAs: "notified" | "not_notified" | null;
  endedBy: string | null;
  secondedAt: string | null;
  rowVersion: number;
};

export async function clockTo(ctx: Ctx, id: string, rowVersion: number): Promise<Kept> {
  const { rows } =
    await sql<Kept>`select c.id, c.incident_id, c.company_id, c.clock_key, split_part(c.clock_key, '|', 1) as rule_key, c.rule_id, i.discovered_at, c.started_at, c.due_at, c.gone_at,
      c.entity_id, c.stage, c.zone, c.ended_as, c.ended_by, c.seconded_at, c.row_version
    from incident_clocks c join incidents i on i.id = c.incident_id where c.id = ${id}::uuid and ${seen(ctx)} for no key update of c`.execute(
      ctx.db,
    );
  const clock = found(rows[0], "incident_clock");
  if (clock.rowVersion !== rowVersion)
    throw lostRace("incident_clock", { rowVersion }, { rowVersion: clock.rowVersion });
  return clock;
}

const ofIncident = (clock: Kept) => subjectOf({ id: clock.incidentId, companyId: clock.companyId });
const ended = (clock: Kept) => ({ id: clock.id, rowVersion: clock.rowVersion + 1 });

/** What was notified may start the next stage, which counts from it. */
export async function notifyByClock(ctx: Ctx, input: In<"notifyByClock">): Out<"notifyByClock"> {
  const clock = await clockTo(ctx, input.id, input.rowVersion);
  if (clock.endedAs === "notified") throw conflict("incident.clock_ended");
  if (Date.parse(input.at) > ctx.now.getTime() + 300_000) throw invalid("incident.moment_ahead");
  if (Date.parse(input.at) < Date.parse(clock.discoveredAt)) throw invalid("incident.moment_before");
  if (!input.proofReference.trim() && !input.fileId) throw invalid("incident.proof_missing");
  if (input.fileId) await addFiles(ctx, { id: clock.incidentId, companyId: clock.companyId }, [input.fileId]);
  await sql`update incident_clocks set ended_as = 'notified', ended_at = ${input.at}::timestamptz, recipient = ${input.recipient}, proof_reference = ${input.proofReference},
    file_id = ${input.fileId ?? null}::uuid, reason = ${input.said}, ended_by = ${ctx.actor.personId}::uuid, entered_at = app_now(), seconded_by = null,
    seconded_at = null, row_version = row_version + 1 where id = ${clock.id}::uuid`.execute(ctx.db);
  await sql`insert into incident_moments (incident_id, company_id, entity_id, moment, of_what, at, zone, reason, set_at, set_by)
    values (${clock.incidentId}::uuid, ${clock.companyId}::uuid, ${clock.entityId}::uuid, 'submitted', ${submissionOf(clock.ruleKey, runOfClock(clock.clockKey))}, ${input.at}::timestamptz, ${clock.zone},
      ${input.proofReference}, app_now(), ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await closeEach(ctx, [clock.id], clockDuty, "notified");
  await record(ctx, "incident.clock_notified", {
    subject: ofIncident(clock),
    data: {
      clockId: clock.id,
      entityId: clock.entityId,
      stage: clock.stage,
      key: clock.ruleKey,
      at: input.at,
    },
  });
  return ended(clock);
}

export async function decideNotToNotify(ctx: Ctx, input: In<"decideNotToNotify">): Out<"decideNotToNotify"> {
  const clock = await clockTo(ctx, input.id, input.rowVersion);
  if (clock.endedAs !== null) throw conflict("incident.clock_ended");
  const fileIds = [...new Set(input.fileIds ?? [])];
  await addFiles(ctx, { id: clock.incidentId, companyId: clock.companyId }, fileIds);
  await sql`update incident_clocks set ended_as = 'not_notified', ended_at = app_now(), reason = ${input.reason}, omitted_criteria = ${input.criteria.trim()},
    omitted_file_ids = ${fileIds}::uuid[], ended_by = ${ctx.actor.personId}::uuid,
    entered_at = app_now(), row_version = row_version + 1 where id = ${clock.id}::uuid`.execute(ctx.db);
  await record(ctx, "incident.clock_not_notified", {
    subject: ofIncident(clock),
    data: { clockId: clock.id, entityId: clock.entityId, stage: clock.stage },
    personal: { reason: input.reason, criteria: input.criteria },
  });
  return ended(clock);
}

/** Until a second person has agreed the duty stays: a decision of one alone ends no clock. */
export async function secondOmission(ctx: Ctx, input: In<"secondOmission">): Out<"secondOmission"> {
  const clock = await clockTo(ctx, input.id, input.rowVersion);
  if (clock.endedAs !== "not_notified" || clock.secondedAt !== null)
    throw conflict("incident.nothing_to_second");
  if (clock.endedBy === ctx.actor.personId) throw forbidden("incident.second_is_another");
  if (!input.agrees && !input.reason.trim()) throw invalid("incident.second_reason");
  await sql`update incident_clocks set ${
    input.agrees
      ? sql`seconded_by = ${ctx.actor.personId}::uuid, seconded_at = app_now()`
      : sql`ended_as = null, ended_at = null, ended_by = null, entered_at = null`
  }, row_version = row_version + 1 where id = ${clock.id}::uuid`.execute(ctx.db);
  if (input.agrees) await closeEach(ctx, [clock.id], clockDuty, "not_notified");
  await record(ctx, input.agrees ? "incident.omission_seconded" : "incident.clock_opened_again", {
    subject: ofIncident(clock),
    data: { clockId: clock.id, entityId: clock.entityId, stage: clock.stage },
    ...(input.reason.trim() ? { personal: { reason: input.reason } } : {}),
  });
  return ended(clock);
}
