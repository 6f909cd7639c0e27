// How alike two names are, so that a misspelt one can be answered with the one that was meant.
import { companyNameKey } from "./normalise.ts";

const longest = 100;

/** The letters that are compared; only the first 100 count, which bounds the work. */
export const lettersOf = (name: string): string[] => [...companyNameKey(name)].slice(0, longest);

/** 0 to 1 by Levenshtein distance of the name keys. */
export function similarity(one: string, other: string): number {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  return 1 - distanceOf(a, b) / Math.max(1, a.length, b.length);
}

/** Levenshtein distance: the fewest letters to add, drop or replace. */
export function distanceOf(a: readonly string[], b: readonly string[]): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  a.forEach((letter, i) => {
    const line = [i + 1];
    b.forEach((against, j) => {
      const replaced = (above[j] ?? 0) + (letter === against ? 0 : 1);
      line.push(Math.min(replaced, (above[j + 1] ?? 0) + 1, (line[j] ?? 0) + 1));
    });
    above = line;
  });
  return above[b.length] ?? 0;
}
