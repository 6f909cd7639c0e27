// The two locks of decision 0005, each in force without the other, so that a hole in one is not hidden by the other.
import type { Locks } from "#core/context.ts";

export const eachLockAlone: readonly (readonly [string, Locks])[] = [
  ["the application's lock alone", { application: true, rows: false }],
  ["the database's lock alone", { application: false, rows: true }],
];

export const locksInTurn: typeof eachLockAlone = [
  ["both locks", { application: true, rows: true }],
  ...eachLockAlone,
];

/**
 * What a walk tries with one lock alone, or with none to see that it notices: a third of the operations for each kind of holder, another third for the next, so that every
 * operation is tried by a third of the kinds. With both locks, and by the deep run, all by all (docs/decisions/0090).
 *
 * @param turn the how many-th kind of holder it is.
 */
export const thinned = <T>(
  operations: readonly T[],
  turn: number,
  { application, rows }: Locks,
): readonly T[] =>
  process.env["YAGURA_TEST_DEEP"] === "1" || (application && rows)
    ? operations
    : operations.filter((_operation, nth) => (nth + turn) % 3 === 0);
