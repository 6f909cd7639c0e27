// The day of a proof that was typed wrongly: corrected with a reason, and with it every day until which it counts. What a
// locked result rests on stays as it was; there fresh proof is given beside it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { delegatedTo } from "./delegated.ts";
import { assertOpen, inspectionToChange, subjectOf } from "./loading.ts";
import { assertNotAhead, proofChanged } from "./proving.ts";
import type { Assurance } from "./scoring/rule-book.ts";
import { evidenceValidUntil, notBeyond } from "./scoring/evidence-days.ts";

type Proof = {
  kind: Assurance;
  validFrom: string;
  countsUntil: string | null;
  isFixed: boolean;
  rowVersion: number;
  controlIds: string[];
  isElsewhere: boolean;
};

export async function correctEvidenceDay(
  ctx: Ctx,
  input: Input<typeof inspections.correctEvidenceDay>,
): Promise<Output<typeof inspections.correctEvidenceDay>> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  assertNotAhead(ctx, inspection, input.validFrom);
  const { rows } = await sql<Proof>`
    select e.kind, e.valid_from, e.counts_until, e.reading is not null or e.rule_id is not null as is_fixed, e.row_version,
      array(select x.control_id from evidence_uses x where x.evidence_id = e.id and x.inspection_id = ${inspection.id}::uuid) as control_ids,
      exists (select from evidence_uses x where x.evidence_id = e.id and x.inspection_id <> ${inspection.id}::uuid) as is_elsewhere
    from evidence e where e.id = ${input.evidenceId}::uuid and e.company_id = ${inspection.companyId}::uuid and ${within(ctx, "e.company_id")}
      and exists (select from evidence_uses x where x.evidence_id = e.id and x.inspection_id = ${inspection.id}::uuid)
    for update of e`.execute(ctx.db);
  const proof = found(rows[0], "evidence");
  // The day of a reading is that of the figure, and a rule's that of its review.
  if (proof.isFixed) throw conflict("evidence.day_is_fixed");
  if (proof.isElsewhere) throw conflict("evidence.in_locked");
  if (proof.rowVersion !== input.rowVersion)
    throw lostRace("evidence", { validFrom: input.validFrom }, { validFrom: proof.validFrom });
  // Nothing would change, and the desk would be asked to look again.
  if (proof.validFrom === input.validFrom) throw invalid("evidence.same_day");
  const book = await bookOf(ctx, inspection.editionId);
  const isMine = await delegatedTo(ctx, inspection.id);
  const uses = proof.controlIds.flatMap((controlId) => {
    const control = book.byId.get(controlId);
    if (!control) return [];
    if (isMine && !isMine(control)) throw forbidden("control.not_delegated");
    const validUntil = evidenceValidUntil({
      book: book.rules,
      cadence: control.cadence,
      tier: inspection.tier,
      kind: proof.kind,
      validFrom: input.validFrom,
      ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
    });
    return [{ control_id: controlId, valid_until: notBeyond(validUntil, proof.countsUntil) }];
  });
  await sql`update evidence set valid_from = ${input.validFrom}::date, row_version = row_version + 1
    where id = ${input.evidenceId}::uuid`.execute(ctx.db);
  await sql`update evidence_uses u set valid_until = x.valid_until
    from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as x(control_id text, valid_until date)
    where u.evidence_id = ${input.evidenceId}::uuid and u.inspection_id = ${inspection.id}::uuid and u.control_id = x.control_id`.execute(
    ctx.db,
  );
  await record(ctx, "evidence.day_corrected", {
    subject: subjectOf(inspection),
    data: { evidenceId: input.evidenceId, before: proof.validFrom, validFrom: input.validFrom },
    personal: { reason: input.reason },
  });
  await proofChanged(ctx, inspection, proof.controlIds);
  return { rowVersion: proof.rowVersion + 1 };
}
