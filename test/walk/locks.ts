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
