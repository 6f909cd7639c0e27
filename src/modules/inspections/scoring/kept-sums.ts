import type { Part } from "./score.ts";

/**
 * The sums of a part of a result as they are kept: half points, weight, controls in the denominator, how many of them
 * are answered, and the half points when only answers verified on site count.
 */
export type KeptSums = Readonly<Record<string, readonly [number, number, number, number, number]>>;

type Parts = Readonly<Record<string, Part>>;

/** @param verified the same parts, scored with `countOnly: "verified"`. */
export const keptSums = (parts: Parts, verified: Parts): KeptSums =>
  Object.fromEntries(
    Object.entries(parts).map(([name, { halfPoints, weight, n, answered }]) => [
      name,
      [halfPoints, weight, n, answered, verified[name]?.halfPoints ?? 0],
    ]),
  );
