// What the last year did, in words that stand without the picture: who is counted, over which controls, since when.
import type { TextKey } from "#web/text/keys.ts";
import { findingOf } from "../../trend/rules.ts";
import { numberIn, type Numbers, pointOf, type Trend } from "./shown.ts";

type Said = { key: TextKey; values: Record<string, unknown> };
type Spoken = Numbers & { delta: (delta: number) => string; fiscalYear: (year: number) => string };

/**
 * A sentence for the page, and a short one for a picture beside others. Only the same companies over the same controls
 * may be said to go up or down; companies are counted, so that nobody takes a change of who was asked for progress.
 */
export function findingSaid(trend: Trend, format: Spoken, length: "long" | "short" = "long"): Said {
  const kept = trend.years.filter((year) => !year.isImported);
  const [before, last] = kept.slice(-2);
  const { way, same, full } = findingOf(trend.years.map((year) => pointOf(trend, year)));
  if (!before || !last || way === "first" || way === "onlyFull")
    return { key: way === "onlyFull" ? "trend.onlyFull" : "trend.first", values: {} };
  const one = numberIn(trend, format);
  const now = pointOf(trend, last);
  const values = {
    year: format.fiscalYear(last.fiscalYear),
    before: format.fiscalYear(before.fiscalYear),
    yearCount: kept.length,
    controls: trend.sameControls ?? 0,
    same: one(now.same ?? 0),
    full: one(now.full ?? 0),
  };
  if (trend.company)
    return {
      key: `trend.${way}Score`,
      values: {
        ...values,
        points: format.score(Math.abs(same ?? 0) / 100, true),
        moved: format.delta((full ?? 0) / 100),
      },
    };
  const more = (last.sameMeets ?? 0) - (before.sameMeets ?? 0);
  return {
    // Two years are "both"; no plural form of English says so.
    key: length === "short" ? `trend.${way}Short` : kept.length === 2 ? `trend.${way}Both` : `trend.${way}`,
    values: {
      ...values,
      count: last.sameMeets ?? 0,
      companies: trend.sameCompanies,
      asked: last.companies,
      more: Math.abs(more),
      points: format.number(Math.abs(same ?? 0), 1),
    },
  };
}
