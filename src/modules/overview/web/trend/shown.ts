// The numbers of a trend as its picture, its table and its sentences show them: of companies the share that meets, of one
// company its score. Shares are rounded down, so that no year is rounded across a target.
import type { Output } from "#core/contract.ts";
import type { overview } from "../../contract.ts";
import { placesOf } from "#web/charts/trend.ts";
import { tenthsDown } from "../../trend/rules.ts";

export type Trend = Output<typeof overview.getTrend>;
export type Year = Trend["years"][number];

/** Of the formatters of a page, those that numbers of a trend are written with. */
export type Numbers = {
  number: (value: number, digits?: number) => string;
  score: (score: number | null, isCell?: boolean) => string;
};

export function pointOf(trend: Trend, year: Year) {
  if (trend.company)
    return {
      full: year.own?.percent ?? null,
      same: year.own?.samePercent ?? null,
      restated: year.own?.restatedPercent ?? null,
      median: year.own?.tierMedian ?? null,
      isImported: year.isImported,
    };
  return {
    full: tenthsDown(year.meets, year.companies),
    same: year.sameMeets === null ? null : tenthsDown(year.sameMeets, trend.sameCompanies),
    restated: year.restatedMeets === null ? null : tenthsDown(year.restatedMeets, year.companies),
    median: null,
    isImported: year.isImported,
  };
}

/** One form for every number of a trend: a company's score as everywhere, .82; of companies the share in per cent. */
export function numberIn(trend: Trend, format: Numbers): (value: number) => string {
  const places = placesIn(trend);
  return (value) => (trend.company ? format.score(value / 100, true) : format.number(value, places));
}

const placesIn = (trend: Trend): 0 | 1 =>
  placesOf(
    trend.years.flatMap((year) => {
      const { full, same, restated, median } = pointOf(trend, year);
      return [full, same, restated, median];
    }),
  );
