// Which kept results of a company stand beside each other, and what a part of a score looks like.
import type { Output } from "#core/contract.ts";
import type { ResultKind } from "#web/ui/marks.tsx";
import type { overview } from "../../contract.ts";
import type { Known } from "../../rules.ts";

export type CompanyResult = Output<typeof overview.getCompanyResult>;
export type Year = CompanyResult["years"][number];
export type Part = CompanyResult["areas"][number];

const firstOf = (years: readonly Year[], roundId: string | undefined, bases: readonly Year["basis"][]) =>
  bases.flatMap((basis) => years.find((year) => year.roundId === roundId && year.basis === basis) ?? [])[0];

/** Last year as it was locked, this year as it was submitted or locked, and how it stands today. */
export function threeOf({ years, round, state }: CompanyResult) {
  const before = years.find((year) => round !== null && year.fiscalYear < round.fiscalYear);
  return {
    last: firstOf(years, before?.roundId, ["restated", "locked", "live"]),
    now: firstOf(years, round?.id, ["restated", "locked", "live"]),
    // Until the lock what is kept with every answer is newer than what is recomputed now and then.
    standing: firstOf(
      years,
      round?.id,
      state === "locked" ? ["standing", "restated", "locked", "live"] : ["live", "standing"],
    ),
  };
}

/** One line per year: what was locked, else what is there so far. */
export function yearsOf({ years }: CompanyResult): Year[] {
  const rounds = [...new Set(years.map((year) => year.roundId))];
  return rounds.flatMap((id) => firstOf(years, id, ["restated", "locked", "live"]) ?? []);
}

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
