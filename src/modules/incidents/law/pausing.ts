// A clock stands still or is stretched: an authority asked to wait, or granted more time. Only where its rule knows of it; who granted it,
// under which number and why is kept, and the due time before it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { rulesFor } from "#modules/clock-rules/rules-for.ts";
import { seen, subjectOf } from "../visible.ts";
import { clocksBeyond, lawColumns, type LawIncident, lawOf } from "./case.ts";
import type { law } from "./contract.ts";
import { clockTo, type Kept } from "./saying.ts";

type In<K extends keyof typeof law> = Input<(typeof law)[K]>;
type Out<K extends keyof typeof law> = Promise<Output<(typeof law)[K]>>;
const aheadMs = 300_000;
const isAfter = (later: string, earlier: string) => Date.parse(later) > Date.parse(earlier);

export async function pauseClock(ctx: Ctx, input: In<"pauseClock">): Out<"pauseClock"> {
  const clock = await clockTo(ctx, input.id, input.rowVersion);
  if (clock.endedAs === "notified" || clock.secondedAt !== null) throw conflict("incident.clock_ended");
  if (Date.parse(input.from) > ctx.now.getTime() + aheadMs) throw invalid("incident.moment_ahead");
  const to = input.to ?? null;
  if (to !== null && !isAfter(to, input.from)) throw invalid("incident.pause_order");
  const { dueAt } = clock;
  if (clock.startedAt === null || clock.goneAt !== null) throw conflict("incident.clock_not_running");
  if (input.kind === "pause") {
    if (!(await ruleOf(ctx, clock)).mayPause) throw invalid("incident.clock_never_pauses");
    await assertApart(ctx, clock, input.from, to);
  } else {
    const extendedTo = await extendableTo(ctx, clock);
    if (extendedTo === null || dueAt === null) throw invalid("incident.clock_never_extended");
    if (to === null || !isAfter(to, dueAt)) throw invalid("incident.pause_order");
    if (isAfter(to, extendedTo)) throw invalid("incident.extension_too_long", { values: { at: extendedTo } });
  }
  const { rows } = await sql<{
    id: string;
  }>`insert into incident_clock_pauses (clock_id, incident_id, company_id, kind, from_at, to_at, granted_by, reference, reason,
      due_before, set_at, set_by)
    values (${clock.id}::uuid, ${clock.incidentId}::uuid, ${clock.companyId}::uuid, ${input.kind}, ${input.from}::timestamptz, ${to}::timestamptz,
      ${input.grantedBy.trim()}, ${input.reference.trim()}, ${input.reason.trim()}, ${dueAt}::timestamptz, app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  const pauseId = found(rows[0], "incident_clock").id;
  await record(ctx, input.kind === "pause" ? "incident.clock_paused" : "incident.clock_extended", {
    subject: subjectOf({ id: clock.incidentId, companyId: clock.companyId }),
    data: {
      clockId: clock.id,
      entityId: clock.entityId,
      stage: clock.stage,
      from: input.from,
      ...(to ? { until: to } : {}),
      ...(dueAt ? { dueAtBefore: dueAt } : {}),
    },
    personal: { reason: input.reason.trim() },
  });
  return { id: pauseId };
}

/** Whether its rule knows of a pause; how far it may be stretched, as things stand, is worked out where it is asked. */
async function ruleOf(ctx: Ctx, clock: Kept): Promise<{ mayPause: boolean }> {
  const rule = (await rulesFor(ctx)).find((one) => one.id === clock.ruleId);
  return { mayPause: rule?.mayPause ?? false };
}

async function extendableTo(ctx: Ctx, clock: Kept): Promise<string | null> {
  const { rows } = await sql<LawIncident>`select ${lawColumns} from incidents i
    where i.id = ${clock.incidentId}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { clocks, of } = await lawOf(ctx, found(rows[0], "incident"));
  const beyond = await clocksBeyond(
    ctx,
    clock.incidentId,
    of.companies.map((one) => one.companyId),
  );
  return [...clocks, ...beyond].find((one) => one.id === clock.clockKey)?.extendedTo ?? null;
}

/** What passes in two pauses at once would be counted twice. */
async function assertApart(ctx: Ctx, clock: Kept, from: string, to: string | null): Promise<void> {
  const { rows } =
    await sql`select from incident_clock_pauses p where p.clock_id = ${clock.id}::uuid and p.kind = 'pause'
    and tstzrange(p.from_at, p.to_at) && tstzrange(${from}::timestamptz, ${to}::timestamptz)`.execute(ctx.db);
  if (rows.length > 0) throw invalid("incident.pause_overlaps");
}

export async function endClockPause(ctx: Ctx, input: In<"endClockPause">): Out<"endClockPause"> {
  const { rows } = await sql<{
    clockId: string;
    incidentId: string;
    companyId: string;
    fromAt: string;
    toAt: string | null;
  }>`select p.clock_id, p.incident_id, p.company_id, p.from_at, p.to_at from incident_clock_pauses p join incidents i on i.id = p.incident_id
    where p.id = ${input.id}::uuid and ${seen(ctx)} for no key update of p`.execute(ctx.db);
  const pause = found(rows[0], "incident_clock_pause");
  if (pause.toAt !== null) throw conflict("incident.pause_ended");
  if (Date.parse(input.at) > ctx.now.getTime() + aheadMs) throw invalid("incident.moment_ahead");
  if (!isAfter(input.at, pause.fromAt)) throw invalid("incident.pause_order");
  await sql`update incident_clock_pauses set to_at = ${input.at}::timestamptz, ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid
    where id = ${input.id}::uuid`.execute(ctx.db);
  await record(ctx, "incident.clock_pause_ended", {
    subject: subjectOf({ id: pause.incidentId, companyId: pause.companyId }),
    data: { clockId: pause.clockId, until: input.at },
  });
  return { id: input.id };
}
