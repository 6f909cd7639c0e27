// How large the sample group is. The numbers of the full size are the reference; stress keeps its shares.

export type SizeName = "demo" | "full" | "stress";
export type Tier = "T1" | "T2" | "T3" | "T4";
export const tierNames: readonly Tier[] = ["T1", "T2", "T3", "T4"];

export type Size = {
  name: SizeName;
  tiers: Readonly<Record<Tier, number>>;
  people: Readonly<Record<Tier, number>>;
  regions: Readonly<Record<string, number>>;
  relations: Readonly<{ consolidated: number; equity_method: number; joint_venture: number }>;
  divisions: number;
  sites: number;
  plants: number;
  /** Fiscal years, the running one included. */
  years: number;
  /** Companies that came and went: [joined, left] in each year after the first, oldest first. */
  moves: readonly (readonly [number, number])[];
};

const fullRegions = {
  japan: 112,
  china: 46,
  asean: 60,
  south_asia: 12,
  europe: 44,
  north_america: 32,
  latin_america: 9,
  other: 5,
};

export const sizes: Readonly<Record<SizeName, Size>> = {
  // Every company of the demo size is described one by one (cast.ts); its counts follow from there.
  demo: {
    name: "demo",
    tiers: { T1: 2, T2: 7, T3: 9, T4: 6 },
    people: { T1: 680, T2: 2493, T3: 659, T4: 168 },
    regions: {
      japan: 9,
      china: 3,
      asean: 5,
      south_asia: 1,
      europe: 3,
      north_america: 2,
      latin_america: 1,
      other: 0,
    },
    relations: { consolidated: 21, equity_method: 2, joint_venture: 1 },
    divisions: 4,
    sites: 40,
    plants: 9,
    years: 3,
    moves: [
      [1, 0],
      [1, 1],
    ],
  },
  full: {
    name: "full",
    tiers: { T1: 12, T2: 88, T3: 120, T4: 100 },
    people: { T1: 11_500, T2: 26_400, T3: 12_000, T4: 2_100 },
    regions: fullRegions,
    relations: { consolidated: 262, equity_method: 48, joint_venture: 10 },
    divisions: 11,
    sites: 690,
    plants: 175,
    years: 3,
    moves: [
      [11, 3],
      [15, 4],
    ],
  },
  stress: {
    name: "stress",
    tiers: { T1: 30, T2: 250, T3: 370, T4: 350 },
    people: { T1: 82_000, T2: 243_000, T3: 46_400, T4: 8_600 },
    regions: shared(fullRegions, 1000),
    relations: { consolidated: 819, equity_method: 150, joint_venture: 31 },
    divisions: 20,
    sites: 2_200,
    plants: 560,
    years: 5,
    moves: [
      [20, 8],
      [24, 9],
      [30, 10],
      [40, 12],
    ],
  },
};

/** Whole numbers in the shares of `weights` that add up to `total` (largest remainders). */
export function shared<K extends string>(
  weights: Readonly<Record<K, number>>,
  total: number,
): Record<K, number> {
  const keys = Object.keys(weights) as K[];
  const sum = keys.reduce((all, key) => all + weights[key], 0);
  const exact = keys.map((key) => ({ key, share: (weights[key] * total) / sum }));
  const result = Object.fromEntries(exact.map(({ key, share }) => [key, Math.floor(share)])) as Record<
    K,
    number
  >;
  let left = total - keys.reduce((all, key) => all + result[key], 0);
  const byRemainder = exact.sort((one, other) => (other.share % 1) - (one.share % 1));
  for (const { key } of byRemainder) {
    if (left === 0) break;
    result[key] += 1;
    left -= 1;
  }
  return result;
}
