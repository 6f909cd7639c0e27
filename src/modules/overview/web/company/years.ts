// Which kept results of a company stand beside each other.
import type { Output } from "#core/contract.ts";
import type { overview } from "../../contract.ts";
import { isOfToday } from "../../rules.ts";

export type CompanyResult = Output<typeof overview.getCompanyResult>;
export type Year = CompanyResult["years"][number];

const firstOf = (years: readonly Year[], roundId: string | undefined, bases: readonly Year["basis"][]) =>
  bases.flatMap((basis) => years.find((year) => year.roundId === roundId && year.basis === basis) ?? [])[0];

/** Last year as it was locked, this year as it was submitted or locked, and how it stands today. */
export function threeOf({ years, round, state }: CompanyResult) {
  const of = (basis: Year["basis"]) => firstOf(years, round?.id, [basis]);
  const before = years.find((year) => round !== null && year.fiscalYear < round.fiscalYear);
  return {
    last: firstOf(years, before?.roundId, ["restated", "locked", "live"]),
    now: firstOf(years, round?.id, ["restated", "locked", "live"]),
    standing: isOfToday(of("standing"), of("live"), state ?? "")
      ? of("standing")
      : firstOf(years, round?.id, state === "locked" ? ["restated", "locked", "live"] : ["live"]),
  };
}

/** One line per year: what was locked, else what is there so far. */
export function yearsOf({ years }: CompanyResult): Year[] {
  const rounds = [...new Set(years.map((year) => year.roundId))];
  return rounds.flatMap((id) => firstOf(years, id, ["restated", "locked", "live"]) ?? []);
}
