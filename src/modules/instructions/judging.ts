// The issuer looks at what was reported: accepted by somebody who did not do it, or sent back with a reason and owed anew.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { instructions } from "./contract.ts";
import { openAnew, type Told } from "./issuing.ts";
import { change, say } from "./receiving.ts";
import { stateOf } from "./rules.ts";
import { isOwnUnit } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

type Reported = Told & {
  instructionId: string;
  issuerUnitId: string;
  issuerKind: "group" | "division" | "company";
  riseDays: number;
  title: string;
  doneAt: string | null;
  doneBy: string | null;
  acceptedAt: string | null;
  leftOn: string | null;
  rowVersion: number;
  issuedAt: string | null;
  closedAt: string | null;
  withdrawnAt: string | null;
  isOwnUnit: boolean;
};

/** A report on the issuer's side, locked. */
async function reported(ctx: Ctx, id: string, rowVersion: number): Promise<Reported> {
  const { rows } = await sql<Reported>`
    select r.id, r.instruction_id, r.issuer_unit_id, r.unit_id, r.company_id, r.unit_kind, r.division_id, r.due_on, r.done_at, r.done_by,
      r.accepted_at, r.left_on, r.row_version, i.title, i.issuer_kind, i.rise_days, i.issued_at, i.closed_at, i.withdrawn_at,
      ${isOwnUnit(ctx, "r.issuer_unit_id")} as is_own_unit
    from instruction_recipients r join instructions i on i.id = r.instruction_id
    where r.id = ${id}::uuid and ${withinUnits(ctx, "r.issuer_unit_id")} for update of r`.execute(ctx.db);
  const row = found(rows[0], "instruction");
  if (!row.isOwnUnit) throw forbidden("instruction.not_own_unit");
  if (row.rowVersion !== rowVersion)
    throw lostRace("instruction", { rowVersion }, { rowVersion: row.rowVersion });
  if (stateOf(row) !== "issued" || row.leftOn) throw conflict("instruction.over");
  if (!row.doneAt || row.acceptedAt) throw conflict("instruction.not_done");
  return row;
}

const subjectOfRow = ({ id, companyId }: Reported) => ({ kind: "instruction_recipient", id, companyId });

export async function acceptReport(
  ctx: Ctx,
  { id, words, rowVersion }: In<"acceptReport">,
): Out<"acceptReport"> {
  const row = await reported(ctx, id, rowVersion);
  if (row.doneBy === ctx.actor.personId) throw forbidden("instruction.own_report");
  await say(ctx, row, "accepted", words);
  await record(ctx, "instruction.accepted", {
    subject: subjectOfRow(row),
    data: { instructionId: row.instructionId, unitId: row.unitId },
    personal: { words },
  });
  return change(ctx, row, sql`accepted_at = app_now(), accepted_by = ${ctx.actor.personId}::uuid`);
}

export async function returnReport(
  ctx: Ctx,
  { id, words, dueOn, rowVersion }: In<"returnReport">,
): Out<"returnReport"> {
  const row = await reported(ctx, id, rowVersion);
  if (dueOn < ctx.today) throw invalid("instruction.days_passed");
  await say(ctx, row, "sent_back", words);
  const changed = await change(
    ctx,
    row,
    sql`done_at = null, done_by = null, is_done_below = false, sent_back_at = app_now(), sent_back_count = sent_back_count + 1,
      due_on = ${dueOn}::date`,
  );
  await openAnew(ctx, row, { ...row, dueOn });
  await record(ctx, "instruction.sent_back", {
    subject: subjectOfRow(row),
    data: { instructionId: row.instructionId, unitId: row.unitId, dueOn },
    personal: { words },
  });
  return changed;
}
