// A report reaches headquarters: the position in charge, with whoever holds it that day (R-18, R-20), is asked to take note.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { personName } from "#core/text/format.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, openDuty, openGroupDuty } from "#modules/duties/service.ts";
import { permissions } from "./contract/words.ts";
import { hoursToNote, isLate, type Severity, wakes } from "./rules.ts";
import { change, type Incident, subjectOf } from "./visible.ts";

export const reportDuty = "incident.report";
export const judgeDuty = "incident.judge";
export const lateReasonDuty = "incident.late_reason";
export const noteDuties = ["incident.take_note", "incident.take_note_now"] as const;
const noteDutyOf = (severity: Severity) => noteDuties[wakes(severity) ? 1 : 0];
const daysForReason = 2;
const daysToJudge = 2;

type Head = {
  positionId: string;
  name: string;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
  holderId: string | null;
  familyName: string | null;
  givenName: string | null;
  rank: string | null;
};

/** Who is in charge at headquarters today; null where the group has not said. */
export async function headOf(ctx: Ctx): Promise<Head | null> {
  const { rows } = await sql<Head>`select * from head_of_incidents()`.execute(ctx.db);
  return rows[0] ?? null;
}

/** Of the incident `i`: whether one of its kind goes to headquarters without waiting for the judgement. */
export const goesAtOnce = sql<boolean>`exists (select from incident_kinds k where k.kind = i.kind and k.reaches_head = 'at_once')`;

export async function reachesHeadAtOnce(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`select from incidents i where i.id = ${id}::uuid and ${goesAtOnce}`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

export const nameOfHead = ({ language }: Ctx, { name, nameEn, nameJa, nameZh }: Head): string =>
  ({ en: nameEn, ja: nameJa, zh: nameZh })[language] || name;

const nameIn = (ctx: Ctx, alias: string) => sql`nullif(${sql.ref(`${alias}.name_${ctx.language}`)}, '')`;

/**
 * The position that a report reached, as the reader's language calls it while it is called as it was then; else as it was kept.
 *
 * @param alias SQL name of a row of `incident_reports`; never user input.
 */
export const positionThen = (ctx: Ctx, alias = "r"): RawBuilder<string> => {
  const id = sql.ref(`${alias}.position_id`);
  const kept = sql.ref(`${alias}.position_name`);
  // A company does not read the positions of headquarters: of the one in charge the product tells it.
  return sql<string>`coalesce((select ${nameIn(ctx, "was")} from head_of_incidents() was where was.position_id = ${id} and was.name = ${kept}),
    (select ${nameIn(ctx, "was")} from positions was where was.id = ${id} and was.name = ${kept}), ${kept})`;
};

type Said = { said: string; isPartial: boolean };
type Reported = Pick<
  Incident,
  | "id"
  | "companyId"
  | "reference"
  | "severity"
  | "reportedAt"
  | "reportDueAt"
  | "lateReason"
  | "isExercise"
  | "aboutIds"
  | "judgedAs"
>;

type Asked = Pick<Incident, "id" | "companyId" | "reference" | "aboutIds">;

/** The first report ends the clock of the 24 hours; a later one says what is new. */
export async function reportToHead(
  ctx: Ctx,
  incident: Reported,
  { said, isPartial }: Said,
): Promise<{ id: string; rowVersion: number }> {
  const head = await headOf(ctx);
  const holderName =
    head?.holderId && head.familyName !== null
      ? personName({ familyName: head.familyName, givenName: head.givenName ?? "" }, ctx.language)
      : "";
  const { rows } = await sql<{ id: string; nth: number }>`
    insert into incident_reports (incident_id, company_id, nth, said, is_partial, severity, reported_at, reported_by, position_id, position_name,
      holder_id, holder_name, holder_rank)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, 1 + (select count(*) from incident_reports r where r.incident_id = ${incident.id}::uuid),
      ${said}, ${isPartial}, ${incident.severity}, app_now(), ${ctx.actor.personId}::uuid, ${head?.positionId ?? null}::uuid, ${head?.name ?? ""},
      ${head?.holderId ?? null}::uuid, ${holderName}, ${head?.rank ?? null}
    returning id, nth`.execute(ctx.db);
  const report = found(rows[0], "incident");
  const isFirst = incident.reportedAt === null;
  const late = isFirst && isLate(new Date(incident.reportDueAt), ctx.now, ctx.now);
  const done = await change(ctx, incident, sql`reported_at = coalesce(i.reported_at, app_now())`);
  if (isFirst) await closeEach(ctx, [incident.id], reportDuty, late ? "late" : "in_time");
  if (isFirst && incident.judgedAs === null) await ask(ctx, incident, judgeDuty, daysToJudge);
  // Asked of the company, not of whoever reported: to be asked would make the next report later still.
  if (late && !incident.lateReason) await askWhyLate(ctx, incident);
  await record(ctx, "incident.reported_to_head", {
    subject: subjectOf(incident),
    data: {
      reportId: report.id,
      nth: report.nth,
      isPartial,
      isLate: late,
      severity: incident.severity,
      ...(head ? { positionId: head.positionId } : {}),
      ...(head?.holderId ? { holderId: head.holderId } : {}),
      isExercise: incident.isExercise,
    },
  });
  return done;
}

export const askWhyLate = (ctx: Ctx, incident: Asked): Promise<void> =>
  ask(ctx, incident, lateReasonDuty, daysForReason);

async function ask(ctx: Ctx, incident: Asked, kind: string, days: number): Promise<void> {
  await openDuty(ctx, {
    kind,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.assess,
    notFor: incident.aboutIds,
    dueOn: addDays(ctx.today, days),
    about: incident.reference,
  });
}

/** Opened by the product itself: whoever reports owes nothing at headquarters, and may not write there. */
export const reachesHead: Subscriber = {
  name: "incidents.head",
  verbs: ["incident.reported_to_head", "incident.weighed"],
  from: "now",
  handle: async (ctx, events) => {
    for (const id of new Set(events.flatMap((event) => event.subjectId ?? []))) await askToNote(ctx, id);
  },
};

type ToNote = {
  companyId: string;
  reference: string;
  severity: Severity;
  aboutIds: string[];
  positionId: string | null;
  askedAt: string;
};

/** What nobody at headquarters has taken note of yet; a graver one asks harder, and takes the place of what asked before. */
export async function askToNote(ctx: Ctx, incidentId: string): Promise<void> {
  const { rows } = await sql<ToNote>`select i.company_id, i.reference, i.severity, i.about_ids, r.position_id,
      greatest(r.reported_at, (select max(s.set_at) from incident_severities s where s.incident_id = i.id)) as asked_at
    from incidents i join incident_reports r on r.incident_id = i.id and r.noted_at is null
    where i.id = ${incidentId}::uuid order by r.nth desc limit 1`.execute(ctx.db);
  const [report] = rows;
  if (!report) return;
  const kind = noteDutyOf(report.severity);
  // From the moment of the report, also where this is read after hours of standing still.
  const startsAt = new Date(report.askedAt);
  const { rows: open } = await sql<{ kind: string }>`select d.kind from duties d
    where d.subject_id = ${incidentId}::uuid and d.kind = any (${[...noteDuties]}::text[]) and d.state = 'open'`.execute(
    ctx.db,
  );
  if (open.some((one) => one.kind === kind || one.kind === "incident.take_note_now")) return;
  await closeEach(ctx, [incidentId], noteDuties[0], "graver");
  await openGroupDuty(ctx, {
    kind,
    subjectKind: "incident",
    subjectId: incidentId,
    permission: permissions.read,
    ...(report.positionId ? { positionId: report.positionId } : {}),
    notFor: report.aboutIds,
    dueOn: null,
    hours: { startsAt, dueAt: new Date(startsAt.getTime() + hoursToNote(report.severity) * 3_600_000) },
    about: report.reference,
  });
}
