// Whether a piece of data is an edition: first its form, then that everything it names exists.
import { Errors } from "typebox/value";
import { type Control, EditionContent, type Frame } from "./edition.ts";
import { insertedIn } from "./parameters.ts";

export type EditionProblem = {
  /** Lists are walked by id, not by number: `controls.ORG-01.area`. */
  readonly path: string;
  readonly reason: string;
  /** Where a control names something that the edition does not have. */
  readonly unknown?: { readonly field: string; readonly list: string; readonly value: string };
};

/** Everything that keeps the data from being an edition; an empty list means that it is one. */
export function checkEdition(data: unknown): EditionProblem[] {
  const ofForm = formProblems(data);
  return ofForm.length > 0 ? ofForm : nameProblems(data as EditionContent);
}

// An alternative that failed is reported by the whole choice, so its branches would only be noise.
const isBranch = (schemaPath: string) => /\/(anyOf|oneOf)\/\d/.test(schemaPath);

function formProblems(data: unknown): EditionProblem[] {
  return [...Errors(EditionContent, data)]
    .filter((error) => !isBranch(error.schemaPath) && error.keyword !== "boolean")
    .map((error) => ({ path: readablePath(data, error.instancePath), reason: reasonOf(error) }));
}

function reasonOf(error: { message: string; keyword: string; params: object }): string {
  if ("additionalProperties" in error.params)
    return `${error.message}: ${String(error.params.additionalProperties)}`;
  if ("allowedValues" in error.params) return `${error.message}: ${String(error.params.allowedValues)}`;
  return error.message;
}

/** `/controls/12/weight` as `controls.ORG-13.weight`. */
function readablePath(data: unknown, pointer: string): string {
  let here = data;
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps
    .map((step) => {
      here = typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined;
      return idOf(here) ?? step;
    })
    .join(".");
}

const idOf = (value: unknown) =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string"
    ? value.id
    : undefined;

type Ids = ReadonlySet<string>;
type Known = Record<
  | "areas"
  | "topics"
  | "functions"
  | "harms"
  | "tiers"
  | "scopeConditions"
  | "sharedServices"
  | "cadences"
  | "referenceSets"
  | "parameters",
  Ids
>;

const ids = (list: readonly { id: string }[]): Ids => new Set(list.map((one) => one.id));

export const knownIn = (content: Frame): Known => ({
  areas: ids(content.areas),
  topics: ids(content.topics),
  functions: ids(content.functions),
  harms: ids(content.harms),
  tiers: ids(content.tiers),
  scopeConditions: ids(content.scopeConditions),
  sharedServices: ids(content.sharedServices),
  cadences: ids(content.cadences),
  referenceSets: ids(content.referenceSets),
  parameters: ids(content.parameters ?? []),
});

function nameProblems(content: EditionContent): EditionProblem[] {
  return [...repeated("controls", content.controls), ...frameProblems(content)];
}

/** What does not hold together within the frame, and between it and its controls. */
export function frameProblems(content: EditionContent): EditionProblem[] {
  const known = knownIn(content);
  return [
    ...(Object.keys(known) as (keyof Known)[]).flatMap((list) => repeated(list, content[list] ?? [])),
    ...repeated("answerScale", content.answerScale),
    ...repeated("assuranceLevels", content.assuranceLevels),
    ...repeated("scoring.results", content.scoring.results),
    ...thresholdProblems(content),
    ...content.maturity.tiers
      .filter((tier) => !known.tiers.has(tier))
      .map((tier) => unknown("maturity.tiers", "tiers", tier)),
    ...content.controls.flatMap((control) => controlProblems(control, known)),
  ];
}

function repeated(path: string, list: readonly { id: string }[]): EditionProblem[] {
  const seen = new Set<string>();
  return list
    .filter((one) => seen.has(one.id) || !seen.add(one.id))
    .map((one) => ({ path: `${path}.${one.id}`, reason: "is there twice" }));
}

function thresholdProblems({ scoring }: EditionContent): EditionProblem[] {
  if (scoring.seriousBelowPercent <= scoring.meetsFromPercent) return [];
  return [{ path: "scoring.seriousBelowPercent", reason: "must not lie above meetsFromPercent" }];
}

/** Everything that a control names and the edition does not know. */
export function controlProblems(control: Control, known: Known): EditionProblem[] {
  const at = (field: string) => `controls.${control.id}.${field}`;
  const check = (field: string, list: keyof Known, values: readonly (string | undefined)[]) =>
    values
      .filter((value) => value !== undefined && !known[list].has(value))
      .map((value) => ({
        ...unknown(at(field), list, String(value)),
        unknown: { field, list, value: String(value) },
      }));
  return [
    ...check("area", "areas", [control.area]),
    ...check("topic", "topics", [control.topic]),
    ...check("functions", "functions", control.functions),
    ...check("harms", "harms", control.harms),
    ...check("tiers", "tiers", Object.keys(control.tiers)),
    ...check("appliesWhen", "scopeConditions", [control.appliesWhen]),
    ...check("cadence", "cadences", [control.cadence]),
    ...check("inheritsFrom", "sharedServices", [control.inheritsFrom]),
    ...check("references", "referenceSets", Object.keys(control.references)),
    ...check("title", "parameters", insertedIn(control.title)),
    ...check("requirement", "parameters", insertedIn(control.requirement)),
    ...check("evidence", "parameters", control.evidence.flatMap(insertedIn)),
    ...check("auditTest", "parameters", control.auditTest ? insertedIn(control.auditTest) : []),
    ...check("guidance", "parameters", control.guidance ? insertedIn(control.guidance) : []),
    ...check("examples", "parameters", (control.examples ?? []).flatMap(insertedIn)),
  ];
}

const unknown = (path: string, list: string, value: string): EditionProblem => ({
  path,
  reason: `${value} is not among ${list}`,
});
