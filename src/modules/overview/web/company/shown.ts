// What stands beside a score, and what a part of it looks like.
import type { ResultKind } from "#web/ui/marks.tsx";
import type { Known } from "../../rules.ts";
import type { CompanyResult, Year } from "./years.ts";

export type Part = CompanyResult["areas"][number];

/** What stands beside the score of a year. */
export const knownOf = (year: Year): Known => ({
  required: year.requiredCount,
  answered: year.answeredCount,
  na: year.naCount,
  unknown: year.unknownCount,
  verified: year.verifiedCount,
});

export function toneOfPart(part: Part, round: NonNullable<CompanyResult["round"]>): ResultKind {
  if (part.percent === null) return "not_known";
  if (part.hasGap || part.percent < round.seriousBelowPercent) return "serious";
  return part.percent >= round.meetsFromPercent ? "meets" : "improve";
}
