// Which known units a misspelt name may have meant.
import { plain } from "./spelling.ts";

type Named = { id: string; code: string; names: readonly string[] };

/** At most three units, nearest first, of those whose name or code differs in no more than two fifths of its letters. */
export function nearest<T extends Named>(given: string, units: readonly T[]): T[] {
  const wanted = plain(given);
  return units
    .map((unit) => ({
      unit,
      off: Math.min(...[unit.code, ...unit.names].map((name) => share(wanted, plain(name)))),
    }))
    .filter((one) => one.off <= 0.4)
    .sort((one, other) => one.off - other.off)
    .slice(0, 3)
    .map((one) => one.unit);
}

const share = (one: string, other: string) => distance(one, other) / Math.max(1, one.length, other.length);

/** Levenshtein distance in two rows: insertions, deletions and replacements. */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const line = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      line.push(Math.min(replaced, (above[j] ?? 0) + 1, (line[j - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[other.length] ?? 0;
}
