import { contract, Id, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { ById, ControlId, desks, permissions, State, Verdict } from "./words.ts";

export const moved = { output: Type.Object({ id: Id, state: State, rowVersion: RowVersion }) } as const;

export const moving = ["inspection.changed_meanwhile", "inspection.not_now"] as const;

export const moves = contract({
  submitInspection: {
    method: "POST",
    path: "/inspections/:id/submission",
    summary: "Hand the inspection in; after the due day with the reason for being late",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, lateReason: optional(text(1000)) }),
    ...moved,
    events: ["inspection.submitted"],
    errors: [
      ...moving,
      "inspection.scope_open",
      "inspection.scope_reason",
      "inspection.answers_lack",
      "inspection.late_needs_reason",
    ],
  },
  reviewAnswers: {
    method: "PUT",
    path: "/inspections/:id/reviews",
    summary: "Accept or return answers, one or many; the desk's own verdict stands beside the company's",
    permission: desks,
    params: ById,
    body: Type.Object({
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 500 }),
      decision: oneOf("accepted", "returned"),
      verdict: optional(Verdict),
      reasonKind: optional(
        oneOf("contradicts_data", "proof_missing", "proof_too_old", "scope_unclear", "other"),
      ),
      reason: optional(text(2000)),
    }),
    output: Type.Object({ reviewed: Type.Integer() }),
    events: ["inspection.answers_reviewed"],
    errors: ["inspection.not_now", "inspection.has_desk", "desk_reviews_return_has_reason"],
  },
  finishReview: {
    method: "POST",
    path: "/inspections/:id/review",
    summary: "Finish the desk review: with returned answers it goes back, else on to the executive",
    permission: desks,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    ...moved,
    events: ["inspection.reviewed", "inspection.returned"],
    errors: [...moving, "inspection.has_desk", "inspection.review_open"],
  },
  confirmInspection: {
    method: "POST",
    path: "/inspections/:id/confirmation",
    summary: "The executive confirms what was reviewed",
    permission: permissions.confirm,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, statement: Type.Literal(true) }),
    ...moved,
    events: ["inspection.confirmed"],
    errors: [...moving],
  },
  sendBack: {
    method: "DELETE",
    path: "/inspections/:id/confirmation",
    summary: "The executive sends the inspection back with a reason",
    permission: permissions.confirm,
    params: ById,
    query: Type.Object({ rowVersion: RowVersion, reason: text(1000, 1) }),
    ...moved,
    events: ["inspection.returned"],
    errors: [...moving],
  },
  lockInspections: {
    method: "POST",
    path: "/rounds/:roundId/locks",
    summary: "Lock every confirmed inspection of a round: its result never changes again",
    permission: permissions.lock,
    params: Type.Object({ roundId: Id }),
    body: Type.Object({ inspectionIds: optional(Type.Array(Id, { maxItems: 2000 })) }),
    output: Type.Object({ locked: Type.Integer() }),
    events: ["inspection.locked", "finding.raised"],
  },
  correctInspection: {
    method: "POST",
    path: "/inspections/:id/corrections",
    summary:
      "Reopen a locked inspection with a reason; the new result is shown as a restatement beside the locked one",
    permission: permissions.correct,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, reason: text(1000, 1) }),
    ...moved,
    events: ["inspection.correction_opened"],
    errors: [...moving],
  },
});
