// Where in an edition something stands, in the words of the pages on which it is written. Pure; for pages and server.
import type { Told } from "#core/text/told.ts";

/** Steps from the whole: names of properties, and in a list the id of the entry or its number from 0. */
export type Steps = readonly string[];

/** The labels that the pages have; what stands on no page has one of its own. */
const names: Readonly<Record<string, string>> = {
  standard: "place.standard",
  code: "place.code",
  edition: "place.edition",
  original: "place.original",
  date: "place.date",
  name: "frameOf.said.name",
  purpose: "frameOf.said.purpose",
  revisionRule: "frameOf.said.revisionRule",
  parametersNote: "frameOf.said.parametersNote",
  reviewCycleMonths: "place.reviewCycle",
  areas: "draft.area",
  question: "frameOf.said.question",
  topics: "draft.topic",
  functions: "draft.functions",
  harms: "draft.harms",
  tiers: "place.tier",
  criteria: "frameOf.said.criteria",
  onSiteAuditEveryYears: "frameOf.visitYears",
  tierRule: "frameOf.said.tierRule",
  scopeConditions: "draft.condition",
  sharedServices: "place.service",
  inheritanceRule: "frameOf.said.inheritanceRule",
  answerScale: "place.verdict",
  halfPoints: "place.points",
  needs: "frameOf.said.needs",
  maturity: "place.maturity",
  levels: "place.level",
  level: "place.level",
  meaning: "frameOf.said.meaning",
  rule: "frameOf.said.rule",
  weights: "draft.weight",
  assuranceLevels: "place.assurance",
  scoring: "place.scoring",
  meetsFromPercent: "frameOf.meetsFrom",
  seriousBelowPercent: "frameOf.seriousBelow",
  results: "place.result",
  companyScore: "frameOf.said.companyScore",
  mandatoryRule: "frameOf.said.mandatoryRule",
  missingAnswers: "frameOf.said.missingAnswers",
  groupView: "frameOf.said.groupView",
  cadences: "draft.cadence",
  evidenceValidDays: "frameOf.days",
  evidenceValidityRule: "frameOf.said.evidenceValidityRule",
  referenceSets: "place.referenceSet",
  note: "place.note",
  parameters: "place.parameter",
  label: "frameOf.label",
  value: "place.value",
  controls: "standard.control",
  control: "standard.control",
  id: "draft.id",
  area: "draft.area",
  topic: "draft.topic",
  evidence: "control.proof",
  examples: "place.examples",
  title: "draft.titleOf",
  requirement: "draft.requirement",
  guidance: "draft.guidance",
  auditTest: "draft.auditTest",
  mandatory: "demand.mandatory",
  weight: "draft.weight",
  appliesWhen: "draft.condition",
  cadence: "draft.cadence",
  metric: "place.metric",
  inheritsFrom: "draft.service",
  asksCoverage: "draft.coverage",
  references: "draft.references",
  translationsBehind: "place.translationsBehind",
  errata: "place.erratum",
  number: "place.number",
  issuedAt: "place.issuedAt",
  asksAgain: "place.asksAgain",
  before: "place.before",
  words: "place.words",
  carryOver: "place.carryOver",
  fromIds: "place.cameFrom",
  carry: "place.carry",
  reason: "place.reason",
};
/** Lists of texts that are counted on the page. */
const counted: Readonly<Record<string, string>> = { evidence: "draft.evidence", examples: "draft.example" };
/** What holds entries: the next step says which. */
const holders: ReadonlySet<string> = new Set([
  "areas",
  "topics",
  "functions",
  "harms",
  "tiers",
  "scopeConditions",
  "sharedServices",
  "answerScale",
  "levels",
  "weights",
  "assuranceLevels",
  "results",
  "cadences",
  "referenceSets",
  "parameters",
  "controls",
  "references",
  "carryOver",
  "fromIds",
  "errata",
]);
const languages: ReadonlySet<string> = new Set(["en", "ja", "zh"]);

/** `["controls", "ORG-01", "title", "ja"]` as Control ORG-01 › Title (Japanese). A name that no page has stands as it is. */
export function placeOf(steps: Steps): Told {
  const places: (Told | string)[] = [];
  for (let at = 0; at < steps.length; at += 1) {
    const [step = "", next] = [steps[at], steps[at + 1]];
    const [list, what] = [counted[step], places.at(-1)];
    if (list !== undefined && next !== undefined) {
      places.push({ key: list, values: { number: Number(next) + 1 } });
      at += 1;
    } else if (holders.has(step) && next !== undefined) {
      places.push({ all: [named(step), entryOf(next)], between: " " });
      at += 1;
    } else if (languages.has(step) && what !== undefined)
      places.splice(-1, 1, { key: `place.in.${step}`, values: { what } });
    else places.push(named(step));
  }
  return { all: places, between: " › " };
}

/** As a whole: a list of texts that are counted one by one has the name of its column. */
const named = (step: string): Told | string => (names[step] === undefined ? step : { key: names[step] });
const entryOf = (step: string): Told | string =>
  /^\d+$/.test(step) ? { key: "place.nth", values: { number: Number(step) + 1 } } : step;

/** `/controls/12/weight` as its steps, with the ids of the entries of lists in place of their numbers. */
export function stepsOf(data: unknown, pointer: string): Steps {
  let here = data;
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => {
      here = typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined;
      return idOf(here) ?? step;
    });
}

const idOf = (value: unknown) =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string"
    ? value.id
    : undefined;
