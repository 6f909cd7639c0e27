// Lent to later modules.
// The text of a document as data, within bounds: whoever sends a mountain of brackets is told so, and nothing else happens.
import { invalid } from "#core/errors.ts";
import { isObject, type Obj } from "#core/oscal/read.ts";

/** SP 800-53 r5 with its assessment procedures has about 140,000 values, 14 levels deep; its longest text 6,000 characters. */
export const bounds = { megabytes: 20, values: 1_500_000, depth: 60, characters: 200_000 } as const;

/** @throws AppError `catalogue.not_json`, `catalogue.too_large` with what passed its bound. */
export function parseDocument(bytes: Buffer): Obj {
  if (bytes.length > bounds.megabytes * 1_048_576) throw tooLarge("megabytes");
  const value = parsed(bytes);
  if (!isObject(value)) throw invalid("catalogue.not_json");
  assertBounded(value);
  return value;
}

function parsed(bytes: Buffer): unknown {
  try {
    // A byte order mark is no part of JSON (RFC 8259, 8.1), and editors write it all the same.
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("catalogue.not_json");
  }
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
        for (const member of Object.values(value)) below.push(member);
    }
    level = below;
  }
}

function assertText(value: string): void {
  if (value.length > bounds.characters) throw tooLarge("characters");
  // PostgreSQL keeps no NUL in a text.
  if (value.includes("\0")) throw invalid("catalogue.not_json");
}

const tooLarge = (what: keyof typeof bounds) =>
  invalid("catalogue.too_large", { values: { what, most: bounds[what] } });
