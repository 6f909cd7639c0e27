// When a company is to be audited, how its coverage stands, and what its risk is. Pure; days are YYYY-MM-DD.
import { addDays } from "#core/time/fiscal-year.ts";

export const tiers = ["T1", "T2", "T3", "T4"] as const;
export type Tier = (typeof tiers)[number];
export const relationKinds = ["consolidated", "parent", "equity_method", "joint_venture", "dealer"] as const;
export const regions = [
  "japan",
  "china",
  "asean",
  "south_asia",
  "europe",
  "north_america",
  "latin_america",
  "other",
] as const;
export const coverageStates = ["overdue", "never", "late", "in_time", "covered"] as const;
export type CoverageState = (typeof coverageStates)[number];
export const results = ["meets", "improve", "serious", "not_known"] as const;
export type Result = (typeof results)[number];
export const whys = ["cycle", "risk", "acquired", "requested", "follow_up"] as const;
export type Why = (typeof whys)[number];

export const competences = ["lead", "it", "plant", "physical", "privacy", "product"] as const;
export type Competence = (typeof competences)[number];

export type Cycle = { months: Record<Tier, number>; acquiredMonths: number; days: Record<Tier, number> };

/** The same day so many months later, or the last of that month: 31 January and one month is 28 February. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(date, last)).padStart(2, "0")}`;
}

export const monthOf = (day: string) => `${day.slice(0, 7)}-01`;
export const lastOfMonth = (month: string) => addDays(addMonths(monthOf(month), 1), -1);

/** Whole months gone by. */
export function monthsBetween(from: string, to: string): number {
  const [y1 = 0, m1 = 0] = from.split("-").map(Number);
  const [y2 = 0, m2 = 0] = to.split("-").map(Number);
  const months = (y2 - y1) * 12 + m2 - m1;
  return addMonths(from, months) > to ? months - 1 : months;
}

export type Standing = {
  tier: Tier;
  joinedOn: string;
  isAcquired: boolean;
  lastOn: string | null;
  /** The group office wants it seen by then. */
  earlierOn: string | null;
};

/** The last day on which the next audit is in time. */
export function dueOn(one: Standing, cycle: Cycle): string {
  const months = cycle.months[one.tier];
  const isFirst = one.lastOn === null && one.isAcquired;
  const byCycle = addMonths(
    one.lastOn ?? one.joinedOn,
    isFirst ? Math.min(cycle.acquiredMonths, months) : months,
  );
  return one.earlierOn !== null && one.earlierOn < byCycle ? one.earlierOn : byCycle;
}

export function stateOf(
  { lastOn, due, nextOn }: { lastOn: string | null; due: string; nextOn: string | null },
  day: string,
): CoverageState {
  if (due < day) return "overdue";
  if (nextOn === null) return lastOn === null ? "never" : "covered";
  return nextOn <= due ? "in_time" : "late";
}

export type RiskFacts = {
  /** Of the last inspection. */
  result: Result | null;
  /** 0 to 1. */
  score: number | null;
  /** Of the last audit. */
  lastResult: Result | null;
  monthsSince: number | null;
  /** Of what it claimed as met, the share that its last audit would be expected to overturn; null where nobody has looked. */
  overclaim: number | null;
};
/** From this share on, what a company says of itself weighs no more. */
const overclaimFull = 0.25;

const byResult: Record<Result, number> = { serious: 40, not_known: 30, improve: 15, meets: 0 };

/**
 * 0 to 100, to put those first who need it: what the company says of itself counts, and more so the longer nobody has looked and the
 * more of it did not hold when somebody did.
 */
export function riskOf({ result, score, lastResult, monthsSince, overclaim }: RiskFacts): number {
  const said = byResult[result ?? "not_known"];
  const missing = Math.round((1 - (score ?? 0.5)) * 20);
  const seen = lastResult === null ? 10 : byResult[lastResult] / 2;
  const age = monthsSince === null ? 20 : Math.min(20, Math.max(0, Math.round(monthsSince / 3)));
  const bold = Math.min(1, (overclaim ?? 0) / overclaimFull) * 20;
  return Math.min(100, Math.round(said + missing + seen + age + bold));
}
/** From here on a company is visited for its risk, not for its cycle. */
export const highRisk = 60;
