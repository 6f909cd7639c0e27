// An edition as one reader sees it: words in that reader's language, and how many controls stand behind each of them.
import type { Output } from "#core/contract.ts";
import type { Language } from "#core/context.ts";
import type { standards } from "./contract.ts";
import { type Control, type EditionContent, languageOf, textIn, type Texts } from "./edition.ts";
import { groupOf } from "./references.ts";

type Edition = Output<typeof standards.getEdition>;
type Coverage = Output<typeof standards.getCoverage>;
type Said = { text: string; lang: Language };

export const said = (texts: Texts, language: Language): Said => ({
  text: textIn(texts, language),
  lang: languageOf(texts, language),
});
export const saidOrNull = (texts: Texts | undefined, language: Language): Said | null =>
  texts ? said(texts, language) : null;

type Summary = Omit<
  Edition,
  keyof Output<typeof standards.listEditions>["rows"][number] | "referenceSets" | "can"
>;

export function summaryOf(content: EditionContent, language: Language): Summary {
  const say = (texts: Texts) => said(texts, language);
  const maybe = (texts: Texts | undefined) => saidOrNull(texts, language);
  const { standard, scoring, maturity } = content;
  return {
    ...countedLists(content, language),
    purpose: maybe(standard.purpose),
    revisionRule: maybe(standard.revisionRule),
    parametersNote: maybe(standard.parametersNote),
    languages: languagesOf(standard.name),
    tierRule: maybe(content.tierRule),
    inheritanceRule: maybe(content.inheritanceRule),
    evidenceValidityRule: maybe(content.evidenceValidityRule),
    answerScale: content.answerScale.map(({ id, name, needs, halfPoints }) => ({
      id,
      name: say(name),
      needs: say(needs),
      halfPoints,
    })),
    assuranceLevels: content.assuranceLevels.map(({ id, name, meaning }) => ({
      id,
      name: say(name),
      meaning: say(meaning),
    })),
    maturity: {
      levels: maturity.levels.map(({ level, name, meaning }) => ({
        level,
        name: say(name),
        meaning: say(meaning),
      })),
      rule: maybe(maturity.rule),
      weights: maturity.weights,
      tiers: maturity.tiers,
    },
    scoring: {
      meetsFromPercent: scoring.meetsFromPercent,
      seriousBelowPercent: scoring.seriousBelowPercent,
      results: scoring.results.map(({ id, name, rule }) => ({ id, name: say(name), rule: say(rule) })),
      companyScore: maybe(scoring.companyScore),
      mandatoryRule: maybe(scoring.mandatoryRule),
      missingAnswers: maybe(scoring.missingAnswers),
      groupView: maybe(scoring.groupView),
    },
  };
}

const languagesOf = (texts: Texts) =>
  (["en", "ja", "zh"] as const).filter((language) => texts[language] !== undefined);

type Lists = Pick<
  Summary,
  "areas" | "topics" | "functions" | "harms" | "tiers" | "scopeConditions" | "sharedServices" | "cadences"
>;

function countedLists(content: EditionContent, language: Language): Lists {
  const { controls } = content;
  const say = (texts: Texts) => said(texts, language);
  const count = (holds: (control: Control) => boolean) => controls.filter(holds).length;
  const named = (list: EditionContent["topics"], holds: (control: Control, id: string) => boolean) =>
    list.map(({ id, name }) => ({ id, name: say(name), controls: count((control) => holds(control, id)) }));
  return {
    areas: content.areas.map(({ id, name, question }) => ({
      id,
      name: say(name),
      question: saidOrNull(question, language),
      controls: count((control) => control.area === id),
      mandatory: count((control) => control.area === id && control.mandatory),
      weight: controls.reduce((sum, control) => (control.area === id ? sum + control.weight : sum), 0),
    })),
    topics: named(content.topics, (control, id) => control.topic === id),
    functions: named(content.functions, (control, id) => control.functions.includes(id)),
    harms: named(content.harms, (control, id) => control.harms.includes(id)),
    sharedServices: named(content.sharedServices, (control, id) => control.inheritsFrom === id),
    tiers: content.tiers.map(({ id, name, criteria, onSiteAuditEveryYears }) => ({
      id,
      name: say(name),
      criteria: saidOrNull(criteria, language),
      visitYears: onSiteAuditEveryYears ?? null,
      required: count((control) => control.tiers[id] === "required"),
      recommended: count((control) => control.tiers[id] === "recommended"),
      mandatory: count((control) => control.mandatory && control.tiers[id] === "required"),
    })),
    scopeConditions: content.scopeConditions.map(({ id, question }) => ({
      id,
      question: say(question),
      controls: count((control) => control.appliesWhen === id),
    })),
    cadences: content.cadences.map(({ id, name, evidenceValidDays }) => ({
      id,
      name: say(name),
      evidenceValidDays,
      controls: count((control) => control.cadence === id),
    })),
  };
}

type Wording = NonNullable<Output<typeof standards.getControl>["original"]>;

/** What a control says to one reader, each text in the first language there is where it is not written in the reader's. */
export const wordingIn = (control: Control, language: Language): Wording => ({
  title: said(control.title, language),
  requirement: said(control.requirement, language),
  evidence: control.evidence.map((one) => said(one, language)),
  auditTest: saidOrNull(control.auditTest, language),
  guidance: saidOrNull(control.guidance, language),
  examples: (control.examples ?? []).map((one) => said(one, language)),
});

/** The words as first written, where the reader sees a translation of them. */
export function originalOf(control: Control, language: Language, written: Language): Wording | null {
  const source = languageOf(control.requirement, written);
  return languageOf(control.requirement, language) === source ? null : wordingIn(control, source);
}

/** The words in a second language; null where there is none asked for, or the control is not written in it. */
export function besideOf(control: Control, beside: Language | undefined): Wording | null {
  return beside !== undefined && control.requirement[beside] !== undefined
    ? wordingIn(control, beside)
    : null;
}

/** The tiers in which the edition asks how mature this control is. */
export const maturityTiersOf = ({ maturity }: EditionContent, control: Control): string[] =>
  maturity.weights.includes(control.weight)
    ? maturity.tiers.filter((tier) => control.tiers[tier] === "required")
    : [];

type Item = { itemId: string; title: string | null; heading: string | null; headingTitle: string | null };

/** Every item of a catalogue with the controls that refer to it, those that nothing refers to among them. */
export function coverageOf(
  content: EditionContent,
  setId: string,
  items: readonly Item[],
  language: Language,
): Pick<Coverage, "items" | "touched" | "without"> {
  const shown = (control: Control) => ({ id: control.id, title: said(control.title, language) });
  const byItem = new Map<string, Control[]>();
  for (const control of content.controls) {
    for (const item of control.references[setId] ?? [])
      byItem.set(item, [...(byItem.get(item) ?? []), control]);
  }
  return {
    items: items.map(({ itemId, title, heading, headingTitle }) => ({
      id: itemId,
      group: heading ?? groupOf(setId, itemId),
      groupTitle: headingTitle,
      title,
      controls: (byItem.get(itemId) ?? []).map(shown),
    })),
    touched: items.filter(({ itemId }) => byItem.has(itemId)).length,
    without: content.controls.filter((control) => (control.references[setId] ?? []).length === 0).map(shown),
  };
}
