// The side of whoever was told: take note, say how far it is, say that it is done with proof.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import type { instructions } from "./contract.ts";
import { acknowledgeDuty, carryOutDuty } from "./issuing.ts";
import { lackOfReport, stateOf } from "./rules.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

type OwnRow = {
  id: string;
  instructionId: string;
  issuerUnitId: string;
  unitId: string;
  companyId: string;
  acknowledgedAt: string | null;
  doneAt: string | null;
  leftOn: string | null;
  rowVersion: number;
  proof: "none" | "words" | "file";
  issuedAt: string | null;
  closedAt: string | null;
  withdrawnAt: string | null;
  isAddressed: boolean;
  below: number;
  belowOpen: number;
};

/** Of the recipient `r`: how many it was passed on to, and how many of them are not done. */
const below = sql`(select count(*)::int from instructions c join instruction_recipients k on k.instruction_id = c.id
    where c.parent_recipient_id = r.id and c.issued_at is not null and c.withdrawn_at is null and k.left_on is null) as below,
  (select count(*)::int from instructions c join instruction_recipients k on k.instruction_id = c.id
    where c.parent_recipient_id = r.id and c.issued_at is not null and c.withdrawn_at is null and k.left_on is null
      and k.done_at is null) as below_open`;

/** The row as whoever it is addressed to changes it: the nearest who hold the right there, not everybody above. */
async function ownRow(ctx: Ctx, id: string, rowVersion: number): Promise<OwnRow> {
  const { rows } = await sql<OwnRow>`
    select r.id, r.instruction_id, r.issuer_unit_id, r.unit_id, r.company_id, r.acknowledged_at, r.done_at, r.left_on, r.row_version,
      i.proof, i.issued_at, i.closed_at, i.withdrawn_at, ${below},
      exists (select from nearest_holders(array[r.unit_id], ${ctx.permission}) n where n.person_id = ${ctx.actor.personId}::uuid) as is_addressed
    from instruction_recipients r join instructions i on i.id = r.instruction_id
    where r.id = ${id}::uuid and ${withinUnits(ctx, "r.unit_id")} for update of r`.execute(ctx.db);
  const row = found(rows[0], "instruction");
  if (!row.isAddressed) throw forbidden("instruction.not_addressed");
  if (row.rowVersion !== rowVersion)
    throw lostRace("instruction", { rowVersion }, { rowVersion: row.rowVersion });
  if (stateOf(row) !== "issued" || row.leftOn) throw conflict("instruction.over");
  return row;
}

/** Told where the recipient stands, so that its company's own people read it in their trail. */
const subjectOfRow = ({ id, companyId }: { id: string; companyId: string }) => ({
  kind: "instruction_recipient",
  id,
  companyId,
});

export async function acknowledgeInstruction(
  ctx: Ctx,
  { id, rowVersion }: In<"acknowledgeInstruction">,
): Out<"acknowledgeInstruction"> {
  const row = await ownRow(ctx, id, rowVersion);
  if (row.acknowledgedAt) throw conflict("instruction.acknowledged_already");
  await closeEach(ctx, [row.id], acknowledgeDuty);
  await record(ctx, "instruction.acknowledged", {
    subject: subjectOfRow(row),
    data: { instructionId: row.instructionId, unitId: row.unitId },
  });
  return change(ctx, row, sql`acknowledged_at = app_now(), acknowledged_by = ${ctx.actor.personId}::uuid`);
}

export async function replyToInstruction(
  ctx: Ctx,
  { id, words, fileIds, isDone, rowVersion }: In<"replyToInstruction">,
): Out<"replyToInstruction"> {
  const row = await ownRow(ctx, id, rowVersion);
  if (row.doneAt) throw conflict("instruction.done_already");
  if (!isDone && words.trim() === "" && fileIds.length === 0) throw invalid("instruction.words_needed");
  if (isDone) {
    const given = await filesGiven(ctx, row.id);
    const lack = lackOfReport(row.proof, {
      words,
      files: given + fileIds.length,
      hasChildren: row.below > 0,
      areChildrenDone: row.belowOpen === 0,
    });
    if (lack) throw invalid(lack);
  }
  const replyId = await say(ctx, row, isDone ? "done" : "progress", words);
  await attach(ctx, row, replyId, fileIds);
  if (isDone) {
    await closeEach(ctx, [row.id], acknowledgeDuty);
    await closeEach(ctx, [row.id], carryOutDuty);
  }
  await record(ctx, isDone ? "instruction.done" : "instruction.replied", {
    subject: subjectOfRow(row),
    data: {
      instructionId: row.instructionId,
      unitId: row.unitId,
      files: fileIds.length,
      ...(isDone ? { belowOpen: row.belowOpen } : {}),
    },
    personal: { words },
  });
  const me = sql`${ctx.actor.personId}::uuid`;
  // Whoever begins has taken note.
  const noted = sql`acknowledged_at = coalesce(acknowledged_at, app_now()), acknowledged_by = coalesce(acknowledged_by, ${me})`;
  if (!isDone && !row.acknowledgedAt) await closeEach(ctx, [row.id], acknowledgeDuty);
  return change(ctx, row, isDone ? sql`${noted}, done_at = app_now(), done_by = ${me}` : noted);
}

async function filesGiven(ctx: Ctx, recipientId: string): Promise<number> {
  const { rows } = await sql<{ files: number }>`select count(*)::int as files from instruction_proofs p
    join instruction_replies a on a.id = p.reply_id
    where a.recipient_id = ${recipientId}::uuid and a.said_at > coalesce((select sent_back_at from instruction_recipients
      where id = ${recipientId}::uuid), '-infinity')`.execute(ctx.db);
  return rows[0]?.files ?? 0;
}

type Place = Pick<OwnRow, "id" | "issuerUnitId" | "unitId" | "companyId">;

export async function say(
  ctx: Ctx,
  row: Place,
  kind: "progress" | "done" | "sent_back" | "accepted",
  words: string,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into instruction_replies (recipient_id, issuer_unit_id, unit_id, company_id, kind, words, said_at, said_by)
    values (${row.id}::uuid, ${row.issuerUnitId}::uuid, ${row.unitId}::uuid, ${row.companyId}::uuid, ${kind}, ${words}, app_now(),
      ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  return found(rows[0], "instruction").id;
}

/** Files that were sent as proof from this unit; any other is not there. */
async function attach(ctx: Ctx, row: OwnRow, replyId: string, fileIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(fileIds)];
  if (wanted.length === 0) return;
  const { rows } = await sql`
    insert into instruction_proofs (reply_id, file_id, issuer_unit_id, unit_id, name)
    select ${replyId}::uuid, f.id, ${row.issuerUnitId}::uuid, ${row.unitId}::uuid, f.name from files f
    where f.id = any (${wanted}::uuid[]) and f.purpose = 'instruction_proof' and f.unit_id = ${row.unitId}::uuid
      and ${withinUnits(ctx, "f.unit_id")}
    returning file_id`.execute(ctx.db);
  if (rows.length !== wanted.length) found(undefined, "file");
}

export async function change(
  ctx: Ctx,
  { id }: { id: string },
  set: RawBuilder<unknown>,
): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    update instruction_recipients set ${set}, row_version = row_version + 1 where id = ${id}::uuid returning id, row_version`.execute(
    ctx.db,
  );
  return found(rows[0], "instruction");
}
