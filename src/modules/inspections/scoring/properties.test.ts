// Laws that hold for every standard and every set of answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { answer, bookOf, control, submitted } from "#test/scoring.ts";
import { likeForLike } from "./compare.ts";
import { whatWouldLift } from "./lift.ts";
import type {
  Assurance,
  Demand,
  Result,
  ScopeAnswers,
  ScoredAnswer,
  ScoredControl,
  Verdict,
} from "./rule-book.ts";
import { type Part, type ScoreInput, scoreInspection } from "./score.ts";
import { reaches, sum } from "./settle.ts";

const subset = (...words: string[]) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1 });
const anyControl = fc.record({
  area: fc.constantFrom("ORG", "HUM", "TEC"),
  topic: fc.constantFrom("rules", "risk", "data"),
  weight: fc.integer({ min: 1, max: 3 }),
  mandatory: fc.boolean(),
  tiers: fc.record({ T2: fc.constantFrom<Demand>("required", "required", "recommended", "none") }),
  functions: subset("govern", "prevent", "detect"),
  harms: subset("attack", "leak", "error"),
  appliesWhen: fc.constantFrom("always", "always", "has_plant"),
});
const anyVerdict = fc.constantFrom<Verdict>("met", "met", "partly", "not_met", "unknown", "not_applicable");
const anyAnswer = fc.record({
  verdict: anyVerdict,
  assurance: fc.constantFrom<Assurance>("declared", "documented", "measured", "verified"),
  naIsAllowed: fc.constantFrom(true, false, null),
  maturity: fc.option(fc.integer({ min: 0, max: 5 })),
  evidenceValidUntil: fc.option(fc.constantFrom("2026-01-31", "2026-12-31")),
});
const anyScope = fc.constantFrom<ScopeAnswers>({}, { has_plant: true }, { has_plant: false });

const anyInspection: fc.Arbitrary<ScoreInput> = fc
  .tuple(fc.array(fc.tuple(anyControl, fc.option(anyAnswer)), { maxLength: 30 }), anyScope)
  .map(([rows, scope]) => ({
    book: bookOf(rows.map(([part], index) => control(`C${index}`, part))),
    tier: "T2",
    scope,
    answers: rows.flatMap(([, given], index) => (given ? [answer(`C${index}`, given.verdict, given)] : [])),
    stage: submitted,
  }));

const score = (input: ScoreInput, part: Partial<ScoreInput> = {}) => scoreInspection({ ...input, ...part });
const check = (law: (input: ScoreInput) => void) =>
  fc.assert(fc.property(anyInspection, law), { numRuns: 300 });

test("T-09 areas and topics add up to the company's score, in points, weight and number", () => {
  check((input) => {
    const scored = score(input);
    for (const parts of [Object.values(scored.areas), Object.values(scored.topics)]) {
      const total = (of: keyof Part) => parts.reduce((all, part) => all + part[of], 0);
      assert.deepEqual(
        [total("halfPoints"), total("weight")],
        [scored.points.halfPoints, scored.points.weight],
      );
      assert.equal(total("n"), scored.counts.required - scored.counts.na);
      // What stands beside the score adds up as the score does.
      assert.deepEqual(
        [total("na"), total("unknown"), total("verified"), total("mandatoryGaps")],
        [scored.counts.na, scored.counts.unknown, scored.counts.verified, scored.mandatoryGaps.length],
      );
    }
  });
});

test("T-08 R-29 a harm or function counts exactly the controls tagged with it", () => {
  check((input) => {
    const scored = score(input);
    const only = (holds: (one: ScoredControl) => boolean) =>
      score(input, { book: bookOf(input.book.controls.filter(holds)) });
    for (const [harm, part] of Object.entries(scored.harms)) {
      const alone = only((one) => one.harms.includes(harm));
      assert.deepEqual(
        [part.halfPoints, part.weight, part.n],
        [alone.points.halfPoints, alone.points.weight, alone.counts.required - alone.counts.na],
      );
    }
    for (const [name, part] of Object.entries(scored.functions)) {
      assert.deepEqual(
        [part.halfPoints, part.weight],
        Object.values(only((one) => one.functions.includes(name)).points),
      );
    }
  });
});

test("every required control is counted once: by how sure it is, as not known, as expired or as not applicable", () => {
  check((input) => {
    for (const standingOn of ["2026-01-01", "2026-06-01"]) {
      const { counts } = score(input, { options: { standingOn } });
      assert.equal(
        counts.declared +
          counts.documented +
          counts.measured +
          counts.verified +
          counts.unknown +
          counts.expired +
          counts.na,
        counts.required,
      );
      assert.ok(counts.answered <= counts.required);
    }
  });
});

test("an unanswered control is worth what an unknown one is", () => {
  check((input) => {
    const without = score(input, { answers: input.answers.filter((one) => one.verdict !== "unknown") });
    const scored = score(input);
    assert.deepEqual(
      [without.points, without.result, without.counts.unknown, without.mandatoryGaps],
      [scored.points, scored.result, scored.counts.unknown, scored.mandatoryGaps],
    );
  });
});

test("not applicable that waits or was refused is worth what an unknown one is", () => {
  check((input) => {
    const waiting = input.answers.map((one) =>
      one.verdict === "not_applicable" ? { ...one, naIsAllowed: null } : one,
    );
    const unknown = waiting.map(
      (one): ScoredAnswer => (one.verdict === "not_applicable" ? { ...one, verdict: "unknown" } : one),
    );
    const [a, b] = [score(input, { answers: waiting }), score(input, { answers: unknown })];
    assert.deepEqual(
      [a.points, a.result, a.counts.unknown, a.counts.na],
      [b.points, b.result, b.counts.unknown, 0],
    );
  });
});

test("recommended controls never matter", () => {
  check((input) => {
    const required = input.book.controls.filter((one) => one.tiers["T2"] === "required");
    const without = score(input, { book: bookOf(required) });
    assert.deepEqual({ ...score(input), recommended: without.recommended }, without);
  });
});

test("the order of answers and of controls does not matter", () => {
  check((input) => {
    assert.deepEqual(score(input, { answers: input.answers.toReversed() }), score(input));
    const turned = score(input, { book: bookOf(input.book.controls.toReversed()) });
    assert.deepEqual(
      [turned.points, turned.result, turned.counts, turned.maturity],
      [score(input).points, score(input).result, score(input).counts, score(input).maturity],
    );
  });
});

const rank: Record<Result, number> = { not_known: 0, serious: 0, improve: 1, meets: 2 };
const better: Partial<Record<Verdict, Verdict>> = { unknown: "partly", not_met: "partly", partly: "met" };

test("a better answer never lowers score or result", () => {
  fc.assert(
    fc.property(anyInspection, fc.nat(), (input, pick) => {
      const at = input.answers.length === 0 ? -1 : pick % input.answers.length;
      const improved = input.answers.map((one, index) =>
        index === at ? { ...one, verdict: better[one.verdict] ?? one.verdict } : one,
      );
      const [before, after] = [score(input), score(input, { answers: improved })];
      assert.ok(
        after.points.halfPoints >= before.points.halfPoints && after.points.weight === before.points.weight,
      );
      assert.ok(rank[after.result] >= rank[before.result]);
    }),
    { numRuns: 500 },
  );
});

test("what counts only surer answers or looks at expiry never scores higher, over the same denominator", () => {
  check((input) => {
    const plain = score(input);
    for (const options of [
      { countOnly: "documented" },
      { countOnly: "verified" },
      { standingOn: "2026-06-01" },
    ] as const) {
      const strict = score(input, { options });
      assert.ok(strict.points.halfPoints <= plain.points.halfPoints);
      assert.equal(strict.points.weight, plain.points.weight);
    }
  });
});

test("R-12 the result is what the rules say of the exact sums", () => {
  check((input) => {
    const scored = score(input);
    const { halfPoints, weight } = scored.points;
    const isAtLeast = (percent: bigint) => BigInt(halfPoints) * 100n >= percent * 2n * BigInt(weight);
    const expected: Result =
      scored.mandatoryGaps.length > 0
        ? "serious"
        : weight === 0
          ? "not_known"
          : !isAtLeast(60n)
            ? "serious"
            : scored.mandatoryPartly.length === 0 && isAtLeast(90n)
              ? "meets"
              : "improve";
    assert.equal(scored.result, expected);
  });
});

test("thresholds hold exactly at every weight", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(60, 90), (weight, percent) => {
      const least = Math.ceil((percent * 2 * weight) / 100);
      assert.ok(reaches({ halfPoints: least, weight }, percent));
      assert.ok(!reaches({ halfPoints: least - 1, weight }, percent));
    }),
  );
});

test("the ladder ends at the standard, and no smaller set of controls would do", () => {
  const small = anyInspection.filter((input) => input.book.controls.length <= 9);
  fc.assert(
    fc.property(small, (input) => {
      const scored = score(input);
      fc.pre(scored.points.weight > 0);
      const { steps, now } = whatWouldLift(input.book, scored);
      assert.equal(now, scored.result);
      assert.equal(
        resultWith(
          input,
          steps.map((step) => step.controlId),
        ),
        "meets",
      );
      if (steps.length > 0) assert.equal(steps.at(-1)?.resultAfter, "meets");
      const open = scored.settled
        .filter((one) => one.isCounted && one.reading !== "met")
        .map((one) => one.controlId);
      const smallest = subsets(open)
        .filter((ids) => resultWith(input, ids) === "meets")
        .reduce((least, ids) => Math.min(least, ids.length), Infinity);
      assert.equal(steps.length, smallest);
    }),
    { numRuns: 200 },
  );
});

function resultWith(input: ScoreInput, ids: readonly string[]): Result {
  const others = input.answers.filter((one) => !ids.includes(one.controlId));
  return score(input, { answers: [...others, ...ids.map((id) => answer(id, "met"))] }).result;
}

const subsets = (ids: readonly string[]): string[][] =>
  ids.reduce<string[][]>((all, id) => [...all, ...all.map((one) => [...one, id])], [[]]);

test("each step of the ladder adds what it says, mandatory gaps first", () => {
  check((input) => {
    const scored = score(input);
    const { steps } = whatWouldLift(input.book, scored);
    let points = scored.points.halfPoints;
    for (const step of steps) {
      points += step.gain;
      assert.equal(step.pointsAfter.halfPoints, points);
    }
    const order = { mandatory_gap: 0, mandatory_partly: 1, score: 2 };
    assert.deepEqual(
      steps.map((step) => order[step.why]),
      steps.map((step) => order[step.why]).sort(),
    );
  });
});

test("like for like: both scores over the same controls; against itself nothing changes", () => {
  fc.assert(
    fc.property(anyInspection, anyInspection, fc.func(fc.boolean()), (a, b, isSame) => {
      const [previous, current] = [score(a).settled, score(b).settled];
      const both = likeForLike(previous, current, isSame);
      assert.equal(both.previous.weight, both.current.weight);
      const counted = current.filter((one) => one.isCounted).length;
      assert.equal(both.n + both.onlyCurrent.length + both.changed.length, counted);
      const self = likeForLike(current, current);
      assert.deepEqual(
        [self.previous, self.better, self.worse, self.onlyPrevious, self.onlyCurrent],
        [sum(current), [], [], [], []],
      );
    }),
  );
});
