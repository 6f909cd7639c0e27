// How many people work in each company: log-normal within a tier, bounded by what the tier's criteria allow, and
// adding up to the tier's share of the group exactly.
import type { Random } from "./random.ts";
import type { Tier } from "./size.ts";

/** The mark that puts a company into T2; the other tiers have one kind only. */
export type Major = "plant" | "large" | "personal_data";

const bounds: Record<Tier, readonly [number, number]> = {
  T1: [60, 30_000],
  T2: [60, 6000],
  T3: [50, 299],
  T4: [4, 49],
};

/** What the criteria allow. A company that was raised is one of the larger of its own kind. */
export function boundsOf(tier: Tier, criteriaTier: Tier, major: Major | null): readonly [number, number] {
  if (tier === "T2" && criteriaTier === "T3") return [150, 295];
  return major === "large" ? [300, 6000] : bounds[criteriaTier];
}

// Two thirds of the companies of one tier lie within a factor of e^0.8 of each other.
const spread = 0.8;

/** One whole number per range, `total` in all. */
export function spreadPeople(
  ranges: readonly (readonly [number, number])[],
  total: number,
  random: Random,
): number[] {
  const raw = ranges.map(() => Math.exp(spread * random.normal()));
  let low = 0;
  let high = total;
  // The factor is found by halving: clipping makes the sum rise with it, but not in proportion.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (sum(clipped(raw, ranges, middle)) > total) high = middle;
    else low = middle;
  }
  return evenOut(clipped(raw, ranges, low), ranges, total);
}

const clipped = (raw: readonly number[], ranges: readonly (readonly [number, number])[], factor: number) =>
  raw.map((value, index) => {
    const [from, to] = ranges[index] ?? [0, 0];
    // What falls outside is laid near the bound instead of on it: real companies do not end at 299.
    const near = (value * 997) % 1;
    const size = value * factor;
    if (size < from) return Math.round(from * (1 + 0.35 * near));
    return Math.round(size > to ? to - (to - from) * 0.3 * near : size);
  });

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);

function evenOut(numbers: number[], ranges: readonly (readonly [number, number])[], total: number): number[] {
  let missing = total - sum(numbers);
  while (missing !== 0) {
    const step = Math.sign(missing);
    const before = missing;
    for (let index = 0; index < numbers.length && missing !== 0; index += 1) {
      const [from, to] = ranges[index] ?? [0, 0];
      const next = (numbers[index] ?? 0) + step;
      if (next < from || next > to) continue;
      numbers[index] = next;
      missing -= step;
    }
    if (missing === before) throw new Error(`${total} people do not fit`);
  }
  return numbers;
}
