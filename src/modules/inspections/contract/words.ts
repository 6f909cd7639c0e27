import { Day, Id, nullable, oneOf, text } from "#core/contract.ts";
import Type from "typebox";

export const permissions = {
  read: "inspection.read",
  answer: "inspection.answer",
  /** Only what was delegated to the person. */
  contribute: "inspection.contribute",
  review: "inspection.review",
  /** Reviewing where no desk is named: the group office, and only there. */
  standIn: "inspection.stand_in",
  /** Reminding those who have to act. */
  remind: "inspection.remind",
  confirm: "inspection.confirm",
  /** Uploading a page signed on paper for a company that does not sign in. */
  confirmFor: "inspection.confirm_for",
  lock: "inspection.lock",
  correct: "inspection.correct",
} as const;

export const readers = [permissions.read, permissions.contribute] as const;

export const desks = [permissions.review, permissions.standIn] as const;

export const writers = [permissions.answer, permissions.contribute] as const;

export const Verdict = oneOf("met", "partly", "not_met", "unknown", "not_applicable");

export const State = oneOf(
  "not_begun",
  "answering",
  "submitted",
  "returned",
  "reviewed",
  "confirmed",
  "locked",
);

export const ControlId = text(40, 1);

export const EvidenceKind = oneOf("declared", "documented", "measured");

/** What a person answers for one control. */
export const AnswerFields = Type.Object({
  verdict: Verdict,
  how: nullable(text(4000)),
  missing: nullable(text(4000)),
  owner: nullable(text(200)),
  dueOn: nullable(Day),
  reason: nullable(text(4000)),
  coveragePercent: nullable(Type.Number()),
  exceptions: nullable(text(4000)),
  maturity: nullable(Type.Integer()),
});

export type AnswerFields = Type.Static<typeof AnswerFields>;

export const answerFields = Object.keys(AnswerFields.properties) as (keyof AnswerFields)[];

export const ById = Type.Object({ id: Id });
