// An instruction in the making, as the form keeps it.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Input } from "#core/contract.ts";
import type { instructions } from "../contract.ts";
import type { Instruction } from "./rows.ts";

type Sent = Input<typeof instructions.draftInstruction>;
export type Language = Sent["originalLanguage"];
export type Rule = Sent["rules"][number];
export type Exception = Sent["exceptions"][number];
export type Draft = Omit<Sent, "originOn" | "subjectKind" | "subjectId" | "parentRecipientId"> & {
  originOn: string;
};

export const languages = ["ja", "en", "zh"] as const;

export const emptyDraft = (issuerUnitId: string, language: Language, today: string): Draft => ({
  issuerUnitId,
  originalLanguage: language,
  title: "",
  body: "",
  translations: {},
  why: "",
  originKind: "committee",
  originOn: "",
  originWords: "",
  acknowledgeBy: addDays(today, 7),
  dueOn: addDays(today, 30),
  riseDays: 3,
  proof: "words",
  contact: "",
  rules: [],
  exceptions: [],
});

type Above = Pick<
  Instruction,
  | "originalLanguage"
  | "title"
  | "body"
  | "translations"
  | "why"
  | "originKind"
  | "originOn"
  | "originWords"
  | "riseDays"
  | "proof"
>;

/** What an instruction from above says, to be put into one's own words; nobody below has more time than oneself. */
export const passedOn = (draft: Draft, above: Above, dueOn: string, today: string): Draft => ({
  ...draft,
  ...pickWords(above),
  acknowledgeBy: [addDays(today, 7), dueOn].toSorted()[0] ?? dueOn,
  dueOn,
});

const pickWords = (of: Above) => ({
  originalLanguage: of.originalLanguage,
  title: of.title,
  body: of.body,
  translations: of.translations,
  why: of.why,
  originKind: of.originKind,
  originOn: of.originOn ?? "",
  originWords: of.originWords,
  riseDays: of.riseDays,
  proof: of.proof,
});

export const draftOf = (of: Instruction): Draft => ({
  ...pickWords(of),
  issuerUnitId: of.issuerUnitId,
  acknowledgeBy: of.acknowledgeBy,
  dueOn: of.dueOn,
  contact: of.contact,
  rules: of.rules,
  exceptions: of.exceptions,
});

/** Rules that say something: what is begun and empty picks nobody and is not sent. */
export const saidRules = (rules: readonly Rule[]): Rule[] =>
  rules.flatMap((rule) => {
    const held = (rule.held ?? []).flatMap((one) => {
      const contains = one.contains.filter(({ words }) => words.trim() !== "");
      return contains.length > 0 ? [{ ...one, contains }] : [];
    });
    if (rule.kind === "ledgers") return held.length > 0 ? [{ ...rule, held }] : [];
    return rule.kind === "all" || (rule.unitIds ?? rule.words ?? []).length > 0 ? [rule] : [];
  });

/** As it is sent: a translation without a title or words is none. */
export const sentOf = (draft: Draft) => ({
  ...draft,
  originOn: draft.originOn || null,
  rules: saidRules(draft.rules),
  translations: Object.fromEntries(
    Object.entries(draft.translations).filter(
      ([language, words]) => language !== draft.originalLanguage && words?.title.trim() && words.body.trim(),
    ),
  ),
});

/** The first thing that is missing, as a key of the catalogue. */
export const lackOf = (draft: Draft) =>
  draft.title.trim() === ""
    ? ("instruction.titleFirst" as const)
    : draft.body.trim() === ""
      ? ("instruction.bodyFirst" as const)
      : !draft.acknowledgeBy || !draft.dueOn
        ? ("instruction.daysFirst" as const)
        : sentOf(draft).rules.length === 0
          ? ("instruction.rulesFirst" as const)
          : null;
