// Lent to later modules.
// The reading that counts only answers verified on site: one rule for sentence, pictures, rows and files. Pure.
import type { KeptPart, KeptSums } from "#modules/inspections/scoring/kept-sums.ts";
import type { Result } from "#modules/inspections/scoring/rule-book.ts";
import { type Points, reaches } from "#modules/inspections/scoring/settle.ts";
import { resultOfVerified } from "#modules/inspections/scoring/verified.ts";

export const partNames = ["areas", "topics", "functions", "harms"] as const;
export type PartName = (typeof partNames)[number];
export type Parts = Partial<Record<PartName, KeptSums>>;

type Row = Parts & {
  result: Result;
  /** Null in a row that was kept before this was: nothing is said to be verified that nobody looked at. */
  verifiedResult: Result | null;
  halfPoints: number;
  verifiedHalfPoints: number;
  verifiedCount: number;
  isReadable: boolean;
};

/** A company as its verified answers alone show it; the sums as the company claims them stay beside, in `claimed`. */
export function onlyVerified<R extends Row>(row: R): R & { claimed: Parts } {
  const claimed = Object.fromEntries(partNames.flatMap((name) => (row[name] ? [[name, row[name]]] : [])));
  const proven = Object.fromEntries(
    Object.entries(claimed).map(([name, sums]) => [name, provenAlone(sums as KeptSums)]),
  );
  return {
    ...row,
    ...proven,
    claimed,
    result: row.verifiedResult ?? "not_known",
    halfPoints: row.verifiedHalfPoints,
    isReadable: row.isReadable && row.verifiedCount > 0,
  };
}

/** Parts of which nothing is verified are left out: they are not known rather than bad. */
const provenAlone = (sums: KeptSums): KeptSums =>
  Object.fromEntries(
    Object.entries(sums).flatMap(([id, part]) => (part[4] > 0 ? [[id, provenPart(part)]] : [])),
  );

const provenPart = ([, weight, n, answered, verified, ...rest]: KeptPart): KeptPart => [
  verified,
  weight,
  n,
  answered,
  verified,
  ...rest,
];

export type Limits = { meetsFromPercent: number; seriousBelowPercent: number };

/** How a part of a score reads: thresholds of the edition, and no part with a mandatory gap is better than serious. */
export function readingOfPart(points: Points, hasGap: boolean, limits: Limits): Result {
  if (points.weight === 0) return "not_known";
  if (hasGap || !reaches(points, limits.seriousBelowPercent)) return "serious";
  return reaches(points, limits.meetsFromPercent) ? "meets" : "improve";
}

/**
 * The same for one part under the switch: by the rule of the whole, and with the mandatory controls nobody verified.
 *
 * @param hasGap a mandatory control of the part is not met, as the company says itself.
 */
export function readingOfVerifiedPart(claimed: KeptPart, hasGap: boolean, limits: Limits): Result {
  const [halfPoints, weight, , , verifiedHalfPoints, verifiedGaps] = claimed;
  if (verifiedGaps === undefined) return hasGap ? "serious" : "not_known";
  return resultOfVerified(
    readingOfPart({ halfPoints, weight }, hasGap, limits),
    readingOfPart({ halfPoints: verifiedHalfPoints, weight }, verifiedGaps > 0, limits),
  );
}
