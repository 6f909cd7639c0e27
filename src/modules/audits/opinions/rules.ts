// How far self-answers can be trusted: of what was claimed as met, the share that auditors overturned (domain.md, over-claim). Pure.
import { wilson } from "#core/wilson.ts";

export const groupings = ["control", "area", "tier", "division", "region", "company"] as const;
export type Grouping = (typeof groupings)[number];

export type Count = { claims: number; overturned: number };
export type Interval = { low: number; high: number };

/** Only the random share is a sample; what is mandatory was looked at everywhere and has no interval. */
export const intervalOf = ({ claims, overturned }: Count): Interval => wilson(overturned, claims);

/** As much as this many answers of a company itself, the mean of its tier counts. */
export const tierWeighs = 20;

/**
 * A company is audited on a few dozen answers: its own share swings widely by chance. Drawn towards the mean of its tier, the more so
 * the fewer answers there are (empirical Bayes, Efron and Morris 1975), it is the better guess of what the next visit will find.
 */
export function shrunk(own: Count, ofTier: Count): number | null {
  if (ofTier.claims === 0) return own.claims === 0 ? null : own.overturned / own.claims;
  const mean = ofTier.overturned / ofTier.claims;
  return (own.overturned + tierWeighs * mean) / (own.claims + tierWeighs);
}

export const sum = (counts: readonly Count[]): Count => ({
  claims: counts.reduce((all, one) => all + one.claims, 0),
  overturned: counts.reduce((all, one) => all + one.overturned, 0),
});
