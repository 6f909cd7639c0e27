// Lent to later modules.
// Confirming proposals by name: what the page showed is what is taken over, and nothing beside it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import { back } from "./backing.ts";
import { languageOf } from "#modules/standards/edition.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import {
  answersOf,
  assertOpen,
  inspectionInScope,
  inspectionToChange,
  recordBegun,
  scopeOf,
  subjectOf,
} from "./loading.ts";
import { carriedEvidence, lastYearOf, type Proposal, proposalsOf } from "./proposals.ts";
import { keepResult } from "./results.ts";
import { applicable } from "./scoring/applicable.ts";
import { keepVerified } from "./verified.ts";

type Taken = Output<typeof inspections.takeOverProposals>;

export async function takeOverProposals(
  ctx: Ctx,
  input: Input<typeof inspections.takeOverProposals>,
): Promise<Taken> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, inspection.id);
  const last = await lastYearOf(ctx, inspection);
  const proposals = await proposalsOf(ctx, inspection, last);
  const isService = input.from === "service";
  // An inherited answer whose provider changed is confirmed anew in the same way.
  const given = new Set(
    (await answersOf(ctx, inspection.id))
      .filter((one) => !(isService && one.origin === "inherited" && one.backing && one.backing !== "stands"))
      .map((answer) => answer.controlId),
  );
  const taken = [...new Set(input.controlIds)].flatMap((controlId) => {
    const proposal = proposals.get(controlId);
    const control = book.byId.get(controlId);
    if (!proposal || !control || proposal.from !== input.from || given.has(controlId)) return [];
    if (applicable(control, inspection.tier, scope).demand === "not_asked") return [];
    const { answer } = proposal;
    return [
      {
        control_id: controlId,
        verdict: answer.verdict,
        how: answer.how,
        missing: answer.missing,
        owner: answer.owner,
        due_on: answer.dueOn,
        reason: answer.reason,
        coverage_percent: (isService ? proposal.sharePercent : answer.coveragePercent) ?? null,
        exceptions: isService ? exceptionsOf(proposal) : answer.exceptions,
        maturity: answer.maturity ?? null,
        read_in: languageOf(control.texts.requirement, ctx.language),
      },
    ];
  });
  const { rows } = await sql<{ controlId: string }>`
    insert into answers (inspection_id, control_id, company_id, verdict, how, missing, owner, due_on, reason, coverage_percent, exceptions,
      maturity, origin, answered_by, answered_at, errata, read_in)
    select ${inspection.id}::uuid, x.control_id, ${inspection.companyId}::uuid, x.verdict, x.how, x.missing, x.owner, x.due_on, x.reason,
      x.coverage_percent, x.exceptions, x.maturity, ${isService ? "inherited" : "carried_over"}, ${ctx.actor.personId}::uuid, app_now(), ${book.errata}, x.read_in
    from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as x(control_id text, verdict text, how text, missing text, owner text, due_on date,
      reason text, coverage_percent numeric, exceptions text, maturity smallint, read_in text)
    on conflict (inspection_id, control_id) do update set verdict = excluded.verdict, how = excluded.how, coverage_percent = excluded.coverage_percent,
      exceptions = coalesce(excluded.exceptions, answers.exceptions), answered_by = excluded.answered_by, answered_at = excluded.answered_at, errata = excluded.errata, read_in = excluded.read_in,
      assurance = 'declared', verified_on = null, row_version = answers.row_version + 1
      where ${isService}::boolean and answers.origin = 'inherited' and answers.backing <> 'stands' returning control_id`.execute(
    ctx.db,
  );
  const ids = rows.map((row) => row.controlId);
  if (isService) await back(ctx, inspection.id, ids, true);
  // A provider's proof stays with the provider; the company's own goes along.
  if (last && !isService) {
    await carry(ctx, inspection, last.inspectionId, new Set(ids));
    await keepVerified(ctx, inspection, last.inspectionId, ids);
  }
  await recordBegun(ctx, inspection);
  if (ids.length > 0)
    await record(ctx, "answers.taken_over", {
      subject: subjectOf(inspection),
      data: { from: input.from, controlIds: ids },
    });
  await keepResult(ctx, await inspectionInScope(ctx, inspection.id), "live");
  return { saved: ids.length };
}

/** The provider's exceptions speak of its service; what lies outside it only the company can say. */
export const exceptionsOf = ({ answer, sharePercent }: Proposal): string | null =>
  sharePercent !== null && sharePercent < 100 ? null : answer.exceptions;

/** The last days of the proof that a proposal would bring along. */
export const daysTakenOver = (
  { from, answer }: Proposal,
  carried: readonly { controlId: string; validUntil: string }[],
): string[] =>
  from === "service"
    ? [answer.evidenceValidUntil ?? []].flat()
    : carried.filter((use) => use.controlId === answer.controlId).map((use) => use.validUntil);

export async function carry(
  ctx: Ctx,
  inspection: Parameters<typeof carriedEvidence>[1],
  fromInspectionId: string,
  controlIds: ReadonlySet<string>,
): Promise<void> {
  const uses = (await carriedEvidence(ctx, inspection, fromInspectionId)).filter((use) =>
    controlIds.has(use.controlId),
  );
  await sql`insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until, used_by)
    select x."evidenceId", ${inspection.id}::uuid, x."controlId", ${inspection.companyId}::uuid, x."validUntil", ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as x("evidenceId" uuid, "controlId" text, "validUntil" date)
    on conflict do nothing`.execute(ctx.db);
}
