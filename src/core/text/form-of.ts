// What people have at hand in place of a text in UTF-8, by its first bytes or by how it begins; and where a text stops being
// UTF-8.

const marks: readonly (readonly [string, readonly number[]])[] = [
  ["UTF-16", [0xff, 0xfe]],
  ["UTF-16", [0xfe, 0xff]],
  ["ZIP", [0x50, 0x4b, 3, 4]],
  ["gzip", [0x1f, 0x8b]],
];
const beginnings: readonly (readonly [string, RegExp])[] = [
  ["PDF", /^%PDF/],
  ["XML", /^\s*</],
];

/** Its name, which is the same in every language; null where it may be a text in UTF-8. */
export function otherForm(bytes: Buffer): string | null {
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[0];
  // JSON and YAML begin with two characters of ASCII: a byte of NUL among them is half of such a character in UTF-16.
  if (bytes[0] === 0 || bytes[1] === 0) return "UTF-16";
  const beginning = beginningOf(bytes);
  return beginnings.find(([, pattern]) => pattern.test(beginning))?.[0] ?? null;
}

export const beginningOf = (bytes: Buffer): string => bytes.toString("utf8", 0, 2000).replace(/^\uFEFF/, "");

/** The text without a mark of the byte order, which is no part of it (RFC 8259, 8.1); else the first line that is no UTF-8. */
export function textOfUtf8(bytes: Buffer): { text: string } | { brokenLine: number } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    // What cannot be read stands as U+FFFD in the text that is read all the same.
    const lenient = bytes.toString("utf8");
    const at = lenient.indexOf("\uFFFD");
    return { brokenLine: lenient.slice(0, Math.max(0, at)).split("\n").length };
  }
}
