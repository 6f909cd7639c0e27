// Which fields an answer demands (needs of the answer_scale), and what is wrong with one that is given.
import { applicable } from "./applicable.ts";
import { asksMaturity } from "./maturity.ts";
import type { RuleBook, ScopeAnswers, ScoredControl, Verdict } from "./rule-book.ts";
import type { Day } from "./settle.ts";

export type Field =
  | "evidence"
  | "missing"
  | "owner"
  | "dueOn"
  | "reason"
  | "coveragePercent"
  | "exceptions"
  | "maturity"
  | "how";

/** What the answer cannot do without, and what may be said besides. */
export type Fields = { readonly demanded: readonly Field[]; readonly offered: readonly Field[] };

export type GivenAnswer = {
  readonly verdict: Verdict;
  readonly missing?: string | null;
  /** Who will close the gap; for not known, who will find out. */
  readonly owner?: string | null;
  readonly dueOn?: Day | null;
  readonly reason?: string | null;
  readonly coveragePercent?: number | null;
  readonly exceptions?: string | null;
  readonly maturity?: number | null;
  /** The last valid day of each piece of evidence the answer names. */
  readonly evidenceValidUntil: readonly Day[];
};

/** Codes of what can be wrong with an answer; each has a text under `errors.`. */
export const answerProblemCodes = [
  "answer.needs_evidence",
  "answer.evidence_expired",
  "answer.needs_missing",
  "answer.needs_owner",
  "answer.needs_due",
  "answer.due_passed",
  "answer.needs_reason",
  "answer.needs_coverage",
  "answer.coverage_out_of_range",
  "answer.covers_nothing",
  "answer.needs_exceptions",
  "answer.needs_maturity",
  "answer.maturity_out_of_range",
  "answer.mandatory_not_applicable",
  // The words of the control were corrected since (asked-again.ts).
  "answer.asked_again",
] as const;
export type AnswerProblemCode = (typeof answerProblemCodes)[number];
export type AnswerProblem = { readonly field: Field | "verdict"; readonly code: AnswerProblemCode };

export function fieldsDemanded(
  book: RuleBook,
  control: ScoredControl,
  tier: string,
  verdict: Verdict,
): Fields {
  const coverage: Field[] = control.asksCoverage ? ["coveragePercent"] : [];
  const exceptions: Field[] = control.asksCoverage ? ["exceptions"] : [];
  const maturity: Field[] = asksMaturity(book, control.weight, tier) ? ["maturity"] : [];
  switch (verdict) {
    case "met":
      return { demanded: ["evidence", ...coverage, ...maturity], offered: ["how", ...exceptions] };
    case "partly":
      return {
        demanded: ["missing", "owner", "dueOn", ...coverage, ...maturity],
        offered: ["how", "evidence", ...exceptions],
      };
    case "not_met":
      return {
        demanded: ["missing", "owner", "dueOn", ...maturity],
        offered: ["how", "evidence", ...coverage],
      };
    case "unknown":
      return { demanded: ["owner", "dueOn"], offered: ["how"] };
    case "not_applicable":
      return { demanded: ["reason"], offered: ["evidence"] };
  }
}

export type CheckInput = {
  readonly book: RuleBook;
  readonly control: ScoredControl;
  readonly tier: string;
  readonly scope: ScopeAnswers;
  readonly answer: GivenAnswer;
  /** The day of the answer, in the company's zone. */
  readonly today: Day;
};

/** Everything that keeps the answer from standing, by field; an empty list means it can be submitted. */
export function checkAnswer({ book, control, tier, scope, answer, today }: CheckInput): AnswerProblem[] {
  const { demanded } = fieldsDemanded(book, control, tier, answer.verdict);
  const problems = demanded.flatMap((field) => problemOf(field, answer, today));
  // A yes with a hidden exception is the commonest false answer: below 100 % the exceptions must be named.
  if (
    answer.verdict === "met" &&
    isPartial(answer) &&
    demanded.includes("coveragePercent") &&
    isBlank(answer.exceptions)
  ) {
    problems.push({ field: "exceptions", code: "answer.needs_exceptions" });
  }
  if (answer.verdict === "not_applicable" && applicable(control, tier, scope).isMandatory) {
    problems.push({ field: "verdict", code: "answer.mandatory_not_applicable" });
  }
  return problems;
}

const isBlank = (text: string | null | undefined) => !text?.trim();
const isPartial = ({ coveragePercent }: GivenAnswer) =>
  typeof coveragePercent === "number" && coveragePercent < 100;

function problemOf(field: Field, answer: GivenAnswer, today: Day): AnswerProblem[] {
  const code = codeOf(field, answer, today);
  return code ? [{ field, code }] : [];
}

function codeOf(field: Field, answer: GivenAnswer, today: Day): AnswerProblemCode | null {
  switch (field) {
    case "evidence":
      if (answer.evidenceValidUntil.length === 0) return "answer.needs_evidence";
      return answer.evidenceValidUntil.every((last) => last < today) ? "answer.evidence_expired" : null;
    case "missing":
      return isBlank(answer.missing) ? "answer.needs_missing" : null;
    case "owner":
      return isBlank(answer.owner) ? "answer.needs_owner" : null;
    case "dueOn":
      if (!answer.dueOn) return "answer.needs_due";
      return answer.dueOn < today ? "answer.due_passed" : null;
    case "reason":
      return isBlank(answer.reason) ? "answer.needs_reason" : null;
    case "coveragePercent":
      return coverageCode(answer);
    case "maturity":
      if (typeof answer.maturity !== "number") return "answer.needs_maturity";
      return Number.isInteger(answer.maturity) && answer.maturity >= 0 && answer.maturity <= 5
        ? null
        : "answer.maturity_out_of_range";
    case "exceptions":
    case "how":
      return null;
  }
}

function coverageCode({ coveragePercent, verdict }: GivenAnswer): AnswerProblemCode | null {
  if (typeof coveragePercent !== "number") return "answer.needs_coverage";
  if (!(coveragePercent >= 0 && coveragePercent <= 100)) return "answer.coverage_out_of_range";
  return verdict === "met" && coveragePercent === 0 ? "answer.covers_nothing" : null;
}
