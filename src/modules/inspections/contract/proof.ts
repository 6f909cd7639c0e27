import { contract, Day, Id, list, nullable, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { ById, ControlId, EvidenceKind, permissions, readers, writers } from "./words.ts";

export const proof = contract({
  addEvidence: {
    method: "POST",
    path: "/inspections/:id/evidence",
    summary: "Proof for one or many controls: where it can be seen, or an uploaded file",
    permission: writers,
    params: ById,
    body: Type.Object({
      /** Chosen by the sender, so that sending again after a dropped connection adds nothing twice. */
      evidenceId: optional(Id),
      title: text(200, 1),
      kind: EvidenceKind,
      place: optional(text(1000)),
      fileId: optional(Id),
      validFrom: Day,
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 200 }),
    }),
    output: Type.Object({ id: Id }),
    events: ["evidence.added"],
    errors: ["inspection.not_now", "evidence_file_or_place", "file.not_found", "evidence.day_in_future"],
  },
  useEvidence: {
    method: "PUT",
    path: "/inspections/:id/controls/:controlId/evidence/:evidenceId",
    summary: "Use existing proof of the company for this control too",
    permission: writers,
    params: Type.Object({ id: Id, controlId: ControlId, evidenceId: Id }),
    output: Type.Object({ validUntil: Day }),
    events: ["evidence.used"],
    errors: ["inspection.not_now"],
  },
  listRulesForProof: {
    method: "GET",
    path: "/inspections/:id/rules",
    summary: "The rules of the ledgers that may be shown as proof: the company's own and the group's",
    permission: permissions.answer,
    params: ById,
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          name: text(200),
          reference: text(500),
          reviewDueOn: Day,
          isOverdue: Type.Boolean(),
          isGroups: Type.Boolean(),
        }),
        500,
      ),
    }),
  },
  addRuleAsProof: {
    method: "POST",
    path: "/inspections/:id/rules",
    summary:
      "A rule of the ledgers as proof: it counts to the day of its next review, and on when it was reviewed",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({
      ruleId: Id,
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 200 }),
    }),
    output: Type.Object({ id: Id, validUntil: Day }),
    events: ["evidence.used"],
    errors: [
      "inspection.not_now",
      "evidence.rule_not_reviewed",
      "control.not_asked",
      "control.not_delegated",
    ],
  },
  dropEvidence: {
    method: "DELETE",
    path: "/inspections/:id/controls/:controlId/evidence/:evidenceId",
    summary: "No longer use proof for this control; the proof itself stays",
    permission: writers,
    params: Type.Object({ id: Id, controlId: ControlId, evidenceId: Id }),
    output: Type.Object({ id: Id }),
    events: ["evidence.dropped"],
    errors: ["inspection.not_now"],
  },
  correctEvidenceDay: {
    method: "PUT",
    path: "/inspections/:id/evidence/:evidenceId/day",
    summary:
      "The day that proof shows the state of was typed wrongly: corrected with a reason, while nothing locked rests on it",
    permission: writers,
    params: Type.Object({ id: Id, evidenceId: Id }),
    body: Type.Object({ validFrom: Day, reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["evidence.day_corrected"],
    errors: [
      "inspection.not_now",
      "evidence.day_in_future",
      "evidence.day_is_fixed",
      "evidence.in_locked",
      "evidence.same_day",
      "evidence.changed_meanwhile",
      "control.not_delegated",
    ],
  },
  listEvidence: {
    method: "GET",
    path: "/companies/:companyId/evidence",
    summary: "The proof a company has given, newest first",
    permission: readers,
    params: Type.Object({ companyId: Id }),
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          title: text(200),
          kind: EvidenceKind,
          place: nullable(text(1000)),
          fileName: nullable(text(255)),
          validFrom: Day,
          useCount: Type.Integer(),
        }),
        200,
      ),
    }),
  },
});
