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
  | "isAskedAgain"
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
  const isInherited = answer.origin === "inherited";
  const codes = checkAnswer({
    book: book.rules,
    control,
    tier: inspection.tier,
    scope,
    answer: { ...answer, evidenceValidUntil: answer.evidenceDays },
    today,
  })
    // Proof of an inherited answer lies with the provider of the service, as long as it counts there.
    .filter((problem) => !(isInherited && problem.code === "answer.needs_evidence"))
    .map((problem) => problem.code);
  return [
    ...codes,
    ...(isInherited && hidesRest(answer) && !codes.includes("answer.needs_exceptions")
      ? (["answer.needs_exceptions"] as const)
      : []),
    ...(answer.isAskedAgain ? (["answer.asked_again"] as const) : []),
  ];
}

/** inheritance_rule of the edition: "confirms the proposal or reports the part that is not covered". */
const hidesRest = ({ verdict, coveragePercent, exceptions }: Given) =>
  verdict === "met" && coveragePercent !== null && coveragePercent < 100 && !exceptions?.trim();
