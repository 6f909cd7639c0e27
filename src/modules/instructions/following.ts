// Rows follow the data: what was passed on and is done below is done, and open again when something below is sent back; whoever has
// gone is marked and owes nothing.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { closeEach, lapseDuties } from "#modules/duties/service.ts";
import { acknowledgeDuty, carryOutDuty, openAnew, type Told } from "./issuing.ts";

export const instructionsFollow: Subscriber = {
  name: "instructions",
  verbs: [
    "instruction.done",
    "instruction.sent_back",
    "instruction.open_again",
    "instruction.withdrawn",
    "instruction.recipient_left",
    "company.left",
    "unit.changed",
  ],
  from: "now",
  handle: async (ctx) => {
    await markLeft(ctx);
    await openAbove(ctx);
    await settleAbove(ctx);
  },
};

export const leaversClock: TimedWork = {
  name: "instructions.leavers",
  everySeconds: 60,
  run: async (ctx) => {
    await markLeft(ctx);
    await openAbove(ctx);
    await settleAbove(ctx);
    return false;
  },
};

type Changed = { id: string; companyId: string; instructionId: string; unitId: string };

/** A row is done when all are to whom it was passed on; the event lets the row above it follow. */
async function settleAbove(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Changed>`
    with passed as (
      select c.parent_recipient_id as id, count(*) filter (where k.left_on is null) as told,
        count(*) filter (where k.left_on is null and k.done_at is null) as open
      from instruction_recipients r
      join instructions c on c.parent_recipient_id = r.id and c.issued_at is not null and c.withdrawn_at is null
      join instruction_recipients k on k.instruction_id = c.id
      where r.done_at is null and r.left_on is null group by c.parent_recipient_id
    )
    update instruction_recipients r set done_at = app_now(), is_done_below = true, acknowledged_at = coalesce(r.acknowledged_at, app_now()),
      row_version = r.row_version + 1
    from passed p, instructions i
    where p.id = r.id and p.told > 0 and p.open = 0 and r.done_at is null and r.left_on is null
      and i.id = r.instruction_id and i.issued_at is not null and i.closed_at is null and i.withdrawn_at is null
      -- Sent back since: then it waits for a report of its own.
      and r.sent_back_at is null
    returning r.id, r.company_id, r.instruction_id, r.unit_id`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  await closeEach(ctx, ids, acknowledgeDuty);
  await closeEach(ctx, ids, carryOutDuty);
  await recordEach(
    ctx,
    "instruction.done",
    rows.map((row) => told(row, { isDoneBelow: true })),
  );
}

/** What was done because all was done below is open again where that no longer holds, unless it was accepted meanwhile. */
async function openAbove(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Changed & Told & Parameters<typeof openAnew>[1]>`
    update instruction_recipients r set done_at = null, is_done_below = false, row_version = r.row_version + 1
    from instructions i
    where r.is_done_below and r.accepted_at is null and r.left_on is null
      and i.id = r.instruction_id and i.issued_at is not null and i.closed_at is null and i.withdrawn_at is null
      and exists (select from instructions c join instruction_recipients k on k.instruction_id = c.id
        where c.parent_recipient_id = r.id and c.issued_at is not null and c.closed_at is null and c.withdrawn_at is null
          and k.left_on is null and k.done_at is null)
    returning r.id, r.company_id, r.instruction_id, r.unit_id, r.unit_kind, r.division_id, r.due_on, i.title, i.issuer_kind, i.rise_days`.execute(
    ctx.db,
  );
  for (const row of rows) await openAnew(ctx, row, row);
  await recordEach(
    ctx,
    "instruction.open_again",
    rows.map((row) => told(row, {})),
  );
}

/** A company that left the group, or a unit that no longer stands below the issuer, is marked and stays in every count as such. */
async function markLeft(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Changed & { leftReason: string }>`
    with recursive open as (
      select r.id, r.unit_id, r.issuer_unit_id from instruction_recipients r
      join instructions i on i.id = r.instruction_id and i.closed_at is null and i.withdrawn_at is null
      where r.done_at is null and r.left_on is null
    ), above (unit_id, above_id, depth) as (
      select distinct o.unit_id, o.unit_id, 0 from open o
      union all
      select a.unit_id, s.parent_id, a.depth + 1 from above a
      join supervisions s on s.unit_id = a.above_id and holds_on(s.valid_from, s.valid_to, group_today()) where a.depth < 64
    ), gone as (
      select o.id, case when n.ended_on <= group_today() then 'company.left' else 'unit.moved' end as reason
      from open o join units n on n.id = o.unit_id
      where n.ended_on <= group_today() or (o.unit_id, o.issuer_unit_id) not in (select a.unit_id, a.above_id from above a)
    )
    update instruction_recipients r set left_on = group_today(), left_reason = g.reason, row_version = r.row_version + 1
    from gone g where r.id = g.id
    returning r.id, r.company_id, r.instruction_id, r.unit_id, r.left_reason`.execute(ctx.db);
  await lapseDuties(
    ctx,
    rows.map((row) => row.id),
    "instruction.left",
  );
  await recordEach(
    ctx,
    "instruction.recipient_left",
    rows.map((row) => told(row, { leftReason: row.leftReason })),
  );
}

const told = ({ id, companyId, instructionId, unitId }: Changed, data: Record<string, unknown>) => ({
  subject: { kind: "instruction_recipient", id, companyId },
  data: { instructionId, unitId, ...data },
});
