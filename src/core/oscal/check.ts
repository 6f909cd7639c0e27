// Whether a document is OSCAL, by the schema of the version that is written here.
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";

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

/** The first places that are wrong, as `path: why`; an empty list means that it is OSCAL. */
export function oscalProblems(model: OscalModel, content: unknown): string[] {
  const validate = validatorOf(model);
  if (validate(content)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath || "/"}: ${error.message ?? error.keyword}`,
  );
}

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
