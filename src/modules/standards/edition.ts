// Lent to later modules.
// What an edition of a standard is: plain data, checked by a schema. The built-in standard and imported catalogues
// have the same form; areas, tiers, scales, thresholds and cadences are data, never code.
import Type, { type Static } from "typebox";

/** Keeps the literal words of a list as the type, where `Type.Union` of mapped literals would lose them. */
function oneOf<const T extends readonly string[]>(...words: T) {
  return Type.Unsafe<T[number]>(Type.Enum([...words]));
}

/** One text in the languages it is written in; at least one. Read it with `textIn`. */
export const Texts = Type.Object(
  {
    en: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
    ja: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
    zh: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type Texts = Static<typeof Texts>;
export type TextLanguage = keyof Texts;

/** Guidance is prose of pages: as long as what a catalogue that is taken over may say (catalogues/oscal/catalog.ts). */
const LongText = Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 }));
const LongTexts = Type.Object(
  { en: LongText, ja: LongText, zh: LongText },
  { additionalProperties: false, minProperties: 1 },
);

export const Key = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_.()-]*$", minLength: 1, maxLength: 40 });
const MetricKey = Type.String({ pattern: "^[a-z][a-z0-9_]*$", maxLength: 80 });
const Named = Type.Object({ id: Key, name: Texts }, { additionalProperties: false });
const listOf = <T extends Type.TSchema>(of: T, maxItems: number, minItems = 0) =>
  Type.Array(of, { minItems, maxItems });
const closed = <T extends Type.TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
const Percent = Type.Integer({ minimum: 0, maximum: 100 });

export const DemandWord = oneOf("required", "recommended", "none");
export const VerdictId = oneOf("met", "partly", "not_met", "unknown", "not_applicable");
export const ResultId = oneOf("meets", "improve", "serious", "not_known");
export const AssuranceId = oneOf("declared", "documented", "measured", "verified");

/** What a control says, in the order in which the texts are written and read. */
const words = {
  title: Texts,
  requirement: Texts,
  /** How it is meant and what to think of. It asks nothing, so that another guidance is no other question. */
  guidance: Type.Optional(LongTexts),
  /** Ways of doing it, never demanded. */
  examples: Type.Optional(listOf(Texts, 50)),
  evidence: listOf(Texts, 20),
  /** As long as guidance: the objectives of SP 800-53A for one control fill pages. */
  auditTest: Type.Optional(LongTexts),
};
export const ControlWords = Type.Object(words);
export type ControlWords = Static<typeof ControlWords>;

/** The words of a control as written: insertions of parameters stand in them. What it does not say is not there. */
export const wordsOf = ({
  title,
  requirement,
  guidance,
  examples = [],
  evidence,
  auditTest,
}: ControlWords): ControlWords => ({
  title,
  requirement,
  ...(guidance ? { guidance } : {}),
  ...(examples.length > 0 ? { examples } : {}),
  evidence,
  ...(auditTest ? { auditTest } : {}),
});

/** A control with other words; what these do not say it no longer says. */
export function withWords<T extends ControlWords>(control: T, words: ControlWords): T {
  const { guidance: _, examples: __, auditTest: ___, ...rest } = control;
  return { ...rest, ...wordsOf(words) } as T;
}

export const Control = closed({
  id: Key,
  area: Key,
  topic: Key,
  ...words,
  /** By tier. A tier that is not named asks nothing. */
  tiers: Type.Record(Key, DemandWord),
  mandatory: Type.Boolean(),
  weight: Type.Integer({ minimum: 0, maximum: 10 }),
  functions: listOf(Key, 10),
  harms: listOf(Key, 10),
  appliesWhen: Key,
  cadence: Key,
  /** Key of a figure that the product can compute from its ledgers. */
  metric: Type.Optional(MetricKey),
  /** The shared service whose provider can answer first. */
  inheritsFrom: Type.Optional(Key),
  /** Whether a yes must say of what share it is true, with its exceptions. */
  asksCoverage: Type.Boolean(),
  /** Reference set -> ids of the items this control helps to meet. */
  references: Type.Record(Key, listOf(Type.String({ minLength: 1, maxLength: 40 }), 200)),
});
export type Control = Static<typeof Control>;

/** Everything of an edition but its controls; stored as `editions.frame`. */
export const Frame = closed({
  standard: closed({
    code: Key,
    edition: Key,
    /** The language it is written in first; the others are translations. English where nothing is said. */
    original: Type.Optional(oneOf("en", "ja", "zh")),
    date: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" })),
    name: Texts,
    purpose: Type.Optional(Texts),
    revisionRule: Type.Optional(Texts),
    parametersNote: Type.Optional(Texts),
    reviewCycleMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
  }),
  areas: listOf(closed({ id: Key, name: Texts, question: Type.Optional(Texts) }), 100, 1),
  topics: listOf(Named, 500),
  functions: listOf(Named, 50),
  harms: listOf(Named, 50),
  tiers: listOf(
    closed({
      id: Key,
      name: Texts,
      criteria: Type.Optional(Texts),
      onSiteAuditEveryYears: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    }),
    20,
    1,
  ),
  tierRule: Type.Optional(Texts),
  scopeConditions: listOf(closed({ id: Key, question: Texts }), 50, 1),
  sharedServices: listOf(Named, 100),
  inheritanceRule: Type.Optional(Texts),
  /** The five verdicts. Worth in half points, so that every score is a whole-number sum; null leaves the denominator. */
  answerScale: listOf(
    closed({
      id: VerdictId,
      name: Texts,
      halfPoints: Type.Union([Type.Integer({ minimum: 0, maximum: 2 }), Type.Null()]),
      needs: Texts,
    }),
    5,
    5,
  ),
  maturity: closed({
    levels: listOf(
      closed({ level: Type.Integer({ minimum: 0, maximum: 5 }), name: Texts, meaning: Texts }),
      6,
    ),
    rule: Type.Optional(Texts),
    /** Asked only of controls of these weights and in these tiers; empty lists ask it nowhere. */
    weights: listOf(Type.Integer({ minimum: 0, maximum: 10 }), 11),
    tiers: listOf(Key, 20),
  }),
  assuranceLevels: listOf(closed({ id: AssuranceId, name: Texts, meaning: Texts }), 4, 4),
  scoring: closed({
    meetsFromPercent: Percent,
    seriousBelowPercent: Percent,
    results: listOf(closed({ id: ResultId, name: Texts, rule: Texts }), 4, 4),
    companyScore: Type.Optional(Texts),
    mandatoryRule: Type.Optional(Texts),
    missingAnswers: Type.Optional(Texts),
    groupView: Type.Optional(Texts),
  }),
  cadences: listOf(
    closed({ id: Key, name: Texts, evidenceValidDays: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
    50,
    1,
  ),
  evidenceValidityRule: Type.Optional(Texts),
  referenceSets: listOf(closed({ id: Key, name: Texts, note: Type.Optional(Texts) }), 50),
  /** Values of the group's own that stand in texts as `{{ insert: param, id }}`; one without a value is read as a blank. */
  parameters: Type.Optional(listOf(closed({ id: Key, label: Texts, value: Type.Optional(Texts) }), 3000)),
});
export type Frame = Static<typeof Frame>;

export const EditionContent = Type.Object(
  { ...Frame.properties, controls: listOf(Control, 3000, 1) },
  { additionalProperties: false },
);
export type EditionContent = Static<typeof EditionContent>;

const fallback: readonly TextLanguage[] = ["en", "ja", "zh"];

/** The text in a language, else in the first one it is written in. */
export function textIn(texts: Texts, language: TextLanguage): string {
  return texts[language] ?? fallback.map((one) => texts[one]).find((text) => text !== undefined) ?? "";
}

/** The language `textIn` falls back to, so that the page can say which one it shows. */
export const languageOf = (texts: Texts, wanted: TextLanguage): TextLanguage =>
  texts[wanted] === undefined ? (fallback.find((one) => texts[one] !== undefined) ?? wanted) : wanted;

export function frameOf(content: EditionContent): Frame {
  const frame: Partial<EditionContent> = { ...content };
  delete frame.controls;
  return frame as Frame;
}
