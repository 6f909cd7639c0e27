// What a lateral check and each answer to it is; what an answer lacks; what becomes a finding, and by when. Pure.
import { dueOf, type SeverityRule } from "#modules/findings/rules.ts";

export const answers = ["affected", "not_affected", "fixed", "not_known"] as const;
export type Answer = (typeof answers)[number];

/** Where a company stands: what it answered, nothing yet, or gone before it answered. */
export const standings = [...answers, "open", "left"] as const;
export type Standing = (typeof standings)[number];

export const questionKinds = ["yes_no", "choice", "number", "text"] as const;
export type QuestionKind = (typeof questionKinds)[number];

export type Question = {
  id: string;
  kind: QuestionKind;
  options: readonly unknown[];
  isRequired: boolean;
};

export type Given = {
  answer: Answer;
  fixedOn: string | null;
  replies: Readonly<Record<string, string>>;
  reason: string;
};

/** As people quote it: of the group L-2026-004, of a division with its code. */
export const numberOf = (one: {
  issuerKind: "group" | "division";
  issuerCode: string;
  fiscalYear: number;
  serial: number;
}): string =>
  [
    "L",
    ...(one.issuerKind === "group" ? [] : [one.issuerCode]),
    one.fiscalYear,
    String(one.serial).padStart(3, "0"),
  ].join("-");

/** Who looks and does not know yet still owes the answer: the duty stays, and rises when its day is over. */
export const settles = (answer: Answer): boolean => answer !== "not_known";

/** A reply of the kind that was asked for; a choice says the place of its option. */
export function isReplyTo(question: Question, value: string): boolean {
  switch (question.kind) {
    case "yes_no":
      return value === "yes" || value === "no";
    case "choice":
      return /^\d{1,2}$/.test(value) && Number(value) < question.options.length;
    case "number":
      return /^-?\d{1,12}(\.\d{1,4})?$/.test(value);
    case "text":
      return value.trim() !== "";
  }
}

/** The furthest day on which somebody promises to have fixed it. */
const mostDaysAhead = 730;

/**
 * What is wrong with an answer, as a code of refusal. Further questions are for whoever is or was affected: who is not has answered
 * with one tap.
 */
export function lackOf(
  questions: readonly Question[],
  given: Given,
  { today, isLateCorrection }: { today: string; isLateCorrection: boolean },
): string | null {
  if ((given.answer === "fixed") !== (given.fixedOn !== null)) return "lateral_check.fixed_day";
  if (given.fixedOn && daysBetween(today, given.fixedOn) > mostDaysAhead) return "lateral_check.fixed_day";
  for (const [id, value] of Object.entries(given.replies)) {
    const question = questions.find((one) => one.id === id);
    if (!question || !isReplyTo(question, value)) return "lateral_check.reply_kind";
  }
  const isConcerned = given.answer === "affected" || given.answer === "fixed";
  if (isConcerned && questions.some((one) => one.isRequired && given.replies[one.id] === undefined))
    return "lateral_check.reply_missing";
  return isLateCorrection && given.reason.trim() === "" ? "lateral_check.reason_needed" : null;
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Something answered is put right after its day. */
export const isLateCorrection = (answer: Answer | null, dueOn: string, today: string): boolean =>
  answer !== null && dueOn < today;

/**
 * Whether a finding is raised of it: affected, or to be fixed on a day that has not come. What was fixed already is told and no more.
 */
export const fallsShort = (answer: Answer | null, fixedOn: string | null, today: string): boolean =>
  answer === "affected" || (answer === "fixed" && fixedOn !== null && fixedOn > today);

/** The day that the company named itself, but never a later one than the severity gives. */
export function findingDueOn(rule: SeverityRule, fixedOn: string | null, today: string): string {
  const latest = dueOf(rule, today);
  return fixedOn !== null && fixedOn >= today && fixedOn < latest ? fixedOn : latest;
}

/** The same weakness at the same company is the same finding, however often it is asked for: of one source one key. */
export const sameKeyOf = (sourceId: string | null, checkId: string): string =>
  `lateral:${sourceId ?? checkId}`;

/** Null where it may be done, else the key that says why not. */
export function canOf(one: {
  closedAt: string | null;
  isOwnUnit: boolean;
  isExercise: boolean;
  toRaise: number;
  /** Have not answered, or do not know. */
  owing: number;
}) {
  const run = !one.isOwnUnit ? "lateral_check.not_own_unit" : one.closedAt ? "lateral_check.closed" : null;
  return {
    add: run,
    close: run,
    remind: run ?? (one.owing === 0 ? "lateral_check.nobody_owes" : null),
    raise:
      run ??
      (one.isExercise ? "lateral_check.exercise" : null) ??
      (one.toRaise === 0 ? "lateral_check.nothing_to_raise" : null),
  };
}
