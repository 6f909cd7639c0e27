import type { RuleBook, ScoredAnswer } from "./rule-book.ts";
import type { Settled } from "./settle.ts";

export type Maturity = Spread & {
  readonly asked: number;
  readonly given: number;
  /** By area: how many are asked, how many stand at each level, and of those verified on site. */
  readonly areas: Readonly<Record<string, AreaMaturity>>;
};

export type Spread = {
  /** How many controls stand at each level, 0 to 5. */
  readonly distribution: readonly number[];
  /** The lower middle one: levels are ordinal, so there is no level between two. */
  readonly median: number | null;
  readonly lowest: number | null;
};

export type AreaMaturity = {
  readonly asked: number;
  readonly levels: readonly number[];
  readonly verified: readonly number[];
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
  const areaOf = new Map(book.controls.map((control) => [control.id, control.area]));
  const areas: Record<string, { asked: number; levels: number[]; verified: number[] }> = {};
  for (const { controlId, assurance } of asked) {
    const area = (areas[areaOf.get(controlId) ?? ""] ??= {
      asked: 0,
      levels: noLevels(),
      verified: noLevels(),
    });
    area.asked += 1;
    const level = given.get(controlId)?.maturity;
    if (typeof level !== "number") continue;
    countAt(area.levels, level);
    if (assurance === "verified") countAt(area.verified, level);
  }
  const spread = spreadOf(Object.values(areas).map((area) => area.levels));
  return { asked: asked.length, given: total(spread.distribution), ...spread, areas };
}

const noLevels = () => Array.from({ length: levels }, () => 0);
const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);

function countAt(counts: number[], level: number): void {
  if (counts[level] !== undefined) counts[level] += 1;
}

/** Several distributions as one: of areas, or of companies. */
export function spreadOf(distributions: readonly (readonly number[])[]): Spread {
  const distribution = noLevels().map((_, level) => total(distributions.map((one) => one[level] ?? 0)));
  const given = total(distribution);
  return {
    distribution,
    median: given === 0 ? null : levelAt(distribution, Math.ceil(given / 2)),
    lowest: given === 0 ? null : levelAt(distribution, 1),
  };
}

function levelAt(distribution: readonly number[], nth: number): number {
  let seen = 0;
  return distribution.findIndex((n) => (seen += n) >= nth);
}
