// What is asked about when a source sees it and nobody has taken it in: which ledgers, who is asked first, and by when.
import type { LedgerName } from "./ledgers.ts";

/**
 * Ledgers of which an unknown thing is a question to somebody. Computers and user IDs come by the thousand from their own managers, and
 * information and components are seen by nothing.
 */
export const askedLedgers = [
  "servers",
  "cloud_services",
  "internet_exits",
  "plant_equipment",
] as const satisfies readonly LedgerName[];
export type AskedLedger = (typeof askedLedgers)[number];

export const isAsked = (name: string): name is AskedLedger =>
  (askedLedgers as readonly string[]).includes(name);

/**
 * Why somebody probably answers for an unknown thing, in the order in which they are tried; the first that names one person stands.
 * `same_address`: another entry has its address. `same_name`: another has its name but for the number at the end, or its registered
 * domain. `named`: the source names the person. `most_used`: they appear most with a service in a log. `neighbours`: most of what stands in the same
 * network is theirs. `same_provider`: most of what the same provider or account gives is theirs.
 */
export const likelyRules = [
  "same_address",
  "same_name",
  "named",
  "most_used",
  "neighbours",
  "same_provider",
] as const;
export type LikelyRule = (typeof likelyRules)[number];

/** So many neighbours of one person make a neighbourhood theirs: one alone says little. */
export const fewestNeighbours = 2;

/** More than so many of one company from one load are one question, not hundreds (decision 0092). */
export const askedOneByOne = 50;

/** Days until the answer is due. What the internet reaches is reached by everybody meanwhile. */
export const daysToAnswer = { internet: 7, else: 14 } as const;

/** Whoever it is passed on to has at least so many days. */
export const daysAfterPassing = 3;

/** How a question ended. The last two are told by other ways into or out of the ledger. */
export const outcomes = [
  "taken_in",
  "merged",
  "dismissed",
  "switched_off",
  "taken_in_elsewhere",
  "gone_elsewhere",
] as const;
export type Outcome = (typeof outcomes)[number];
