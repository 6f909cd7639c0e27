// That others should be asked, said by whoever handles an incident or learned from it: owed by whoever may ask them, until a check runs or
// it is said why none does.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { numberOf } from "#modules/lateral-checks/rules.ts";
import { type Incident, incidentTo, seen, subjectOf } from "../visible.ts";
import type { spread } from "./contract.ts";

type In<K extends keyof typeof spread> = Input<(typeof spread)[K]>;
type Out<K extends keyof typeof spread> = Promise<Output<(typeof spread)[K]>>;
type Request = Output<typeof spread.getSpread>["requests"][number];

const askDuty = "incident.ask_others";
const askPermission = "lateral.open";
/** Whoever warns does so within a day; what a review proposes has more time. */
const days = { running: 1, review: 14 } as const;

export async function askToWarn(ctx: Ctx, input: In<"askToWarn">): Out<"askToWarn"> {
  const incident = await incidentTo(ctx, "add", input.id);
  return askOthers(ctx, incident, { said: input.said.trim(), things: input.things, lessonId: null });
}

export async function askOthers(
  ctx: Ctx,
  incident: Incident,
  { said, things, lessonId }: { said: string; things: Request["things"]; lessonId: string | null },
): Promise<{ id: string }> {
  const { rows } = await sql<{ id: string }>`
    insert into incident_check_requests (incident_id, company_id, lesson_id, said, things, asked_at, asked_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${lessonId}::uuid, ${said}, ${JSON.stringify(things)}::jsonb, app_now(),
      ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const { id } = found(rows[0], "incident_check_request");
  await openDuty(ctx, {
    kind: askDuty,
    subjectKind: "incident_check_request",
    subjectId: id,
    companyId: incident.companyId,
    unitId: incident.companyId,
    permission: askPermission,
    notFor: incident.aboutIds,
    dueOn: addDays(ctx.today, lessonId ? days.review : days.running),
    about: incident.reference,
  });
  await record(ctx, "incident.check_asked", {
    subject: subjectOf(incident),
    data: { requestId: id, ...(lessonId ? { lessonId } : {}) },
  });
  return { id };
}

type Row = Request & { incidentId: string; companyId: string; askedBy: string | null };

/** Of the request `r`; the check itself as far as the reader reads it. */
const columns = (ctx: Ctx) => sql`r.id, r.incident_id, r.company_id, r.said, r.things, r.asked_at, r.asked_by,
  ${nameOfActor(ctx.language, sql`r.asked_by`)} as asked_by_name, r.lesson_id, c.id as check_id, r.check_number, r.declined_because,
  r.answered_at, ${nameOfActor(ctx.language, sql`r.answered_by`)} as answered_by_name`;

const shown = ({ incidentId: _incident, companyId: _company, askedBy: _asker, ...request }: Row): Request =>
  request;

async function read(ctx: Ctx, where: RawBuilder<boolean>): Promise<Row[]> {
  const { rows } = await sql<Row>`select ${columns(ctx)} from incident_check_requests r
    join incidents i on i.id = r.incident_id left join lateral_checks c on c.id = r.check_id
    where ${where} and ${seen(ctx)} order by r.answered_at is not null, r.asked_at desc, r.id limit 50`.execute(
    ctx.db,
  );
  return rows;
}

export const requestsOf = async (ctx: Ctx, incidentId: string): Promise<Request[]> =>
  (await read(ctx, sql<boolean>`r.incident_id = ${incidentId}::uuid`)).map(shown);

export async function getCheckRequest(ctx: Ctx, { id }: In<"getCheckRequest">): Out<"getCheckRequest"> {
  const row = found((await read(ctx, sql<boolean>`r.id = ${id}::uuid`))[0], "incident_check_request");
  const { rows } = await sql<
    Pick<Output<typeof spread.getCheckRequest>, "reference" | "title" | "kind" | "isExercise" | "companyName">
  >`select i.reference, i.title, i.kind, i.is_exercise, ${nameOfUnit(ctx.language, "n")} as company_name from incidents i
    join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where i.id = ${row.incidentId}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const may = await held(ctx, [askPermission], row.companyId);
  return {
    ...shown(row),
    ...found(rows[0], "incident"),
    incidentId: row.incidentId,
    mayAnswer: may.size > 0 && row.answeredAt === null,
  };
}

export async function answerCheckRequest(
  ctx: Ctx,
  { id, checkId, because }: In<"answerCheckRequest">,
): Out<"answerCheckRequest"> {
  const request = found((await read(ctx, sql<boolean>`r.id = ${id}::uuid`))[0], "incident_check_request");
  if (request.answeredAt) throw conflict("incident.answered_already");
  if (!checkId && !because.trim()) throw invalid("incident.decline_because");
  const number = checkId ? await numberOfCheck(ctx, checkId, request.incidentId) : null;
  const { rows: done } =
    await sql`update incident_check_requests set check_id = ${checkId}::uuid, check_number = ${number},
      declined_because = ${checkId ? null : because.trim()}, answered_at = app_now(), answered_by = ${ctx.actor.personId}::uuid
    where id = ${id}::uuid and answered_at is null returning id`.execute(ctx.db);
  if (done.length === 0) throw conflict("incident.answered_already");
  await closeDuties(ctx, id, askDuty);
  await record(ctx, checkId ? "incident.check_opened" : "incident.check_declined", {
    subject: subjectOf({ id: request.incidentId, companyId: request.companyId }),
    data: {
      requestId: id,
      ...(checkId ? { checkId } : {}),
      ...(request.askedBy ? { personId: request.askedBy } : {}),
    },
    ...(checkId ? {} : { personal: { because: because.trim() } }),
  });
  return { id };
}

/** Of one that was opened because of this incident, by a unit in reach: the origin's own lock lets nobody else read it. */
async function numberOfCheck(ctx: Ctx, checkId: string, incidentId: string): Promise<string> {
  const { rows } = await sql<Parameters<typeof numberOf>[0]>`
    select c.issuer_kind, c.issuer_code, c.fiscal_year, c.serial from lateral_checks c join lateral_check_origins o on o.check_id = c.id
    where c.id = ${checkId}::uuid and o.source_id = ${incidentId}::uuid`.execute(ctx.db);
  if (!rows[0]) throw invalid("incident.no_such_check");
  return numberOf(rows[0]);
}
