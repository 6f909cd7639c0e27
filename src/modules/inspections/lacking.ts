// Lent to later modules.
// What still keeps answers from being handed in; the same for the list, one saved answer and the submission.
import type { Book } from "./book.ts";
import type { AnswerRow, Inspection } from "./loading.ts";
import { applicable } from "./scoring/applicable.ts";
import { type AnswerProblemCode, checkAnswer } from "./scoring/demands.ts";
import type { ScopeAnswers } from "./scoring/rule-book.ts";

type Given = Pick<
  AnswerRow,
  | "controlId"
  | "verdict"
  | "missing"
  | "owner"
  | "dueOn"
  | "reason"
  | "coveragePercent"
  | "exceptions"
  | "maturity"
  | "origin"
  | "evidenceDays"
>;

export function lackingOf(
  book: Book,
  inspection: Pick<Inspection, "tier">,
  scope: ScopeAnswers,
  answer: Given,
  today: string,
): AnswerProblemCode[] {
  const control = book.byId.get(answer.controlId);
  if (!control || applicable(control, inspection.tier, scope).demand === "not_asked") return [];
  return (
    checkAnswer({
      book: book.rules,
      control,
      tier: inspection.tier,
      scope,
      answer: { ...answer, evidenceValidUntil: answer.evidenceDays },
      today,
    })
      // Proof of an inherited answer lies with the provider of the service.
      .filter((problem) => !(answer.origin === "inherited" && problem.field === "evidence"))
      .map((problem) => problem.code)
  );
}
