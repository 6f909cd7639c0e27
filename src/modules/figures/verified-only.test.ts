import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeptPart } from "#modules/inspections/scoring/kept-sums.ts";
import type { Result } from "#modules/inspections/scoring/rule-book.ts";
import { onlyVerified, readingOfVerifiedPart } from "./verified-only.ts";

const limits = { meetsFromPercent: 90, seriousBelowPercent: 60 };
/** A part of weight 10: half points claimed and verified, mandatory controls nobody verified. */
const part = (claimed: number, verified: number, gaps?: number): KeptPart =>
  gaps === undefined
    ? [claimed, 10, 10, 10, verified]
    : [claimed, 10, 10, 10, verified, gaps, 0, 0, Math.ceil(verified / 2)];

const cases: [name: string, KeptPart, hasGap: boolean, Result][] = [
  ["all of it verified", part(20, 20, 0), false, "meets"],
  ["a mandatory control only declared", part(20, 18, 1), false, "not_known"],
  ["too little verified to reach the threshold", part(20, 16, 0), false, "not_known"],
  ["verified as improvement required", part(14, 14, 0), false, "improve"],
  ["improvement as claimed, hardly verified", part(14, 2, 0), false, "not_known"],
  ["a gap the company admits", part(18, 4, 1), true, "serious"],
  ["too low even as claimed", part(10, 2, 0), false, "serious"],
  ["kept before mandatory controls were counted", part(20, 20), false, "not_known"],
  ["nothing counts", [0, 0, 0, 0, 0, 0, 3, 0, 0], false, "not_known"],
];
for (const [name, kept, hasGap, reading] of cases)
  test(`a part of a score when only verified answers count: ${name}: ${reading}`, () => {
    assert.equal(readingOfVerifiedPart(kept, hasGap, limits), reading);
  });

test("a company by its verified answers alone: the denominator stays, what was claimed stays beside", () => {
  const areas = { ORG: part(20, 12, 1), HUM: part(18, 0, 2) };
  const company = {
    result: "meets",
    verifiedResult: "not_known",
    halfPoints: 38,
    weight: 20,
    verifiedHalfPoints: 12,
    verifiedCount: 6,
    isReadable: true,
    areas,
  } as const;
  const read = onlyVerified(company);
  assert.deepEqual([read.result, read.halfPoints, read.weight, read.isReadable], ["not_known", 12, 20, true]);
  assert.deepEqual(read.areas, { ORG: part(12, 12, 1) }, "an area of which nothing is verified is not bad");
  assert.deepEqual(read.claimed, { areas });
  assert.equal(onlyVerified({ ...company, verifiedResult: null }).result, "not_known");
  assert.equal(onlyVerified({ ...company, verifiedCount: 0 }).isReadable, false);
});
