// How much the head of a file looks like a JSON format: by the names of members that only it has.
import { headText, openedHead } from "./opened.ts";

/** The beginning of a JSON file as text; empty for anything else. */
export function jsonHead(head: Uint8Array): string {
  const { bytes, isWorkbook } = openedHead(head);
  if (isWorkbook) return "";
  const text = headText(bytes)
    .replace(/^\uFEFF/, "")
    .trimStart();
  return /^[{[]/.test(text) ? text : "";
}

/**
 * @param names `every` has to be there, of `some` two make it sure and one likely.
 */
export function looksLikeJson(
  head: Uint8Array,
  { every = [], some, most = 0.95 }: { every?: readonly string[]; some: readonly string[]; most?: number },
): number {
  // What PowerShell makes of an answer begins each name with a capital.
  const text = jsonHead(head).toLowerCase();
  if (text === "") return 0;
  const has = (given: string) => {
    const name = given.toLowerCase();
    return text.includes(`"${name}"`) || text.includes(`/${name}"`);
  };
  if (!every.every(has)) return 0;
  const found = some.filter(has).length;
  return found === 0 ? 0 : found === 1 ? most * 0.6 : most;
}
