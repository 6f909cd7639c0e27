// Lent to later modules.
// The text of a document as data, within bounds: whoever sends a mountain of brackets is told so, and nothing else happens.
import { invalid } from "#core/errors.ts";
import { isObject, type Obj } from "#core/oscal/read.ts";

/** SP 800-53 r5 with its assessment procedures has about 140,000 values, 14 levels deep; its longest text 6,000 characters. */
export const bounds = { megabytes: 20, values: 1_500_000, depth: 60, characters: 200_000 } as const;

/** @throws AppError one of `unreadable` (contract.ts). */
export function parseDocument(bytes: Buffer): Obj {
  if (bytes.length > bounds.megabytes * 1_048_576) throw tooLarge("megabytes");
  const value = parsed(bytes);
  if (!isObject(value)) throw invalid("catalogue.not_json");
  assertBounded(value);
  return value;
}

function parsed(bytes: Buffer): unknown {
  const other = otherForm(bytes);
  if (other !== null) throw invalid("catalogue.other_form", { values: { form: other } });
  try {
    // A byte order mark is no part of JSON (RFC 8259, 8.1), and editors write it all the same.
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("catalogue.not_json");
  }
}

/** What people have at hand in place of JSON in UTF-8, by its first bytes or by how its text begins. */
const marks: readonly (readonly [string, readonly number[]])[] = [
  ["UTF-16", [0xff, 0xfe]],
  ["UTF-16", [0xfe, 0xff]],
  ["ZIP", [0x50, 0x4b, 3, 4]],
  ["gzip", [0x1f, 0x8b]],
];
const beginnings: readonly (readonly [string, RegExp])[] = [
  ["PDF", /^%PDF/],
  ["XML", /^\s*</],
  ["YAML", /^(?:\s*#[^\n]*\n|\s)*(?:---|%YAML|[a-z-]+:\s*(?:#[^\n]*)?\r?\n\s+\S)/],
];

function otherForm(bytes: Buffer): string | null {
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[0];
  // JSON begins with two characters of ASCII: one byte of NUL among them is half of such a character in UTF-16.
  if (bytes[0] === 0 || bytes[1] === 0) return "UTF-16";
  const beginning = bytes.toString("utf8", 0, 2000).replace(/^\uFEFF/, "");
  return beginnings.find(([, pattern]) => pattern.test(beginning))?.[0] ?? null;
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
  invalid("catalogue.too_large", { values: { what, most: bounds[what] } });
