import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { modules } from "#app/modules.ts";

test("what each permission allows is said in plain words, in every language", () => {
  const permissions = new Set(modules.flatMap((module) => Object.values(module.roles).flat()));
  for (const language of ["ja", "en", "zh"]) {
    const path = new URL(`text.${language}.json`, import.meta.url);
    const words = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
    const said = Object.keys(words).filter((key) => key.startsWith("permission."));
    assert.deepEqual(
      said.toSorted(),
      [...permissions].map((name) => `permission.${name}`).toSorted(),
      language,
    );
  }
});
