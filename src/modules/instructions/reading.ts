// One instruction as its issuer sees it, and one recipient's row as both sides see it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { type RecipientRow, recipientColumns } from "./board.ts";
import type { instructions } from "./contract.ts";
import { counts, head, headOf, type HeadRow, noCounts, openDuty } from "./listing.ts";
import { audienceOf } from "./picking.ts";
import { canOf, numberOf } from "./rules.ts";
import { isIssuers, isOwnUnit, isSeen, isVisible } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;
type Received = Output<typeof instructions.getReceived>;
type Told = Received["instruction"];
type Child = Received["children"][number];

const content = (
  ctx: Ctx,
) => sql`${head(ctx)}, i.original_language, i.title as original_title, i.body, i.translations, i.why, i.origin_kind,
  i.origin_on, i.origin_words, i.subject_kind, i.subject_id, i.rise_days, i.proof, i.contact, coalesce(i.closed_at, i.withdrawn_at) as ended_at,
  i.end_reason, ${nameOfActor(ctx.language, sql`i.issued_by`)} as issued_by_name`;

type ContentRow = HeadRow & Omit<Told, "state" | "number" | "changes"> & { originalTitle: string };

const toldOf = ({ originalTitle, ...row }: ContentRow, changes: Told["changes"]): Told => ({
  ...headOf(row),
  // The page shows the versions side by side, so it gets the original; lists say it in the reader's language.
  title: originalTitle,
  changes,
});

async function changesOf(ctx: Ctx, id: string): Promise<Told["changes"]> {
  const { rows } = await sql<Told["changes"][number]>`
    select c.id, c.words, c.due_before, c.due_on, c.reason, c.changed_at from instruction_changes c
    where c.instruction_id = ${id}::uuid order by c.changed_at limit 100`.execute(ctx.db);
  return rows;
}

export async function getInstruction(ctx: Ctx, { id }: In<"getInstruction">): Out<"getInstruction"> {
  const { rows } = await sql<
    ContentRow & {
      isOwnUnit: boolean;
      isIssuers: boolean;
      recipientsSha256: string | null;
      parentRecipientId: string | null;
    }
  >`
    select ${content(ctx)}, encode(i.recipients_sha256, 'hex') as recipients_sha256, i.parent_recipient_id,
      ${isOwnUnit(ctx, "i.issuer_unit_id")} as is_own_unit, ${isIssuers(ctx)} as is_issuers
    from instructions i where i.id = ${id}::uuid and ${isVisible(ctx)}`.execute(ctx.db);
  const row = found(rows[0], "instruction");
  const told = toldOf(row, await changesOf(ctx, id));
  return {
    ...told,
    // To whom else it went is the issuer's to know.
    ...(row.isIssuers ? await audienceOf(ctx, id) : { rules: [], exceptions: [] }),
    ...(await countsOf(ctx, id)),
    recipientsSha256: row.isIssuers ? row.recipientsSha256 : null,
    parent: row.isIssuers && row.parentRecipientId ? await parentOf(ctx, row.parentRecipientId) : null,
    children: await childrenUnder(ctx, id),
    can: canOf(told.state, row.isOwnUnit),
  };
}

async function countsOf(ctx: Ctx, id: string) {
  const { rows } = await sql<typeof noCounts>`select ${counts} from instruction_recipients r ${openDuty}
    where r.instruction_id = ${id}::uuid and ${isSeen(ctx)}`.execute(ctx.db);
  return rows[0] ?? noCounts;
}

async function parentOf(ctx: Ctx, recipientId: string) {
  const { rows } = await sql<HeadRow & { recipientId: string; instructionId: string; ownDueOn: string }>`
    select ${head(ctx)}, r.id as recipient_id, i.id as instruction_id, r.due_on as own_due_on
    from instruction_recipients r join instructions i on i.id = r.instruction_id
    where r.id = ${recipientId}::uuid and ${isSeen(ctx)}`.execute(ctx.db);
  const row = rows[0];
  if (!row) return null;
  const { instructionId, title, ownDueOn, issuerCode, fiscalYear, serial } = row;
  return {
    recipientId,
    instructionId,
    title,
    dueOn: ownDueOn,
    number: numberOf(issuerCode, fiscalYear, serial),
  };
}

/** Instructions by which recipients have passed this one on, as far as they are in scope. */
const childrenUnder = (ctx: Ctx, id: string) =>
  children(
    ctx,
    sql`i.parent_recipient_id in (select k.id from instruction_recipients k where k.instruction_id = ${id}::uuid)`,
  );

async function children(ctx: Ctx, which: ReturnType<typeof sql>): Promise<Child[]> {
  const { rows } = await sql<Child & HeadRow>`
    select ${head(ctx)}, n.* from instructions i
    left join lateral (select ${counts} from instruction_recipients r ${openDuty} where r.instruction_id = i.id) n on true
    where ${which} and ${isIssuers(ctx)} and i.withdrawn_at is null order by i.created_at, i.id limit 50`.execute(
    ctx.db,
  );
  return rows.map(headOf);
}

type RowOnBothSides = RecipientRow & {
  instructionId: string;
  dutyId: string | null;
  dueAt: string | null;
  timeZone: string | null;
  isPostponementOpen: boolean;
  isAddressed: boolean;
  isIssuers: boolean;
  isOwnUnit: boolean;
  mayPassOn: boolean;
  doneBy: string | null;
};

export async function getReceived(ctx: Ctx, { id }: In<"getReceived">): Out<"getReceived"> {
  const { rows } = await sql<RowOnBothSides>`
    select ${recipientColumns(ctx)}, r.instruction_id, r.done_by, d.id as duty_id, d.due_at, d.time_zone,
      exists (select from postponements p where p.duty_id = d.id and p.decided_at is null) as is_postponement_open,
      exists (select from nearest_holders(array[r.unit_id], 'instruction.carry_out') m where m.person_id = ${ctx.actor.personId}::uuid) as is_addressed,
      ${isIssuers(ctx)} as is_issuers, ${isOwnUnit(ctx, "r.issuer_unit_id")} as is_own_unit,
      r.unit_kind <> 'department' and ${isOwnUnit(ctx, "r.unit_id")} as may_pass_on
    from instruction_recipients r join instructions i on i.id = r.instruction_id ${openDuty}
    where r.id = ${id}::uuid and ${isSeen(ctx)}`.execute(ctx.db);
  const row = found(rows[0], "instruction");
  const of =
    await sql<ContentRow>`select ${content(ctx)} from instructions i where i.id = ${row.instructionId}::uuid and ${isVisible(ctx)}`.execute(
      ctx.db,
    );
  const told = toldOf(found(of.rows[0], "instruction"), await changesOf(ctx, row.instructionId));
  return {
    recipient: row,
    instruction: told,
    replies: await repliesOf(ctx, id),
    children: await children(ctx, sql`i.parent_recipient_id = ${id}::uuid`),
    dutyId: row.dutyId,
    dueAt: row.dueAt,
    timeZone: row.timeZone ?? "UTC",
    isPostponementOpen: row.isPostponementOpen,
    isIssuers: row.isIssuers,
    can: canOnRow(ctx, row, told.state),
  };
}

function canOnRow(ctx: Ctx, row: RowOnBothSides, state: Told["state"]): Received["can"] {
  const over = state !== "issued" || row.leftOn ? "instruction.over" : null;
  const theirs = row.isAddressed ? over : "instruction.not_addressed";
  const ours = row.isOwnUnit ? over : "instruction.not_own_unit";
  const waits = row.doneAt && !row.acceptedAt ? null : "instruction.not_done";
  return {
    acknowledge: theirs ?? (row.acknowledgedAt ? "instruction.acknowledged_already" : null),
    reply: theirs ?? (row.doneAt ? "instruction.done_already" : null),
    passOn: row.mayPassOn
      ? (over ?? (row.doneAt ? "instruction.done_already" : null))
      : "instruction.not_own_unit",
    accept: ours ?? waits ?? (row.doneBy === ctx.actor.personId ? "instruction.own_report" : null),
    sendBack: ours ?? waits,
  };
}

async function repliesOf(ctx: Ctx, recipientId: string): Promise<Received["replies"]> {
  const { rows } = await sql<Received["replies"][number]>`
    select a.id, a.kind, a.words, a.said_at, ${nameOfActor(ctx.language, sql`a.said_by`)} as said_by_name,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.file_id, 'name', p.name) order by p.name, p.file_id)
        from instruction_proofs p where p.reply_id = a.id), '[]') as files
    from instruction_replies a where a.recipient_id = ${recipientId}::uuid order by a.said_at, a.id limit 200`.execute(
    ctx.db,
  );
  return rows;
}
