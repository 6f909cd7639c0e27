// Lent to later modules.
// The built-in group security standard: one source in English and two overlays, merged into one edition.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { checkEdition, problemPlain } from "./check-edition.ts";
import type { EditionContent } from "./edition.ts";
import { mergeLanguages } from "./merge-languages.ts";
import { normalised } from "./rules.ts";

const folder = new URL("./builtin/", import.meta.url);
const read = (name: string): unknown => parse(readFileSync(new URL(name, folder), "utf8"));

let loaded: EditionContent | undefined;

/**
 * The built-in standard in English, Japanese and Chinese; read and checked once per process.
 *
 * @throws Error naming path and reason of everything that is wrong with the shipped files.
 */
export function loadBuiltinStandard(): EditionContent {
  loaded ??= mergeBuiltin(
    read("group-standard.yaml"),
    read("group-standard.ja.yaml"),
    read("group-standard.zh.yaml"),
  );
  return loaded;
}

/** @throws Error naming path and reason of everything that is wrong with the three files. */
export function mergeBuiltin(source: unknown, ja: unknown, zh: unknown): EditionContent {
  const merged = mergeLanguages(source, { ja, zh });
  const problems = [
    ...merged.problems.map(({ path, reason }) => `${path}: ${reason}`),
    ...(merged.problems.length === 0 ? checkEdition(merged.content).map(problemPlain) : []),
  ];
  if (problems.length > 0) {
    throw new Error(`The built-in standard cannot be read:\n${problems.map((one) => `  ${one}`).join("\n")}`);
  }
  return normalised(merged.content as EditionContent);
}
