// An instruction while it runs: put right, given more time, reminded of, ended.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { lapseDuties, moveDuties, remindAbout } from "#modules/duties/service.ts";
import type { instructions } from "./contract.ts";
import { assertWithinParent } from "./drafting.ts";
import { carryOutDuty } from "./issuing.ts";
import { assertRuns, moveOn, ownInstruction, subjectOf } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

/** Those who owe something: neither done nor gone. */
async function openRecipients(ctx: Ctx, id: string, among?: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from instruction_recipients r
    where r.instruction_id = ${id}::uuid and r.done_at is null and r.left_on is null
      and ${among ? sql`r.id = any (${[...among]}::uuid[])` : sql`true`}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

export async function correctInstruction(
  ctx: Ctx,
  { id, words, dueOn = null, reason, rowVersion }: In<"correctInstruction">,
): Out<"correctInstruction"> {
  const own = await ownInstruction(ctx, id, rowVersion);
  assertRuns(own);
  if (!dueOn && words.trim() === "") throw invalid("instruction.nothing_corrected");
  // Never an earlier one: what was told somebody stands.
  if (dueOn && dueOn <= own.dueOn) throw invalid("instruction.not_later");
  if (dueOn && own.parentRecipientId)
    await assertWithinParent(ctx, own.parentRecipientId, own.issuerUnitId, dueOn);
  await sql`insert into instruction_changes (instruction_id, issuer_unit_id, words, due_before, due_on, reason, changed_at, changed_by)
    values (${own.id}::uuid, ${own.issuerUnitId}::uuid, ${words}, ${dueOn ? own.dueOn : null}::date, ${dueOn}::date, ${reason}, app_now(),
      ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  if (dueOn) {
    const open = await openRecipients(ctx, own.id);
    await sql`update instructions set due_on = ${dueOn}::date where id = ${own.id}::uuid`.execute(ctx.db);
    await sql`update instruction_recipients set due_on = greatest(due_on, ${dueOn}::date), row_version = row_version + 1
      where id = any (${open}::uuid[])`.execute(ctx.db);
    await moveDuties(ctx, open, carryOutDuty, dueOn);
  }
  await record(ctx, "instruction.corrected", {
    subject: subjectOf(own),
    data: { dueBefore: dueOn ? own.dueOn : null, dueOn, isErratum: words.trim() !== "" },
    personal: { words, reason },
  });
  return moveOn(ctx, own);
}

export async function remindRecipients(ctx: Ctx, input: In<"remindRecipients">): Out<"remindRecipients"> {
  const own = await ownInstruction(ctx, input.id);
  assertRuns(own);
  const open = await openRecipients(ctx, own.id, input.recipientIds);
  const told = await remindAbout(ctx, open);
  await record(ctx, "instruction.reminded", {
    subject: subjectOf(own),
    data: { recipients: open.length, ...told },
  });
  return told;
}

export async function closeInstruction(
  ctx: Ctx,
  { id, reason, rowVersion }: In<"closeInstruction">,
): Out<"closeInstruction"> {
  const own = await ownInstruction(ctx, id, rowVersion);
  assertRuns(own);
  const open = await openRecipients(ctx, own.id);
  if (open.length > 0 && reason.trim() === "") throw conflict("instruction.close_reason");
  await sql`update instructions set closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
    end_reason = nullif(btrim(${reason}), '') where id = ${own.id}::uuid`.execute(ctx.db);
  await lapseDuties(ctx, open, "instruction.closed");
  await record(ctx, "instruction.closed", {
    subject: subjectOf(own),
    data: { open: open.length },
    personal: { reason },
  });
  return moveOn(ctx, own);
}

export async function withdrawInstruction(
  ctx: Ctx,
  { id, reason, rowVersion }: In<"withdrawInstruction">,
): Out<"withdrawInstruction"> {
  const own = await ownInstruction(ctx, id, rowVersion);
  if (own.state !== "draft") assertRuns(own);
  const open = await openRecipients(ctx, own.id);
  await sql`update instructions set withdrawn_at = app_now(), withdrawn_by = ${ctx.actor.personId}::uuid, end_reason = ${reason}
    where id = ${own.id}::uuid`.execute(ctx.db);
  await lapseDuties(ctx, open, "instruction.withdrawn");
  await record(ctx, "instruction.withdrawn", {
    subject: subjectOf(own),
    data: { open: open.length },
    personal: { reason },
  });
  return moveOn(ctx, own);
}
