import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { answer, control, inspect, submitted } from "#test/scoring.ts";
import type { Assurance, Result, ScoredAnswer, Verdict } from "./rule-book.ts";
import { resultOfVerified } from "./verified.ts";

const ten = Array.from({ length: 10 }, (_, index) => control(`C${index}`));
const mandatory = control("X", { mandatory: true });

const under = (
  controls: typeof ten,
  answers: readonly ScoredAnswer[],
  stage = submitted,
): [Result, Result] => {
  const claimed = inspect(controls, answers, stage).result;
  const proven = inspect(controls, answers, stage, { options: { countOnly: "verified" } }).result;
  return [claimed, resultOfVerified(claimed, proven)];
};

const all = (verdict: Verdict, assurance: Assurance) =>
  ten.map((one) => answer(one.id, verdict, { assurance }));
const x = (verdict: Verdict, assurance: Assurance) => answer("X", verdict, { assurance });

const cases: [name: string, answers: ScoredAnswer[], claimed: Result, underSwitch: Result][] = [
  ["everything verified", [x("met", "verified"), ...all("met", "verified")], "meets", "meets"],
  ["nothing verified", [x("met", "declared"), ...all("met", "declared")], "meets", "not_known"],
  [
    "a mandatory control that was only declared",
    [x("met", "declared"), ...all("met", "verified")],
    "meets",
    "not_known",
  ],
  [
    "a mandatory control whose documents were seen",
    [x("met", "documented"), ...all("met", "verified")],
    "meets",
    "not_known",
  ],
  [
    "a mandatory control measured by data, not on site",
    [x("met", "measured"), ...all("met", "verified")],
    "meets",
    "not_known",
  ],
  ["a mandatory control never answered", all("met", "verified"), "serious", "serious"],
  ["a gap the company admits", [x("not_met", "declared"), ...all("met", "verified")], "serious", "serious"],
  ["a gap seen on site", [x("not_met", "verified"), ...all("met", "verified")], "serious", "serious"],
  ["met in part, on site", [x("partly", "verified"), ...all("met", "verified")], "improve", "improve"],
  ["met in part, declared", [x("partly", "declared"), ...all("met", "verified")], "improve", "not_known"],
  [
    "one tenth unverified leaves the threshold reached",
    [x("met", "verified"), ...all("met", "verified").slice(1), answer("C0", "met")],
    "meets",
    "meets",
  ],
  [
    "two tenths unverified do not",
    [x("met", "verified"), ...all("met", "verified").slice(2), answer("C0", "met"), answer("C1", "met")],
    "meets",
    "not_known",
  ],
  [
    "a score that is too low as claimed",
    [x("met", "verified"), ...all("partly", "declared").slice(5)],
    "serious",
    "serious",
  ],
];

for (const [name, answers, claimed, result] of cases)
  test(`R-12 only verified answers: ${name}: ${claimed} reads ${result}`, () => {
    assert.deepEqual(under([mandatory, ...ten], answers), [claimed, result]);
  });

test("R-12 only verified answers: what was never handed in stays not known", () => {
  const stage = { ...submitted, isSubmitted: false };
  assert.deepEqual(under([mandatory, ...ten], [x("met", "verified"), ...all("met", "verified")], stage), [
    "not_known",
    "not_known",
  ]);
});

test("R-12 whatever passes as met when only verified answers count has every mandatory control verified", () => {
  const any = fc.array(
    fc.record({
      mandatory: fc.boolean(),
      weight: fc.integer({ min: 1, max: 3 }),
      verdict: fc.constantFrom<Verdict>("met", "met", "met", "partly", "not_met", "unknown"),
      assurance: fc.constantFrom<Assurance>("declared", "documented", "measured", "verified", "verified"),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(any, (rows) => {
      const controls = rows.map((row, index) => control(`C${index}`, row));
      const answers = rows.map((row, index) => answer(`C${index}`, row.verdict, row));
      const [claimed, result] = under(controls, answers);
      assert.ok(result === claimed || result === "not_known", "never better than claimed, never worse");
      if (result === "meets")
        assert.ok(
          rows.every((row) => !row.mandatory || (row.verdict === "met" && row.assurance === "verified")),
        );
    }),
    { numRuns: 500 },
  );
});
