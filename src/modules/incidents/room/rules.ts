// What is decided in the room of an incident: the order of its work, who may do what, when executives hear of it again. Pure.
import type { Severity } from "../rules.ts";

export const entryKinds = ["observed", "done", "decided", "told", "note", "handover"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** In the order of the work: what stops the harm comes first. */
export const phases = ["contain", "preserve", "investigate", "recover", "notify", "learn"] as const;
export type Phase = (typeof phases)[number];

export const roles = ["commander", "liaison", "scribe", "counsel", "communications"] as const;
export type Role = (typeof roles)[number];

export const affectedRoles = ["hit", "controller", "processor", "supplier"] as const;
export type AffectedRole = (typeof affectedRoles)[number];

/** What of people may be in other hands; the first ones weigh most in laws. */
export const dataCategories = [
  "contact",
  "identity_document",
  "financial",
  "credentials",
  "health",
  "special",
  "location",
  "employment",
  "children",
  "vehicle",
  "other",
] as const;

const hour = 3_600_000;

/** Said within this time of happening is said at once; later it is shown as entered afterwards. */
const atOnceMinutes = 60;
export const isAfterwards = (at: string, enteredAt: string): boolean =>
  Date.parse(enteredAt) - Date.parse(at) > atOnceMinutes * 60_000;

/** Hours of a task run from the moment somebody took charge; a day that was set by hand stays. */
export const taskDueAt = (takenUpAt: Date, hours: number): Date =>
  new Date(takenUpAt.getTime() + hours * hour);

/** Executives hear again after so many hours, while it runs; null: by need alone. */
const briefEvery: Readonly<Record<Severity, number | null>> = {
  critical: 4,
  high: 24,
  medium: null,
  low: null,
};
export const briefHours = (severity: Severity): number | null => briefEvery[severity];

/** The day that was promised, where it is earlier than the rhythm; without a rhythm the promised one alone. */
export function briefDueAt(severity: Severity, writtenAt: Date, promised: Date | null): Date | null {
  const hours = briefHours(severity);
  const byRhythm = hours === null ? null : new Date(writtenAt.getTime() + hours * hour);
  if (!promised) return byRhythm;
  return byRhythm && byRhythm < promised ? byRhythm : promised;
}

type Counted = { country: string; count: number; isExact: boolean };

/** By how many people it is, and whether any of the numbers is an estimate. */
export const totalOf = (people: readonly Counted[]): { count: number; isExact: boolean } => ({
  count: people.reduce((sum, one) => sum + one.count, 0),
  isExact: people.every((one) => one.isExact),
});

export type PlaybookTask = { phase: Phase; hours: number | null; en: string; ja: string; zh: string };

/** Kept in the order of the work, each phase in the order that was given. */
export const inOrder = (tasks: readonly PlaybookTask[]): PlaybookTask[] =>
  phases.flatMap((phase) => tasks.filter((one) => one.phase === phase));

/** How people of a set of the ledger go together with what is counted of their country: nothing was; others; the same ones; it has changed; this number holds. */
export const takenAs = ["first", "others", "same", "difference", "instead"] as const;
export type TakenAs = (typeof takenAs)[number];

type Taking = { as: TakenAs; count: number; counted: number | null; takenBefore: number | null };

/** What is counted then; null where that way is none: two sets are never added unless somebody says that they are of other people. */
export function countThen({ as, count, counted, takenBefore }: Taking): number | null {
  if (counted === null) return as === "first" ? count : null;
  switch (as) {
    case "first":
      return null;
    case "others":
      return takenBefore === null ? counted + count : null;
    case "same":
      return takenBefore === null ? Math.max(counted, count) : null;
    case "difference":
      return takenBefore === null ? null : Math.max(0, counted - takenBefore + count);
    case "instead":
      return count;
  }
}

/** As tools print a SHA-256: 64 hexadecimal digits, perhaps in groups or in capitals; null where it is none. */
export function readSha256(given: string): string | null {
  const bare = given
    .normalize("NFKC")
    .replace(/^\s*sha-?256\s*[:=(]?/i, "")
    .replaceAll(/[\s:-]/g, "")
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : null;
}

const mostDaysAhead = 14;
/** A handing over is agreed for the next shifts, not for a month from now. */
export const isAheadBy = (at: Date, now: Date): boolean =>
  at > now && at.getTime() <= now.getTime() + mostDaysAhead * 24 * hour;
