import type { RuleBook, ScoredAnswer } from "./rule-book.ts";
import type { Settled } from "./settle.ts";

export type Maturity = {
  readonly asked: number;
  readonly given: number;
  /** How many controls stand at each level, 0 to 5. */
  readonly distribution: readonly number[];
  /** The lower middle one: levels are ordinal, so there is no level between two. */
  readonly median: number | null;
  readonly lowest: number | null;
};

const levels = 6;

/** Whether the edition asks how mature this control is (maturity_rule: weight and tier). */
export const asksMaturity = (book: RuleBook, weight: number, tier: string): boolean =>
  book.maturity.tiers.includes(tier) && book.maturity.weights.includes(weight);

/** Distribution, median and lowest, never a mean; null where the tier is not asked. */
export function maturityOf(
  book: RuleBook,
  tier: string,
  settled: readonly Settled[],
  given: ReadonlyMap<string, ScoredAnswer>,
): Maturity | null {
  const asked = settled.filter((one) => one.isCounted && asksMaturity(book, one.weight, tier));
  if (asked.length === 0) return null;
  const distribution = Array.from({ length: levels }, () => 0);
  for (const { controlId } of asked) {
    const level = given.get(controlId)?.maturity;
    if (typeof level === "number" && distribution[level] !== undefined) distribution[level] += 1;
  }
  const total = distribution.reduce((sum, n) => sum + n, 0);
  const lowest = distribution.findIndex((n) => n > 0);
  return {
    asked: asked.length,
    given: total,
    distribution,
    median: total === 0 ? null : levelAt(distribution, Math.ceil(total / 2)),
    lowest: lowest === -1 ? null : lowest,
  };
}

function levelAt(distribution: readonly number[], nth: number): number {
  let seen = 0;
  return distribution.findIndex((n) => (seen += n) >= nth);
}
