// What a schema of a contract can refuse has a sentence: nobody reads the key of a message.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { languages, readCatalogue } from "#core/text/catalogue.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));

// Keywords that only hold others or say something to people; a validator names none of them in a refusal.
const silent: ReadonlySet<string> = new Set([
  "items",
  "patternProperties",
  "properties",
  "description",
  "default",
  // Says how a text is written, and refuses none.
  "contentEncoding",
]);

/** Every keyword of a schema and of the schemas in it. */
function keywordsOf(schema: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof schema !== "object" || schema === null) return found;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith("~")) continue;
    found.add(keyword);
    if (keyword === "properties" || keyword === "patternProperties")
      for (const one of Object.values(value as object)) keywordsOf(one, found);
    else if (keyword === "items" || keyword === "additionalProperties" || keyword === "propertyNames")
      keywordsOf(value, found);
    else if (Array.isArray(value)) for (const one of value) keywordsOf(one, found);
  }
  return found;
}

test("every keyword of the contracts' schemas has its sentence in every language", () => {
  const keywords = [
    ...keywordsOf({ anyOf: operations.flatMap(({ params, query, body }) => [params, query, body]) }),
  ];
  assert.ok(keywords.includes("minProperties"));
  for (const language of languages) {
    const texts = readCatalogue(["src/core/text"], language);
    assert.deepEqual(
      keywords.filter((keyword) => !silent.has(keyword) && !texts[`errors.schema.${keyword}`]),
      [],
      language,
    );
  }
});
