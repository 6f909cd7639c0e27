// Whether a piece of data is an edition: first its form, then that everything it names exists.
import type { Told } from "#core/text/told.ts";
import type { TSchema } from "typebox";
import { Errors } from "typebox/value";
import { type Control, EditionContent, type Frame } from "./edition.ts";
import { insertedIn } from "./parameters.ts";
import { placeOf, type Steps, stepsOf } from "./places.ts";

export type EditionProblem = {
  /** Lists are walked by id, not by number: controls, ORG-01, area. */
  readonly steps: Steps;
  readonly fault: Fault;
  /** Where a control names something that the edition does not have. */
  readonly unknown?: { readonly field: string; readonly list: string; readonly value: string };
};
/** Why; `edition.fault.*` says it to people. */
type Fault = { readonly code: string; readonly values?: Readonly<Record<string, unknown>> };

/** In the reader's language: where, in the words of the pages, and why. */
export const problemTold = ({ steps, fault }: EditionProblem): Told => ({
  key: steps.length > 0 ? "edition.faultAt" : "edition.faultOfAll",
  values: { place: placeOf(steps), why: { key: `edition.fault.${fault.code}`, values: fault.values ?? {} } },
});

/** For developers. */
export const problemPlain = ({ steps, fault }: EditionProblem): string =>
  `${steps.join(".")}: ${fault.code}${fault.values ? ` ${JSON.stringify(fault.values)}` : ""}`;

/** Everything that keeps the data from being an edition; an empty list means that it is one. */
export function checkEdition(data: unknown): EditionProblem[] {
  const ofForm = formProblems(data);
  return ofForm.length > 0 ? ofForm : nameProblems(data as EditionContent);
}

// An alternative that failed is reported by the whole choice, so its branches would only be noise.
const isBranch = (schemaPath: string) => /\/(anyOf|oneOf)\/\d/.test(schemaPath);

const formProblems = (data: unknown): EditionProblem[] => schemaProblems(EditionContent, data);

/** What of a piece of data is not as its schema wants it. */
export function schemaProblems(schema: TSchema, data: unknown): EditionProblem[] {
  return [...Errors(schema, data)]
    .filter((error) => !isBranch(error.schemaPath) && error.keyword !== "boolean")
    .flatMap((error): EditionProblem[] => {
      const steps = stepsOf(data, error.instancePath);
      const params = error.params as Record<string, unknown>;
      const each = (name: string, code: string) =>
        listOf(params[name]).map((key) => ({ steps: [...steps, key], fault: { code } }));
      if (error.keyword === "required") return each("requiredProperties", "missing");
      if (error.keyword === "additionalProperties") return each("additionalProperties", "unknown_key");
      return [{ steps, fault: faultOf(error.keyword, params, valueAt(data, error.instancePath)) }];
    });
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const valueAt = (data: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .reduce<unknown>(
      (here, step) =>
        typeof here === "object" && here !== null
          ? (here as Record<string, unknown>)[step.replaceAll("~1", "/").replaceAll("~0", "~")]
          : undefined,
      data,
    );

const days = /^\^\\d\{4\}/;

function faultOf(keyword: string, params: Record<string, unknown>, value: unknown): Fault {
  const { limit } = params;
  if (keyword === "type") return { code: "type", values: { wanted: wantedOf(params["type"]) } };
  if (keyword === "enum" || keyword === "const")
    return { code: "choice", values: { choices: listOf(params["allowedValues"]).join(", ") || "–" } };
  if (keyword === "minLength") return { code: "empty" };
  if (keyword === "maxLength")
    return { code: "too_long", values: { limit, length: typeof value === "string" ? value.length : 0 } };
  if (keyword === "minimum" || keyword === "maximum") return { code: keyword, values: { limit } };
  if (keyword === "minItems" || keyword === "maxItems") return { code: keyword, values: { limit } };
  if (keyword === "minProperties") return { code: "no_language" };
  if (keyword === "uniqueItems") return { code: "twice" };
  if (keyword === "pattern") return { code: days.test(String(params["pattern"])) ? "day_form" : "key_form" };
  if (keyword === "format") return { code: "moment_form" };
  return { code: "form" };
}

const kinds: ReadonlySet<string> = new Set(["string", "integer", "number", "boolean", "array", "object"]);
const wantedOf = (type: unknown): Told | string => {
  const [kind = ""] = (Array.isArray(type) ? type : [type]).map(String);
  return kinds.has(kind) ? { key: `edition.kind.${kind}` } : kind;
};

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
      .map((tier) => unknown(["maturity", "tiers"], "tiers", tier)),
    ...content.controls.flatMap((control) => controlProblems(control, known)),
  ];
}

function repeated(path: string, list: readonly { id: string }[]): EditionProblem[] {
  const seen = new Set<string>();
  return list
    .filter((one) => seen.has(one.id) || !seen.add(one.id))
    .map((one) => ({ steps: [...path.split("."), one.id], fault: { code: "twice" } }));
}

function thresholdProblems({ scoring }: EditionContent): EditionProblem[] {
  if (scoring.seriousBelowPercent <= scoring.meetsFromPercent) return [];
  return [{ steps: ["scoring", "seriousBelowPercent"], fault: { code: "threshold" } }];
}

/** Everything that a control names and the edition does not know. */
export function controlProblems(control: Control, known: Known): EditionProblem[] {
  const at = (field: string) => ["controls", control.id, field];
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

const unknown = (steps: Steps, list: string, value: string): EditionProblem => ({
  steps,
  fault: { code: "not_among", values: { value, list: placeOf([list]) } },
});
