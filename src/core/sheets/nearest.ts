// The few names of many that a misspelt one may have meant, without comparing it with all of them.
import { distanceOf, lettersOf } from "./similarity.ts";

export type Nearest<T> = {
  /** At most five, nearest first, each at least half alike. One spelling is looked up once. */
  of(given: string): readonly T[];
  /** How many pairs were compared letter by letter so far. */
  compared(): number;
};

const shown = 5;
const halfAlike = 0.5;
/** In a group whose names differ by a number alone hundreds are equally near; nobody reads more than a few of them. */
const mostCompared = 100;

type Index<T> = { entries: Entry<T>[]; holders: Map<string, Map<number, number>> };
type Entry<T> = { one: T; letters: string[] };

/**
 * The letters that two names have in common bound how alike they can be. Those who share most are compared first, and
 * once five are nearer than any of the rest can be, the rest is left alone.
 */
export function nearestOf<T>(all: readonly T[], namesOf: (one: T) => readonly string[]): Nearest<T> {
  let made: Index<T> | undefined;
  const known = new Map<string, readonly T[]>();
  let compared = 0;

  function promising(
    { entries, holders }: Index<T>,
    letters: readonly string[],
  ): { entry: Entry<T>; most: number }[] {
    const shared = new Uint16Array(entries.length);
    for (const [letter, own] of counted(letters))
      for (const [at, count] of holders.get(letter) ?? [])
        shared[at] = (shared[at] ?? 0) + Math.min(count, own);
    return entries
      .map((entry, at) => ({
        entry,
        most: (shared[at] ?? 0) / Math.max(1, letters.length, entry.letters.length),
      }))
      .filter((one) => one.most >= halfAlike)
      .sort((one, other) => other.most - one.most)
      .slice(0, mostCompared);
  }

  function search(given: string): readonly T[] {
    const letters = lettersOf(given);
    const best = new Map<T, number>();
    // Most lists misspell nothing: the index is made when the first one does.
    made ??= indexOf(all, namesOf);
    for (const { entry, most } of promising(made, letters)) {
      const ranks = [...best.values()].sort((one, other) => other - one);
      if ((ranks[shown - 1] ?? 0) >= most) break;
      compared += 1;
      const like = 1 - distanceOf(letters, entry.letters) / Math.max(1, letters.length, entry.letters.length);
      if (like >= halfAlike) best.set(entry.one, Math.max(like, best.get(entry.one) ?? 0));
    }
    return [...best]
      .sort(([, one], [, other]) => other - one)
      .slice(0, shown)
      .map(([one]) => one);
  }

  return {
    of: (given) => {
      const found = known.get(given) ?? search(given);
      known.set(given, found);
      return found;
    },
    compared: () => compared,
  };
}

function indexOf<T>(all: readonly T[], namesOf: (one: T) => readonly string[]): Index<T> {
  const entries = all.flatMap((one) =>
    [...new Set(namesOf(one))].map((name) => ({ one, letters: lettersOf(name) })),
  );
  const holders = new Map<string, Map<number, number>>();
  entries.forEach(({ letters }, at) => {
    for (const letter of letters) {
      const counts = holders.get(letter) ?? new Map<number, number>();
      counts.set(at, (counts.get(at) ?? 0) + 1);
      holders.set(letter, counts);
    }
  });
  return { entries, holders };
}

function counted(letters: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts;
}
