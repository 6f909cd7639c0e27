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
 * What a walk tries for each kind of holder: half of the operations with both locks, a third with one lock alone or with none to see that it
 * notices; the next kind the next part, so that every operation is tried by half or a third of the kinds. The deep run tries all by all
 * (docs/decisions/0090).
 *
 * @param turn the how many-th kind of holder it is.
 */
export function thinned<T>(
  operations: readonly T[],
  turn: number,
  { application, rows }: Locks,
): readonly T[] {
  if (process.env["YAGURA_TEST_DEEP"] === "1") return operations;
  // Of a few, one at least.
  const parts = Math.min(application && rows ? 2 : 3, operations.length);
  return operations.filter((_operation, nth) => (nth + turn) % parts === 0);
}
