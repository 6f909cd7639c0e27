// An instruction before anybody is told: written, changed, taken back.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { instructions } from "./contract.ts";
import type { Exceptions, Rules } from "./audience.ts";
import { issuerOf } from "./picking.ts";
import { stateOf } from "./rules.ts";
import { assertDraft, moveOn, ownInstruction, subjectOf } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;
type Days = { acknowledgeBy: string; dueOn: string };

export async function draftInstruction(ctx: Ctx, input: In<"draftInstruction">): Out<"draftInstruction"> {
  const issuer = await issuerOf(ctx, input.issuerUnitId);
  const parentId = input.parentRecipientId ?? null;
  assertDays(input);
  if (parentId) await assertWithinParent(ctx, parentId, issuer.unitId, input.dueOn);
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    insert into instructions (issuer_unit_id, company_id, issuer_code, issuer_name, issuer_name_en, issuer_name_ja, issuer_name_zh, issuer_kind,
      parent_recipient_id, subject_kind, subject_id, original_language, title, body, translations, why, origin_kind, origin_on, origin_words,
      acknowledge_by, due_on, rise_days, proof, contact, created_by, created_at)
    values (${issuer.unitId}::uuid, ${issuer.companyId}::uuid, ${issuer.code}, ${issuer.name}, ${issuer.nameEn}, ${issuer.nameJa},
      ${issuer.nameZh}, ${issuer.kind}, ${parentId}::uuid, ${input.subjectKind ?? null},
      ${input.subjectKind ? (input.subjectId ?? null) : null}::uuid, ${input.originalLanguage}, ${input.title}, ${input.body},
      ${JSON.stringify(input.translations)}::jsonb, ${input.why}, ${input.originKind}, ${input.originOn}::date, ${input.originWords},
      ${input.acknowledgeBy}::date, ${input.dueOn}::date, ${input.riseDays}, ${input.proof}, ${input.contact},
      ${ctx.actor.personId}::uuid, app_now())
    returning id, row_version`.execute(ctx.db);
  const made = found(rows[0], "instruction");
  await sql`insert into instruction_audiences (instruction_id, issuer_unit_id, rules, exceptions)
    values (${made.id}::uuid, ${issuer.unitId}::uuid, ${JSON.stringify(input.rules)}::jsonb, ${JSON.stringify(input.exceptions)}::jsonb)`.execute(
    ctx.db,
  );
  await record(ctx, "instruction.drafted", {
    subject: subjectOf({ id: made.id, companyId: issuer.companyId }),
    data: { ...told(input), parentRecipientId: parentId },
    personal: { title: input.title, body: input.body, exceptions: input.exceptions },
  });
  return made;
}

/** What an event may say of the audience and the days; words are personal. */
const told = (input: Days & { rules: Rules; exceptions: Exceptions }) => ({
  ruleKinds: [...new Set(input.rules.map((rule) => rule.kind))],
  exceptions: input.exceptions.length,
  acknowledgeBy: input.acknowledgeBy,
  dueOn: input.dueOn,
});

export function assertDays({ acknowledgeBy, dueOn }: Days): void {
  if (acknowledgeBy > dueOn) throw invalid("instruction.days");
}

/** Whoever passes on gives nobody more time than there is. */
export async function assertWithinParent(
  ctx: Ctx,
  recipientId: string,
  issuerUnitId: string,
  dueOn: string,
): Promise<void> {
  const { rows } = await sql<{
    dueOn: string;
    issuedAt: string | null;
    closedAt: string | null;
    withdrawnAt: string | null;
    isOpen: boolean;
  }>`
    select coalesce((select max((d.due_at at time zone d.time_zone)::date) from duties d where d.subject_id = r.id
        and d.kind = 'instruction.carry_out' and d.state = 'open'), r.due_on) as due_on,
      i.issued_at, i.closed_at, i.withdrawn_at, r.done_at is null and r.left_on is null as is_open
    from instruction_recipients r join instructions i on i.id = r.instruction_id
    where r.id = ${recipientId}::uuid and r.unit_id = ${issuerUnitId}::uuid and ${withinUnits(ctx, "r.unit_id")}`.execute(
    ctx.db,
  );
  const parent = found(rows[0], "instruction");
  if (stateOf(parent) !== "issued" || !parent.isOpen) throw conflict("instruction.over");
  if (dueOn > parent.dueOn) throw invalid("instruction.due_after_parent", { values: { day: parent.dueOn } });
}

export async function changeDraft(
  ctx: Ctx,
  { id, rowVersion, ...input }: In<"changeDraft">,
): Out<"changeDraft"> {
  const own = await ownInstruction(ctx, id, rowVersion);
  assertDraft(own);
  assertDays(input);
  if (own.parentRecipientId)
    await assertWithinParent(ctx, own.parentRecipientId, own.issuerUnitId, input.dueOn);
  await sql`update instructions set original_language = ${input.originalLanguage}, title = ${input.title}, body = ${input.body},
      translations = ${JSON.stringify(input.translations)}::jsonb, why = ${input.why}, origin_kind = ${input.originKind},
      origin_on = ${input.originOn}::date, origin_words = ${input.originWords}, acknowledge_by = ${input.acknowledgeBy}::date,
      due_on = ${input.dueOn}::date, rise_days = ${input.riseDays}, proof = ${input.proof}, contact = ${input.contact}
    where id = ${own.id}::uuid`.execute(ctx.db);
  await sql`update instruction_audiences set rules = ${JSON.stringify(input.rules)}::jsonb, exceptions = ${JSON.stringify(input.exceptions)}::jsonb
    where instruction_id = ${own.id}::uuid`.execute(ctx.db);
  await record(ctx, "instruction.draft_changed", {
    subject: subjectOf(own),
    data: told(input),
    personal: { title: input.title, body: input.body, exceptions: input.exceptions },
  });
  return moveOn(ctx, own);
}
