// The asked company's side: one answer, put right until the check is closed.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, openDuties } from "#modules/duties/service.ts";
import type { lateralChecks } from "./contract.ts";
import { openDuty } from "./listing.ts";
import { answerDuty } from "./opening.ts";
import { type Answer, isLateCorrection, lackOf, type Question, settles } from "./rules.ts";
import { subjectOfMember } from "./visible.ts";

type Given = Input<typeof lateralChecks.answerLateralCheck>;

type Row = {
  id: string;
  checkId: string;
  issuerUnitId: string;
  companyId: string;
  answer: Answer | null;
  fixedOn: string | null;
  note: string;
  answeredAt: string | null;
  dueOn: string;
  leftOn: string | null;
  closedAt: string | null;
  title: string;
  questions: Question[];
  dutyId: string | null;
  rowVersion: number;
  isAddressed: boolean;
};

export async function answerLateralCheck(
  ctx: Ctx,
  given: Given,
): Promise<Output<typeof lateralChecks.answerLateralCheck>> {
  const row = await ownRow(ctx, given);
  const replies = Object.fromEntries(given.replies.map(({ id, value }) => [id, value]));
  const isLate = isLateCorrection(row.answer, row.dueOn, ctx.today);
  const lack = lackOf(row.questions, { ...given, replies }, { today: ctx.today, isLateCorrection: isLate });
  if (lack) throw invalid(lack);
  const kept = JSON.stringify(replies);
  const { rows } = await sql<{ id: string }>`
    insert into lateral_check_answers (member_id, issuer_unit_id, company_id, answer, fixed_on, note, replies, reason, said_at, said_by)
    values (${row.id}::uuid, ${row.issuerUnitId}::uuid, ${row.companyId}::uuid, ${given.answer}, ${given.fixedOn}::date, ${given.note},
      ${kept}::jsonb, nullif(btrim(${given.reason}), ''), app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  await attach(ctx, row, found(rows[0], "lateral_check").id, given.fileIds);
  await sayOfEntries(ctx, row, given.entries);
  await followDuty(ctx, row, given.answer);
  await record(ctx, "lateral_check.answered", {
    subject: subjectOfMember(row),
    data: {
      checkId: row.checkId,
      answer: given.answer,
      fixedOn: given.fixedOn,
      answerBefore: row.answer,
      files: given.fileIds.length,
    },
    personal: { note: given.note, reason: given.reason },
  });
  const { rows: changed } = await sql<{ id: string; rowVersion: number }>`
    update lateral_check_members set answer = ${given.answer}, fixed_on = ${given.fixedOn}::date, note = ${given.note}, replies = ${kept}::jsonb,
      answered_at = app_now(), answered_by = ${ctx.actor.personId}::uuid, noted_at = coalesce(noted_at, app_now()),
      noted_by = case when noted_at is null then ${ctx.actor.personId}::uuid else noted_by end, row_version = row_version + 1
    where id = ${row.id}::uuid returning id, row_version`.execute(ctx.db);
  return found(changed[0], "lateral_check");
}

/** Seen, and looked into: whoever asked knows that it has reached somebody there. The answer is still owed. */
export async function noteLateralCheck(
  ctx: Ctx,
  { id }: Input<typeof lateralChecks.noteLateralCheck>,
): Promise<Output<typeof lateralChecks.noteLateralCheck>> {
  const row = await addressedRow(ctx, id);
  const { rows } = await sql<{ id: string }>`
    update lateral_check_members set noted_at = app_now(), noted_by = ${ctx.actor.personId}::uuid
    where id = ${row.id}::uuid and noted_at is null returning id`.execute(ctx.db);
  if (!rows[0]) throw conflict("lateral_check.noted_already");
  await record(ctx, "lateral_check.noted", {
    subject: subjectOfMember(row),
    data: { checkId: row.checkId },
  });
  return { id: row.id };
}

/** The row, locked, as whoever owes the answer changes it: the nearest who hold the right at the company, not everybody above. */
async function addressedRow(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select m.id, m.check_id, m.issuer_unit_id, m.company_id, m.answer, m.fixed_on, m.note, m.answered_at,
      coalesce((d.due_at at time zone d.time_zone)::date, m.due_on) as due_on, m.left_on, m.row_version, c.closed_at, c.title, c.questions,
      d.id as duty_id,
      exists (select from nearest_holders(array[m.company_id], ${ctx.permission}) n where n.person_id = ${ctx.actor.personId}::uuid) as is_addressed
    from lateral_check_members m join lateral_checks c on c.id = m.check_id ${openDuty}
    where m.id = ${id}::uuid and ${withinUnits(ctx, "m.company_id")} for update of m`.execute(ctx.db);
  const row = found(rows[0], "lateral_check");
  if (!row.isAddressed) throw forbidden("lateral_check.not_addressed");
  if (row.closedAt) throw conflict("lateral_check.closed");
  if (row.leftOn) throw conflict("lateral_check.left");
  return row;
}

async function ownRow(ctx: Ctx, { id, rowVersion, answer, fixedOn, note }: Given): Promise<Row> {
  const row = await addressedRow(ctx, id);
  // Whoever was slower is shown what the other has said, and nothing of it is written over.
  if (row.rowVersion !== rowVersion)
    throw lostRace(
      "lateral_check",
      { answer, fixedOn, note, rowVersion },
      { answer: row.answer, fixedOn: row.fixedOn, note: row.note, rowVersion: row.rowVersion },
    );
  return row;
}

/** Answered is done with; who says now that they do not know owes it again, by the day that it had. */
async function followDuty(ctx: Ctx, row: Row, answer: Answer): Promise<void> {
  if (settles(answer)) return closeEach(ctx, [row.id], answerDuty);
  if (row.dutyId) return;
  await openDuties(ctx, [
    {
      kind: answerDuty,
      subjectKind: "lateral_check_member",
      subjectId: row.id,
      companyId: row.companyId,
      permission: "lateral.answer",
      dueOn: row.dueOn,
      about: row.title,
    },
  ]);
}

/** Files that were sent for this from the company; any other is not there. */
async function attach(ctx: Ctx, row: Row, answerId: string, fileIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(fileIds)];
  if (wanted.length === 0) return;
  const { rows } = await sql`
    insert into lateral_check_proofs (answer_id, file_id, issuer_unit_id, company_id, name)
    select ${answerId}::uuid, f.id, ${row.issuerUnitId}::uuid, ${row.companyId}::uuid, f.name from files f
    where f.id = any (${wanted}::uuid[]) and f.purpose = 'lateral_proof' and f.company_id = ${row.companyId}::uuid
      and ${withinUnits(ctx, "f.company_id")}
    returning file_id`.execute(ctx.db);
  if (rows.length !== wanted.length) found(undefined, "file");
}

/** What is said of single entries; one that is not in question here is not there. */
async function sayOfEntries(ctx: Ctx, row: Row, entries: Given["entries"]): Promise<void> {
  const { rows } = await sql`
    update lateral_check_entries e set says = x.says
    from (select e2.entry_id, g.says from lateral_check_entries e2
      left join jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as g ("entryId" uuid, says text) on g."entryId" = e2.entry_id
      where e2.member_id = ${row.id}::uuid) x
    where e.member_id = ${row.id}::uuid and e.entry_id = x.entry_id and ${withinUnits(ctx, "e.company_id")}
    returning x.says`.execute(ctx.db);
  const said = (rows as { says: string | null }[]).filter((one) => one.says !== null).length;
  if (said !== new Set(entries.map((one) => one.entryId)).size) found(undefined, "lateral_check_entry");
}
