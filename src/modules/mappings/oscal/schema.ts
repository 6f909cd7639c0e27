// The published JSON schema of mapping collections, and what does not follow it.
import { readFileSync } from "node:fs";
import Schema from "typebox/schema";

let compiled: ReturnType<typeof Schema.Compile> | undefined;

const schema = () =>
  (compiled ??= Schema.Compile(
    JSON.parse(readFileSync(new URL("mapping-schema-1.2.1.json", import.meta.url), "utf8")) as object,
  ));

/** Places that do not follow the schema of OSCAL 1.2.1, as JSON pointers; none where the document is valid. */
export function departures(document: unknown): string[] {
  const [isValid, errors] = schema().Errors(document);
  return isValid ? [] : [...new Set(errors.map((error) => error.instancePath))];
}
