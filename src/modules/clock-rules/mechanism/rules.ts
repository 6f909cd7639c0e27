// Lent to later modules.
// A clock of law or contract as data: which event starts it, how long it runs, for whom and when. Pure.
import type { Condition } from "./conditions.ts";

export const anchors = [
  "occurred",
  "discovered",
  "aware",
  "determined",
  "submitted",
  "fix_available",
  "handled",
  "new_fact",
  "requested",
  "calendar",
] as const;
export type Anchor = (typeof anchors)[number];

/** Each moment starts a clock of its own, by its number. */
export const isRepeated = (anchor: Anchor): boolean => anchor === "new_fact" || anchor === "requested";

/** Stages of reporting. */
export const stages = [
  "assessment",
  "first",
  "full",
  "update",
  "progress",
  "final",
  "people",
  "partner",
  "periodic",
] as const;
export type Stage = (typeof stages)[number];

/** What somebody determines: that a loss is material to investors, that a breach has to be notified. */
export const determinations = ["material", "notifiable"] as const;

/** `none`: at once, without a number. */
export const units = ["minute", "hour", "calendar_day", "business_day", "month", "year", "none"] as const;
export type Unit = (typeof units)[number];

export type Length = { amount: number; unit: Exclude<Unit, "none"> };

/** Whose working days are counted: the company's own, or those of the federal government of the United States. */
export const dayCalendars = ["company", "us_federal"] as const;

export type Mechanism = {
  anchor: Anchor;
  /** The key of the rule whose report was submitted, or which determination; null where there is but one. */
  anchorOf: string | null;
  /** Null with the unit `none`. */
  amount: number | null;
  unit: Unit;
  /** Whether the day of the anchor counts as the first. */
  dayStart: "same" | "next";
  calendar: (typeof dayCalendars)[number];
  /** A soft window of a guideline ("about three to five days") in the rule's own unit; `amount` is its end. */
  softFrom: number | null;
  /** To which it may be stretched with reasons. */
  extension: Length | null;
  /** Whether a pause with a reason moves the due time. */
  mayPause: boolean;
  whose: Condition;
  when: Condition;
};

export const statuses = ["draft", "in_force"] as const;
export const certainties = ["high", "medium_high", "medium", "low"] as const;
export const subjects = ["company", "product"] as const;

export type Rule = Mechanism & {
  id: string;
  /** The same for all versions of a rule. */
  key: string;
  version: number;
  /** Holds for this company alone, as a contract of its own; for every company where null. */
  companyId: string | null;
  subject: (typeof subjects)[number];
  jurisdiction: string;
  stage: Stage;
  status: (typeof statuses)[number];
  effectiveFrom: string | null;
  /** First day on which it holds no longer. */
  effectiveTo: string | null;
  isAdopted: boolean;
};

/**
 * The version that holds on a day: a law that changes leaves the clocks of earlier events as they were. Of several that say
 * they hold, the latest written.
 */
export function versionOn<R extends Pick<Rule, "status" | "effectiveFrom" | "effectiveTo" | "version">>(
  versions: readonly R[],
  day: string,
): R | undefined {
  return versions
    .filter((one) => one.status === "in_force")
    .filter((one) => one.effectiveFrom === null || one.effectiveFrom <= day)
    .filter((one) => one.effectiveTo === null || day < one.effectiveTo)
    .toSorted((a, b) => b.version - a.version)[0];
}

type Version = Mechanism & Pick<Rule, "status" | "effectiveFrom" | "effectiveTo" | "version" | "isAdopted">;

/**
 * The version that rules on a day: of those that were adopted, the one that holds; only where none of them does, one that
 * nobody has adopted yet. A text corrected on a Friday must not end a clock that runs.
 */
export function rulingOn<R extends Version>(versions: readonly R[], day: string): R | undefined {
  return (
    versionOn(
      versions.filter((one) => one.isAdopted),
      day,
    ) ?? versionOn(versions, day)
  );
}

const counted = [
  "anchor",
  "anchorOf",
  "amount",
  "unit",
  "dayStart",
  "calendar",
  "softFrom",
  "extension",
  "mayPause",
  "whose",
  "when",
] as const satisfies readonly (keyof Mechanism)[];

const countsAs = (a: Mechanism, b: Mechanism): boolean =>
  counted.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

/** A newer version that would hold on a day if it were adopted, and counts otherwise than the one that rules. */
export function proposedOn<R extends Version>(versions: readonly R[], day: string): R | undefined {
  const ruling = rulingOn(versions, day);
  const newest = versionOn(versions, day);
  return ruling && newest && newest.version > ruling.version && !countsAs(newest, ruling)
    ? newest
    : undefined;
}

/** What was submitted: the key of the rule that asked for it, and by which of its clocks where one case has several. */
export const submissionOf = (ruleKey: string, run: string): string =>
  run === "" ? ruleKey : `${ruleKey}/${run}`;
export const partsOfSubmission = (of: string): { ruleKey: string; run: string } => {
  const [ruleKey = "", run = ""] = of.split("/");
  return { ruleKey, run };
};

/** The group's own rule: it ends when the report reaches headquarters, and nobody notifies it by hand. */
export const reportWithinGroup = "group-24h";

/** A review older than a year is said to be so. */
export const reviewMonths = 12;
