// An incident meets the table: what it calls for is opened, what it no longer calls for is taken back unless it has left.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { permissions } from "../contract/words.ts";
import { running } from "../rules.ts";
import { columns, type Incident, seen, subjectOf } from "../visible.ts";
import type { notices } from "./contract.ts";
import { askOwner, forget } from "./asking.ts";
import { decideAgain } from "./deciding-again.ts";
import { clocksRunning, type Faced, momentsOf, tableFacts, type Times, timesOf } from "./facing.ts";
import { type Line, linesFor } from "./lines.ts";
import { type Facts, touches, unsent } from "./rules.ts";
import { type Holder, holderOf } from "./who.ts";

type Open = {
  id: string;
  lineId: string;
  lineN: number;
  content: Line;
  state: (typeof unsent)[number] | "no_longer";
  sentAt: string | null;
  dueAt: string;
};

export const meetsTable: Subscriber = {
  name: "incidents.notices",
  // What changes how grave it is, what it is about, where and whose; clocks of law ask by themselves (law/following.ts).
  verbs: [
    "incident.judged",
    "incident.weighed",
    "incident.reported_to_head",
    "incident.discovery_corrected",
    "incident.people_counted",
    "incident.company_affected",
    "incident.company_cleared",
    "incident.fact_answered",
    "incident.omission_seconded",
    "incident.clock_opened_again",
  ],
  from: "now",
  handle: async (ctx, events) => {
    for (const id of new Set(events.flatMap((event) => event.subjectId ?? []))) await meetTable(ctx, id);
  },
};

/** As often as it is asked: what stands already stays as it is. */
export async function meetTable(ctx: Ctx, incidentId: string): Promise<void> {
  const { rows } = await sql<Faced>`select ${columns}, i.answers, i.judged_at,
      (select max(s.set_at) from incident_severities s where s.incident_id = i.id) as weighed_at
    from incidents i where i.id = ${incidentId}::uuid for no key update`.execute(ctx.db);
  const incident = found(rows[0], "incident");
  if (incident.judgedAs === null || incident.state === "closed") return;
  const facts = await tableFacts(ctx, incident);
  const moments = momentsOf(incident);
  const clocks = await clocksRunning(ctx, incidentId);
  const lines = (await linesFor(ctx, incident.companyId)).filter((line) => touches(line.content, facts));
  const open = await openedByTable(ctx, incidentId);
  const called = open.filter((one) => touches(one.content, facts)).map((one) => one.id);
  const again = await decideAgain(ctx, incident, called);
  for (const line of lines)
    if (!open.some((one) => one.lineId === line.id))
      await openByLine(ctx, incident, line, timesOf(line.content, moments, clocks));
  for (const one of open)
    await holdTo(ctx, incident, again.has(one.id) ? { ...one, state: "to_write" } : one, {
      facts,
      times: timesOf(one.content, moments, clocks),
      isCalled: touches(one.content, facts),
    });
}

/** Each with the version of its line that opened it: that is what it is held to. Held while it is decided on: nothing leaves meanwhile. */
async function openedByTable(ctx: Ctx, incidentId: string): Promise<Open[]> {
  const { rows } =
    await sql<Open>`select c.id, c.line_id, c.line_n, v.content, c.state, c.sent_at, c.due_at from incident_notices c
    join notice_line_versions v on v.line_id = c.line_id and v.n = c.line_n where c.incident_id = ${incidentId}::uuid
    order by c.id for no key update of c`.execute(ctx.db);
  return rows;
}

async function openByLine(
  ctx: Ctx,
  incident: Faced,
  { id, n, content }: { id: string; n: number; content: Line },
  { startsAt, dueAt, clockId, isPaused }: Times,
): Promise<void> {
  const owner = await holderOf(ctx, content.owner);
  const approver = content.approver && content.approvals > 0 ? await holderOf(ctx, content.approver) : null;
  const noticeId = await write(ctx, incident, {
    ...content,
    lineId: id,
    lineN: n,
    owner,
    approver,
    startsAt,
    dueAt,
    clockId,
    because: "",
    correctsId: null,
  });
  if (!isPaused)
    await askOwner(ctx, incident, { id: noticeId, names: content.names, ...asOwner(owner), startsAt, dueAt });
  await record(ctx, "notice.opened", {
    subject: subjectOf(incident),
    data: {
      noticeId,
      lineId: id,
      audience: content.audience,
      severity: incident.severity,
      dueAt: dueAt.toISOString(),
    },
  });
}

const asOwner = (owner: Holder) => ({
  ownerPermission: owner.permission,
  ownerPositionId: owner.positionId,
  ownerPersonId: owner.personId,
});

type New = Pick<Line, "names" | "audience" | "channel" | "proof" | "approvals" | "hours"> & {
  lineId: string | null;
  lineN: number | null;
  anchor: Line["anchor"] | "opened";
  owner: Holder;
  approver: Holder | null;
  startsAt: Date;
  dueAt: Date;
  clockId: string | null;
  because: string;
  correctsId: string | null;
};

async function write(ctx: Ctx, incident: Incident, one: New): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`insert into incident_notices (incident_id, company_id, line_id, line_n, corrects_id, names, audience, channel,
      proof, approvals, owner_permission, owner_position_id, owner_person_id, approver_permission, approver_position_id, approver_person_id, anchor, hours,
      starts_at, due_at, clock_id, opened_at, opened_by, opened_severity, opened_because, is_exercise)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${one.lineId}::uuid, ${one.lineN}, ${one.correctsId}::uuid, ${JSON.stringify(one.names)}::jsonb,
      ${one.audience}, ${one.channel}, ${one.proof}, ${one.approvals}, ${one.owner.permission}, ${one.owner.positionId}::uuid, ${one.owner.personId}::uuid,
      ${one.approver?.permission ?? null}, ${one.approver?.positionId ?? null}::uuid, ${one.approver?.personId ?? null}::uuid, ${one.anchor}, ${one.hours},
      ${one.startsAt.toISOString()}::timestamptz, ${one.dueAt.toISOString()}::timestamptz, ${one.clockId}::uuid, app_now(), ${ctx.actor.personId}::uuid,
      ${incident.severity}, ${one.because}, ${incident.isExercise}) returning id`.execute(ctx.db);
  return found(rows[0], "notice").id;
}

type Now = { facts: Facts; times: Times; isCalled: boolean };

/** Called for again, no longer called for, or due by another time than before: that alone takes nothing out of the hands of whoever writes it. */
async function holdTo(
  ctx: Ctx,
  incident: Faced,
  one: Open,
  { facts, times: { startsAt, dueAt, clockId, isPaused }, isCalled }: Now,
): Promise<void> {
  const isUnsent = unsent.some((state) => state === one.state);
  if (!isCalled) {
    // What has left to one of several is owed to the others, also while its text is written again.
    if (!isUnsent || one.sentAt !== null) return;
    const because =
      facts.on === "nothing"
        ? "nothing"
        : touches({ ...one.content, severityFrom: "low" }, facts)
          ? "lowered"
          : "changed";
    await sql`update incident_notices c set state = 'no_longer', closed_because = ${because}, closed_at = app_now(), row_version = c.row_version + 1
      where c.id = ${one.id}::uuid`.execute(ctx.db);
    await forget(ctx, one.id, "no_longer");
    await record(ctx, "notice.no_longer_required", {
      subject: subjectOf(incident),
      data: { noticeId: one.id, because, severity: incident.severity },
    });
    return;
  }
  const isBack = one.state === "no_longer";
  if (!isBack && !isUnsent) return;
  if (!isBack && isPaused) return forget(ctx, one.id, "paused", false);
  const { rows } = await sql<
    Parameters<typeof askOwner>[2]
  >`update incident_notices c set state = ${isBack ? "to_write" : one.state},
      closed_because = null, closed_at = null, starts_at = ${startsAt.toISOString()}::timestamptz, due_at = ${dueAt.toISOString()}::timestamptz,
      clock_id = ${clockId}::uuid, row_version = c.row_version + ${isBack ? 1 : 0}
    where c.id = ${one.id}::uuid and (${isBack} or c.clock_id is distinct from ${clockId}::uuid
      or ((c.starts_at, c.due_at) is distinct from (${startsAt.toISOString()}::timestamptz, ${dueAt.toISOString()}::timestamptz)
        and (c.clock_id is not null or c.anchor <> 'weighed')))
    returning c.id, c.names, c.owner_permission, c.owner_position_id, c.owner_person_id`.execute(ctx.db);
  if (!rows[0]) return;
  await forget(ctx, one.id, isBack ? "asked_again" : "due_anew", isBack);
  await askOwner(ctx, incident, { ...rows[0], startsAt, dueAt });
  await record(ctx, isBack ? "notice.opened" : "notice.due_moved", {
    subject: subjectOf(incident),
    data: {
      noticeId: one.id,
      lineId: one.lineId,
      severity: incident.severity,
      ...(isBack ? { isAgain: true } : { dueAtBefore: new Date(one.dueAt).toISOString() }),
      ...(clockId ? { clockId } : {}),
      dueAt: dueAt.toISOString(),
    },
  });
}

/** A notice that nobody foresaw, or the correction of one that was sent: it stands beside it. */
export async function addNotice(
  ctx: Ctx,
  input: Input<typeof notices.addNotice>,
): Promise<Output<typeof notices.addNotice>> {
  const { rows } =
    await sql<Faced>`select ${columns} from incidents i where i.id = ${input.id}::uuid and ${seen(ctx)} for no key update`.execute(
      ctx.db,
    );
  const incident = found(rows[0], "incident");
  if (!running.includes(incident.state))
    throw conflict("incident.not_now", { values: { state: incident.state } });
  if (input.correctsId) {
    const corrected =
      await sql`select c.id from incident_notices c where c.id = ${input.correctsId}::uuid and c.incident_id = ${input.id}::uuid
      and c.sent_at is not null`.execute(ctx.db);
    if (corrected.rows.length === 0) throw invalid("notice.unknown_corrected");
  }
  const owner: Holder = { permission: permissions.assess, positionId: null, personId: null };
  const approver =
    input.approvals > 0 ? { permission: permissions.manage, positionId: null, personId: null } : null;
  const names = { [ctx.language]: input.name };
  const dueAt = new Date(ctx.now.getTime() + input.hours * 3_600_000);
  const id = await write(ctx, incident, {
    ...input,
    names,
    lineId: null,
    lineN: null,
    anchor: "opened",
    owner,
    approver,
    startsAt: ctx.now,
    dueAt,
    clockId: null,
    correctsId: input.correctsId ?? null,
  });
  await askOwner(ctx, incident, { id, names, ...asOwner(owner), startsAt: ctx.now, dueAt });
  await record(ctx, "notice.opened", {
    subject: subjectOf(incident),
    data: {
      noticeId: id,
      audience: input.audience,
      severity: incident.severity,
      isByHand: true,
      dueAt: dueAt.toISOString(),
    },
    personal: { because: input.because },
  });
  return { id };
}
