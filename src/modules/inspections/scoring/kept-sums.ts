import type { Part } from "./score.ts";

/**
 * The sums of a part of a result as they are kept: half points, weight, controls in the denominator, how many of them
 * are answered; then, when only answers verified on site count, the half points and the mandatory controls that are not
 * met; then the controls that are not applicable, not known and verified. Rows of an older form end sooner.
 */
export type KeptSums = Readonly<Record<string, KeptPart>>;
export type KeptPart = readonly [
  halfPoints: number,
  weight: number,
  n: number,
  answered: number,
  verifiedHalfPoints: number,
  verifiedGaps?: number,
  na?: number,
  unknown?: number,
  verified?: number,
];

/** What inspection_results.sums_form says of rows kept in this form; timed work renews those below. */
export const sumsForm = 3;

type Parts = Readonly<Record<string, Part>>;

/** @param verified the same parts, scored with `countOnly: "verified"`. */
export const keptSums = (parts: Parts, verified: Parts): KeptSums =>
  Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      [
        part.halfPoints,
        part.weight,
        part.n,
        part.answered,
        verified[name]?.halfPoints ?? 0,
        verified[name]?.mandatoryGaps ?? 0,
        part.na,
        part.unknown,
        part.verified,
      ],
    ]),
  );
