// Lent to later modules.
// From hand to hand: submit, desk review, executive's confirmation, correction; the lock is in locking.ts. Each state is left only by rule.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { bookOf } from "./book.ts";
import { assertComplete } from "./complete.ts";
import { askAll } from "./corrected.ts";
import type { inspections } from "./contract.ts";
import { assertDesk, isStandingIn } from "./desk.ts";
import {
  assertOpen,
  type Inspection,
  inspectionInScope,
  type InspectionState,
  inspectionToChange,
  move,
  scopeOf,
  subjectOf,
} from "./loading.ts";
import { keepResult } from "./results.ts";
import { daysToAnswerAgain } from "./review/rules.ts";
import { applicableControls } from "./scoring/applicable.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
export type Moved = Output<typeof inspections.submitInspection>;

/** What a confirmation leaves behind, put away before another one takes its place. */
export const unconfirmed = {
  confirmed_at: null,
  confirmed_by: null,
  confirmed_for: null,
  confirmation_file_id: null,
  signer_reason: null,
  signature_owned_at: null,
  compared_by: null,
  compared_at: null,
};

/** After every step: the live result anew, the duty of the step before closed, the next one opened. */
export async function settle(
  ctx: Ctx,
  inspection: Inspection,
  rowVersion: number,
  state: InspectionState,
  next?: { kind: string; permission: string; dueOn: string },
): Promise<Moved> {
  await closeDuties(ctx, inspection.id);
  // A company that has left owes nothing more; what it has handed in may still be brought to its end.
  if (next && inspection.leftOn === null) {
    const dueOn = next.dueOn > ctx.today ? next.dueOn : addDays(ctx.today, 5);
    await openDuty(ctx, {
      ...next,
      dueOn,
      subjectKind: "inspection",
      subjectId: inspection.id,
      companyId: inspection.companyId,
    });
  }
  if (next && state === "returned" && inspection.leftOn === null)
    await remindHelpers(ctx, inspection, next.dueOn);
  await keepResult(ctx, await inspectionInScope(ctx, inspection.id), "live");
  return { id: inspection.id, state, rowVersion };
}

/** What was delegated and never handed back is theirs to answer again. */
async function remindHelpers(ctx: Ctx, inspection: Inspection, dueOn: string): Promise<void> {
  const { rows } = await sql<{ personId: string }>`select distinct person_id from delegations
    where inspection_id = ${inspection.id}::uuid and ended_at is null`.execute(ctx.db);
  for (const { personId } of rows)
    await openDuty(ctx, {
      kind: "delegation.answer",
      subjectKind: "inspection",
      subjectId: inspection.id,
      companyId: inspection.companyId,
      permission: "inspection.contribute",
      personId,
      dueOn,
    });
}

export async function submitInspection(ctx: Ctx, input: In<"submitInspection">): Promise<Moved> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  await assertComplete(ctx, inspection);
  const isLate = inspection.isLate || (inspection.submittedAt === null && inspection.isPastDue);
  if (isLate && !inspection.lateReason && !input.lateReason?.trim())
    throw invalid("inspection.late_needs_reason");
  const rowVersion = await move(ctx, inspection, [inspection.state], "submitted", input.rowVersion, {
    submitted_at: ctx.now.toISOString(),
    submitted_by: ctx.actor.personId,
    is_late: isLate,
    late_reason: input.lateReason ?? inspection.lateReason,
  });
  await record(ctx, "inspection.submitted", {
    subject: subjectOf(inspection),
    data: { isLate },
    personal: { lateReason: input.lateReason ?? null },
  });
  for (const kind of ["service.answer", "inspection.asked_again"])
    await closeDuties(ctx, inspection.id, kind);
  return settle(ctx, inspection, rowVersion, "submitted", {
    kind: "inspection.review",
    permission: "inspection.review",
    dueOn: inspection.reviewDueOn,
  });
}

export async function reviewAnswers(
  ctx: Ctx,
  input: In<"reviewAnswers">,
): Promise<Output<typeof inspections.reviewAnswers>> {
  const inspection = await inspectionToChange(ctx, input.id);
  await assertDesk(ctx, inspection.companyId);
  if (inspection.state !== "submitted")
    throw conflict("inspection.not_now", { values: { state: inspection.state } });
  if (input.decision === "returned" && !input.reason?.trim()) throw invalid("desk_reviews_return_has_reason");
  const { rows } = await sql<{ controlId: string }>`
    insert into desk_reviews (inspection_id, control_id, company_id, decision, claimed, verdict, reason_kind, reason, answer_version,
      proof_version, reviewed_by)
    select a.inspection_id, a.control_id, a.company_id, ${input.decision}, a.verdict, coalesce(${input.verdict ?? null}, a.verdict),
      ${input.reasonKind ?? null}, ${input.reason ?? null}, a.row_version, a.proof_version, ${ctx.actor.personId}::uuid
    from answers a where a.inspection_id = ${inspection.id}::uuid and a.control_id = any (${input.controlIds}::text[])
    on conflict (inspection_id, control_id, answer_version, proof_version) do update set decision = excluded.decision,
      verdict = excluded.verdict, reason_kind = excluded.reason_kind, reason = excluded.reason, reviewed_by = excluded.reviewed_by,
      reviewed_at = now()
    returning control_id`.execute(ctx.db);
  const ids = rows.map((row) => row.controlId);
  const isAgreed = sql`a.verdict = coalesce(${input.verdict ?? null}, a.verdict)`;
  // Documents seen: a second person has read proof that still counts and is convinced by it (group standard, assurance
  // levels). Not applicable is allowed by the same decision. Who comes to another opinion takes both back.
  await sql`update answers a set
    assurance = case
      when a.assurance in ('measured', 'verified') then a.assurance
      when ${input.decision === "accepted"} and ${isAgreed} and exists (select from evidence_uses x join evidence e on e.id = x.evidence_id
        where x.inspection_id = a.inspection_id and x.control_id = a.control_id and x.valid_until >= group_today()
          and (e.file_id is not null or e.place is not null)) then 'documented'
      else 'declared' end,
    na_is_allowed = case when a.verdict = 'not_applicable' then ${input.decision === "accepted"} and ${isAgreed} else a.na_is_allowed end
    where a.inspection_id = ${inspection.id}::uuid and a.control_id = any (${ids}::text[])`.execute(ctx.db);
  await record(ctx, "inspection.answers_reviewed", {
    subject: subjectOf(inspection),
    data: {
      decision: input.decision,
      controlIds: ids,
      verdict: input.verdict ?? null,
      reasonKind: input.reasonKind ?? null,
      ...(isStandingIn(ctx) ? { standsIn: true } : {}),
    },
    personal: { reason: input.reason ?? null },
  });
  await keepResult(ctx, inspection, "live");
  return { reviewed: ids.length };
}

export async function finishReview(ctx: Ctx, input: In<"finishReview">): Promise<Moved> {
  const inspection = await inspectionToChange(ctx, input.id);
  await assertDesk(ctx, inspection.companyId);
  const standing = isStandingIn(ctx) ? { standsIn: true } : {};
  const { rules } = await bookOf(ctx, inspection.editionId);
  // An answer to what scope has taken out since is nobody's to decide on.
  const asked = applicableControls(rules, inspection.tier, await scopeOf(ctx, inspection.id)).flatMap(
    (one) => (one.demand === "not_asked" ? [] : [one.control.id]),
  );
  const { rows } = await sql<{ open: number; returned: number }>`
    select count(*) filter (where r.decision is null)::int as open, count(*) filter (where r.decision = 'returned')::int as returned
    from answers a left join desk_reviews r on r.inspection_id = a.inspection_id and r.control_id = a.control_id and r.answer_version = a.row_version
      and r.proof_version = a.proof_version
    where a.inspection_id = ${inspection.id}::uuid and a.control_id = any (${asked}::text[])`.execute(ctx.db);
  const counts = rows[0] ?? { open: 0, returned: 0 };
  if (counts.open > 0) throw conflict("inspection.review_open", { values: { count: counts.open } });
  if (counts.returned > 0) {
    const rowVersion = await move(ctx, inspection, ["submitted"], "returned", input.rowVersion, {
      returned_at: ctx.now.toISOString(),
    });
    await record(ctx, "inspection.returned", {
      subject: subjectOf(inspection),
      data: { returned: counts.returned, ...standing },
    });
    return settle(ctx, inspection, rowVersion, "returned", {
      kind: "inspection.answer",
      permission: "inspection.answer",
      dueOn: addDays(ctx.today, daysToAnswerAgain),
    });
  }
  const rowVersion = await move(ctx, inspection, ["submitted"], "reviewed", input.rowVersion, {
    reviewed_at: ctx.now.toISOString(),
    reviewed_by: ctx.actor.personId,
  });
  await record(ctx, "inspection.reviewed", { subject: subjectOf(inspection), data: standing });
  return settle(ctx, inspection, rowVersion, "reviewed", {
    kind: "inspection.confirm",
    permission: "inspection.confirm",
    dueOn: inspection.confirmDueOn,
  });
}

export async function confirmInspection(ctx: Ctx, input: In<"confirmInspection">): Promise<Moved> {
  const inspection = await inspectionToChange(ctx, input.id);
  const rowVersion = await move(ctx, inspection, ["reviewed"], "confirmed", input.rowVersion, {
    ...unconfirmed,
    confirmed_at: ctx.now.toISOString(),
    confirmed_by: ctx.actor.personId,
  });
  await record(ctx, "inspection.confirmed", { subject: subjectOf(inspection) });
  return settle(ctx, inspection, rowVersion, "confirmed");
}

export async function sendBack(ctx: Ctx, input: In<"sendBack">): Promise<Moved> {
  const inspection = await inspectionToChange(ctx, input.id);
  const rowVersion = await move(ctx, inspection, ["reviewed"], "returned", input.rowVersion, {
    returned_at: ctx.now.toISOString(),
    returned_reason: input.reason,
    reviewed_at: null,
    reviewed_by: null,
  });
  await record(ctx, "inspection.returned", {
    subject: subjectOf(inspection),
    data: { byExecutive: true },
    personal: { reason: input.reason },
  });
  return settle(ctx, inspection, rowVersion, "returned", {
    kind: "inspection.answer",
    permission: "inspection.answer",
    dueOn: addDays(ctx.today, daysToAnswerAgain),
  });
}

export async function correctInspection(ctx: Ctx, input: In<"correctInspection">): Promise<Moved> {
  const inspection = await inspectionToChange(ctx, input.id);
  const rowVersion = await move(ctx, inspection, ["locked"], "returned", input.rowVersion, {
    corrected_count: inspection.correctedCount + 1,
    locked_at: null,
  });
  await ctx.db
    .insertInto("corrections")
    .values({
      inspectionId: inspection.id,
      companyId: inspection.companyId,
      reason: input.reason,
      openedBy: ctx.actor.personId,
    })
    .execute();
  await record(ctx, "inspection.correction_opened", {
    subject: subjectOf(inspection),
    personal: { reason: input.reason },
  });
  const moved = await settle(ctx, inspection, rowVersion, "returned", {
    kind: "inspection.answer",
    permission: "inspection.answer",
    dueOn: addDays(ctx.today, 14),
  });
  await askAll(ctx, await inspectionInScope(ctx, inspection.id));
  return moved;
}
