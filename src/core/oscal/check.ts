// Whether a document is OSCAL, by the schema of the version that is written here.
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import type { Told } from "#core/text/told.ts";

/** The version of every document that goes out. */
export const oscalVersion = "1.2.1";

const definitions = {
  catalog: "oscal-catalog:catalog",
  profile: "oscal-profile:profile",
  "assessment-results": "oscal-ar:assessment-results",
  "plan-of-action-and-milestones": "oscal-poam:plan-of-action-and-milestones",
  "mapping-collection": "oscal-mapping:mapping-collection",
} as const;
export type OscalModel = keyof typeof definitions;

const reference = formats.default.get("uri-reference") as RegExp;
/** What the schema takes in an `href`: stricter than what browsers open. */
export const isUriReference = (text: string): boolean => reference.test(text);

let loaded: Ajv | undefined;
const compiled = new Map<OscalModel, ValidateFunction>();

/** Compiling takes a quarter of a second, so it waits for the first document. */
function validatorOf(model: OscalModel): ValidateFunction {
  const known = compiled.get(model);
  if (known) return known;
  if (!loaded) {
    loaded = new Ajv({ strict: false, allErrors: false });
    formats.default(loaded);
    loaded.addSchema(
      JSON.parse(readFileSync(new URL(`./oscal-${oscalVersion}.json`, import.meta.url), "utf8")),
      "oscal",
    );
  }
  const validate = loaded.compile({ $ref: `oscal#/definitions/${definitions[model]}` });
  compiled.set(model, validate);
  return validate;
}

/** Where a document is no OSCAL, and by which word of the schema (`errors.schema.*` says it to people). */
export type OscalFault = { path: string; keyword: string; values: Record<string, unknown> };

/** The first places that are wrong; an empty list means that it is OSCAL. */
export function oscalFaults(model: OscalModel, content: unknown): OscalFault[] {
  const validate = validatorOf(model);
  if (validate(content)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
    const missing = keyword === "required" ? `/${String(params["missingProperty"])}` : "";
    return { path: `${instancePath}${missing}` || "/", keyword, values: params };
  });
}

/** In the reader's language, with the place as the document has it. */
export const faultTold = ({ path, keyword, values }: OscalFault): Told => ({
  all: [path.slice(0, 300), { key: `errors.schema.${keyword}`, values }],
  between: ": ",
});

/** The same for developers, as `path: word of the schema`. */
export const oscalProblems = (model: OscalModel, content: unknown): string[] =>
  oscalFaults(model, content).map(({ path, keyword }) => `${path}: ${keyword}`);

/**
 * The bytes of a document that is certainly OSCAL.
 *
 * @throws Error naming what is wrong: that is a fault of ours, never of whoever asked for it.
 */
export function oscalBytes(model: OscalModel, content: object): Buffer {
  const problems = oscalProblems(model, content);
  if (problems.length > 0) throw new Error(`The ${model} made here is no OSCAL: ${problems.join("; ")}`);
  return Buffer.from(`${JSON.stringify({ [model]: content }, null, 2)}\n`, "utf8");
}
