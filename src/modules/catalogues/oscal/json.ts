// Lent to later modules.
// The text of a document as data, within bounds: whoever sends a mountain of brackets is told so, and nothing else happens.
import { invalid } from "#core/errors.ts";
import { isObject, type Obj } from "#core/oscal/read.ts";
import { beginningOf, otherForm, textOfUtf8 } from "#core/text/form-of.ts";

/** SP 800-53 r5 with its assessment procedures has about 140,000 values, 14 levels deep; its longest text 6,000 characters. */
export const bounds = { megabytes: 20, values: 1_500_000, depth: 60, characters: 200_000 } as const;

/** @throws AppError one of `unreadable` (contract.ts). */
export function parseDocument(bytes: Buffer): Obj {
  if (bytes.length > bounds.megabytes * 1_048_576) throw tooLarge("megabytes");
  const value = parsed(bytes);
  if (!isObject(value)) throw invalid("catalogue.no_object");
  assertBounded(value);
  return value;
}

/** A document as YAML, which people send for JSON. */
const yaml = /^(?:\s*#[^\n]*\n|\s)*(?:---|%YAML|[a-z-]+:\s*(?:#[^\n]*)?\r?\n\s+\S)/;

function parsed(bytes: Buffer): unknown {
  const other = otherForm(bytes) ?? (yaml.test(beginningOf(bytes)) ? "YAML" : null);
  if (other !== null) throw invalid("catalogue.other_form", { values: { form: other } });
  const read = textOfUtf8(bytes);
  if ("brokenLine" in read) throw invalid("catalogue.not_utf8", { values: { line: read.brokenLine } });
  try {
    return JSON.parse(read.text);
  } catch (error) {
    throw whereBroken(read.text, error);
  }
}

/** V8 says where: `... at position 12 (line 1 column 13)`; where a file is cut off it may say no more than that it ends. */
function whereBroken(text: string, error: unknown) {
  const message = error instanceof Error ? error.message : "";
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, position).split("\n");
  const isCutOff = position >= text.trimEnd().length || message.startsWith("Unterminated");
  return invalid(isCutOff ? "catalogue.cut_off" : "catalogue.not_json", {
    values: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
  });
}

/** Without recursion: the depth is what is being measured. */
function assertBounded(root: unknown): void {
  let level: unknown[] = [root];
  let seen = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > bounds.depth) throw tooLarge("depth");
    seen += level.length;
    if (seen > bounds.values) throw tooLarge("values");
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === "string") assertText(value);
      else if (typeof value === "object" && value !== null)
        for (const [key, member] of Object.entries(value)) {
          if (!Array.isArray(value)) assertText(key);
          below.push(member);
        }
    }
    level = below;
  }
}

function assertText(value: string): void {
  if (value.length > bounds.characters) throw tooLarge("characters");
  // PostgreSQL keeps neither NUL nor half of a surrogate pair in a text.
  if (value.includes("\0") || !value.isWellFormed()) throw invalid("catalogue.broken_text");
}

const tooLarge = (what: keyof typeof bounds) =>
  invalid("catalogue.too_large", {
    values: { what: { key: `catalogue.bound.${what}` }, most: bounds[what] },
  });
