// A lateral check in the making, as the form keeps it.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Input } from "#core/contract.ts";
import { saidRules } from "#modules/instructions/web/parts.tsx";
import type { lateralChecks } from "../contract.ts";
import { type Language, type Question, saidIn } from "./rows.ts";

export type Sent = Input<typeof lateralChecks.openLateralCheck>;
export type Draft = Sent;
export type Rule = Sent["rules"][number];
export type Exception = Sent["exceptions"][number];

/** Days until an answer is due: a hole that is known is used within days. */
const usualDays = 5;

export type From = {
  kind: "finding" | "incident";
  id: string;
  title: string;
  detail: string;
  severity: Draft["severity"];
  reference: string;
  companyName: string;
  /** What to look at, where it is known already. */
  look?: string;
};

export const emptyDraft = (
  issuerUnitId: string,
  language: Language,
  today: string,
  from: From | null,
  rules: Draft["rules"] = [],
): Draft => ({
  issuerUnitId,
  originalLanguage: language,
  title: from?.title.slice(0, 200) ?? "",
  why: from ? withoutName(from.detail, from) : "",
  look: from?.look ?? "",
  translations: {},
  questions: [],
  contact: "",
  rules,
  needsAll: false,
  exceptions: [],
  sourceKind: from?.kind ?? null,
  sourceId: from?.id ?? null,
  sourceWords: "",
  isSourceTold: false,
  severity: from?.severity ?? "high",
  dueOn: addDays(today, usualDays),
});

/** Where it was found is told only by whoever decides so: the name of the company is taken out of what is proposed. */
const withoutName = (text: string, { companyName, reference }: From) =>
  [companyName, reference]
    .reduce((said, name) => (name ? said.replaceAll(name, "…") : said), text)
    .slice(0, 4000);

/** As it is sent: a translation without all of its words is none. */
export const sentOf = (draft: Draft): Sent => ({
  ...draft,
  rules: saidRules(draft.rules),
  questions: draft.questions.map((one) => ({
    ...one,
    words: filled(one.words),
    options: one.kind === "choice" ? one.options.map(filled) : [],
  })),
  translations: Object.fromEntries(
    Object.entries(draft.translations).filter(
      ([language, words]) =>
        language !== draft.originalLanguage && words?.title.trim() && words.why.trim() && words.look.trim(),
    ),
  ),
});

const filled = <T extends { ja?: string; en?: string; zh?: string }>(words: T) =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value?.trim())) as T;

const isWhole = (question: Question, language: Language) =>
  Boolean(question.words[language]?.trim()) &&
  (question.kind !== "choice" ||
    (question.options.length >= 2 && question.options.every((one) => one[language]?.trim())));

/** The first thing that is missing, as a key of the catalogue. */
export const lackOf = (draft: Draft) =>
  draft.title.trim() === ""
    ? ("lateral.titleFirst" as const)
    : draft.why.trim() === ""
      ? ("lateral.whyFirst" as const)
      : draft.look.trim() === ""
        ? ("lateral.lookFirst" as const)
        : draft.questions.some((one) => !isWhole(one, draft.originalLanguage))
          ? ("lateral.questionFirst" as const)
          : !draft.dueOn
            ? ("lateral.dayFirst" as const)
            : saidRules(draft.rules).length === 0
              ? ("lateral.rulesFirst" as const)
              : null;

/** The options of a choice as lines of one field, in one language; a line that goes takes the option with it. */
export const optionLines = (question: Question, language: Language) =>
  question.options.map((one) => one[language] ?? "").join("\n");
export const withLines = (question: Question, language: Language, text: string): Question => ({
  ...question,
  options: text
    .split("\n")
    .slice(0, 8)
    .map((line, at) => ({ ...question.options[at], [language]: line.slice(0, 120) })),
});

export const nextQuestion = (questions: readonly Question[]): Question | null => {
  const id = ["q1", "q2", "q3", "q4"].find((one) => !questions.some((each) => each.id === one));
  return id ? { id, kind: "yes_no", words: {}, options: [], isRequired: false } : null;
};

export const titleOfQuestion = (question: Question, language: Language, original: Language) =>
  saidIn(question.words, language, original);
