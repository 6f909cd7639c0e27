// Documents that the company is asked for before a visit: asked, brought, accepted or asked again. One duty for all that is open.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, lapseOne, openDuty } from "#modules/duties/service.ts";
import { lockedVisit, planned } from "../programme/locked.ts";
import { permissions } from "../programme/contract/words.ts";
import { assertConducts, subjectOf } from "../visits/loading.ts";
import type { engagement } from "./contract/engagement.ts";
import { settleAwaited } from "./awaited.ts";
import { attachable } from "./files.ts";
import { isToldOf } from "./told.ts";
import { mostRequests, type RequestState } from "./rules.ts";

type In<K extends keyof typeof engagement> = Input<(typeof engagement)[K]>;
type Out<K extends keyof typeof engagement> = Promise<Output<(typeof engagement)[K]>>;

export const documentDuty = "audit.document";

export async function askForDocuments(
  ctx: Ctx,
  { id, requests }: In<"askForDocuments">,
): Out<"askForDocuments"> {
  const visit = planned(await lockedVisit(ctx, id, { forUpdate: false }));
  await assertConducts(ctx, visit.id, visit.companyId);
  if (requests.some((one) => one.dueOn < ctx.today)) throw invalid("audit.day_past");
  // Two who ask at once: the second counts on.
  await sql`select pg_advisory_xact_lock(hashtextextended('yagura.audit_requests.' || ${visit.id}::text, 0))`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ id: string; number: number }>`
    insert into audit_requests (visit_id, company_id, number, what, control_id, due_on, asked_by, asked_at)
    select ${visit.id}::uuid, ${visit.companyId}::uuid, n.last + x.nth, btrim(x.what), x."controlId", x."dueOn", ${ctx.actor.personId}::uuid, app_now()
    from (select coalesce(max(r.number), 0) as last from audit_requests r where r.visit_id = ${visit.id}::uuid) n,
      rows from (jsonb_to_recordset(${JSON.stringify(requests)}::jsonb) as (what text, "controlId" text, "dueOn" date)) with ordinality
        as x (what, "controlId", "dueOn", nth)
    order by x.nth returning id, number`.execute(ctx.db);
  if (rows.some((row) => row.number > mostRequests)) throw conflict("audit.requests_many");
  await settleDocuments(ctx, visit.id, visit.companyId);
  await record(ctx, "audit.documents_asked", {
    subject: subjectOf(visit),
    data: { visitId: visit.id, requests: rows.length },
  });
  return { ids: rows.map((row) => row.id) };
}

type Row = {
  id: string;
  visitId: string;
  companyId: string;
  state: RequestState;
  number: number;
  rowVersion: number;
};

async function requestToChange(ctx: Ctx, id: string, rowVersion: number): Promise<Row> {
  const { rows } = await sql<Row>`
    select r.id, r.visit_id, r.company_id, r.state, r.number, r.row_version from audit_requests r join audit_visits v on v.id = r.visit_id
    where r.id = ${id}::uuid and ${within(ctx, "r.company_id")} and ${isToldOf(ctx)} for no key update of r`.execute(
    ctx.db,
  );
  const row = found(rows[0], "audit_request");
  if (row.rowVersion !== rowVersion)
    throw lostRace("audit_request", { rowVersion }, { rowVersion: row.rowVersion });
  return row;
}

async function turn(ctx: Ctx, row: Row, kind: string, words: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into audit_request_turns (request_id, company_id, kind, words, person_id, said_at)
    values (${row.id}::uuid, ${row.companyId}::uuid, ${kind}, ${words.trim()}, ${ctx.actor.personId}::uuid, app_now()) returning id`.execute(
    ctx.db,
  );
  return rows[0]?.id ?? "";
}

async function become(ctx: Ctx, row: Row, state: RequestState, dueOn: string | null = null) {
  const { rows } = await sql<{ rowVersion: number }>`
    update audit_requests set state = ${state}, due_on = coalesce(${dueOn}::date, due_on), row_version = row_version + 1
    where id = ${row.id}::uuid returning row_version`.execute(ctx.db);
  await settleDocuments(ctx, row.visitId, row.companyId);
  return { rowVersion: rows[0]?.rowVersion ?? 0 };
}

export async function answerAuditRequest(
  ctx: Ctx,
  { id, words, fileIds, rowVersion }: In<"answerAuditRequest">,
): Out<"answerAuditRequest"> {
  const row = await requestToChange(ctx, id, rowVersion);
  if (row.state !== "asked" && row.state !== "answered") throw conflict("audit.request_over");
  if (!words.trim() && fileIds.length === 0) throw invalid("audit.words_or_files");
  const turnId = await turn(ctx, row, "answered", words);
  const files = await attachable(ctx, row.companyId, fileIds);
  await sql`insert into audit_request_files (turn_id, file_id, company_id, name)
    select ${turnId}::uuid, x.id, ${row.companyId}::uuid, x.name
    from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as x (id uuid, name text)`.execute(ctx.db);
  const changed = await become(ctx, row, "answered");
  await record(ctx, "audit.document_given", {
    subject: subjectOf(row),
    data: { visitId: row.visitId, requestNumber: row.number, files: files.length },
    ...(words.trim() ? { personal: { words: words.trim() } } : {}),
  });
  return changed;
}

export async function judgeAuditRequest(
  ctx: Ctx,
  { id, judgement, words, dueOn, rowVersion }: In<"judgeAuditRequest">,
): Out<"judgeAuditRequest"> {
  const row = await requestToChange(ctx, id, rowVersion);
  await assertConducts(ctx, row.visitId, row.companyId);
  const isOver = row.state === "withdrawn" || (row.state === "accepted" && judgement !== "asked_again");
  if (isOver) throw conflict("audit.request_over");
  const again = judgement === "asked_again";
  if (again && !words.trim()) throw invalid("audit.say_why");
  if (again && (dueOn === undefined || dueOn < ctx.today)) throw invalid("audit.day_past");
  await turn(ctx, row, judgement, words);
  const changed = await become(ctx, row, again ? "asked" : judgement, again ? (dueOn ?? null) : null);
  await record(ctx, "audit.request_judged", {
    subject: subjectOf(row),
    data: { visitId: row.visitId, requestNumber: row.number, judgement },
    ...(words.trim() ? { personal: { words: words.trim() } } : {}),
  });
  return changed;
}

/**
 * The company owes what is asked from the announcement on, in one duty for all of a visit, by the day of the first that is open: tens of
 * documents are not tens of duties.
 */
export async function settleDocuments(ctx: Ctx, visitId: string, companyId: string): Promise<void> {
  const { rows } = await sql<{ dueOn: string | null; isKnown: boolean; isHeld: boolean }>`
    select v.announced_at is not null and v.state = 'planned' as is_known, v.state = 'held' as is_held,
      (select min(r.due_on) from audit_requests r where r.visit_id = v.id and r.state = 'asked') as due_on
    from audit_visits v where v.id = ${visitId}::uuid`.execute(ctx.db);
  const { dueOn = null, isKnown = false, isHeld = false } = rows[0] ?? {};
  await settleAwaited(ctx, visitId);
  // What did not come before the visit is not asked for after it.
  if (isHeld) return lapseOne(ctx, [visitId], documentDuty, "audit.visit_held");
  // Closed and opened anew: the day moves with what is still open.
  await closeEach(ctx, [visitId], documentDuty);
  if (dueOn === null || !isKnown) return;
  await openDuty(ctx, {
    kind: documentDuty,
    subjectKind: "audit_visit",
    subjectId: visitId,
    companyId,
    permission: permissions.answer,
    dueOn,
  });
}
