// How alike two names are, so that a misspelt one can be answered with the one that was meant.
import { companyNameKey } from "./normalise.ts";

const longest = 100;

/** 0 to 1 by Levenshtein distance of the name keys; only the first 100 letters count, which bounds the work. */
export function similarity(one: string, other: string): number {
  const a = [...companyNameKey(one)].slice(0, longest);
  const b = [...companyNameKey(other)].slice(0, longest);
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  a.forEach((letter, i) => {
    const line = [i + 1];
    b.forEach((against, j) => {
      const replaced = (above[j] ?? 0) + (letter === against ? 0 : 1);
      line.push(Math.min(replaced, (above[j + 1] ?? 0) + 1, (line[j] ?? 0) + 1));
    });
    above = line;
  });
  return 1 - (above[b.length] ?? 0) / Math.max(1, a.length, b.length);
}
