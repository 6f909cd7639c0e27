// Lent to later modules.
// A name of two parts, given in one cell or in two.
import { foldWidth } from "#core/sheets/normalise.ts";
import type { RowReader } from "./judging.ts";

type Pair = { family: string; given: string };

/** "青葉 薫" is family name first; "Kaoru Aoba" is not, "Aoba, Kaoru" and "AOBA Kaoru" are. */
export function splitPair(read: RowReader, whole: string, family: string, given: string): Pair {
  const own = { family: read.given(family), given: read.given(given) };
  if (own.family !== "" || own.given !== "") return own;
  const text = foldWidth(read.given(whole));
  const comma = /^([^,]+),\s*(.+)$/.exec(text);
  if (comma) return { family: comma[1] ?? "", given: comma[2] ?? "" };
  const [first = "", ...rest] = text.split(/[\s・]+/);
  const last = rest.at(-1);
  if (last === undefined) return { family: first, given: "" };
  const isLatin = /^[\p{Script=Latin}\s.'’-]+$/u.test(text);
  if (!isLatin || first === first.toUpperCase()) return { family: first, given: rest.join(" ") };
  return { family: last, given: [first, ...rest.slice(0, -1)].join(" ") };
}
