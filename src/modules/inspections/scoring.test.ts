import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { demands, lacks, validUntil } from "./answering.ts";
import { type Assurance, likeForLike, reaches, score, type ScoredAnswer, type ScoredControl, scoreOf, type ScoringCase, type Verdict, whatWouldLift } from "./scoring.ts";

const control = (controlId: string, part: Partial<ScoredControl> = {}): ScoredControl => ({
  controlId, area: "ORG", topic: "rules", functions: ["govern"], harms: ["attack"], weight: 1, isMandatory: false,
  need: "required", appliesWhen: "always", ...part,
});
const answer = (controlId: string, verdict: Verdict, part: Partial<ScoredAnswer> = {}): ScoredAnswer => ({
  controlId, verdict, assurance: "declared", naIsAllowed: null, ...part,
});
const given = (controls: ScoredControl[], answers: ScoredAnswer[], part: Partial<ScoringCase> = {}): ScoringCase => ({
  controls, scope: {}, answers, isSubmitted: true, isDueReached: true, ...part,
});
const ten = Array.from({ length: 10 }, (_, index) => control(`C${index}`));

const cases: [string, ScoringCase, string, number | null][] = [
  ["all met", given(ten, ten.map((one) => answer(one.controlId, "met"))), "meets", 1],
  ["nine of ten met is exactly 0.90", given(ten, ten.map((one, i) => answer(one.controlId, i === 0 ? "not_met" : "met"))), "meets", 0.9],
  ["just below 0.90", given(ten, ten.map((one, i) => answer(one.controlId, i < 2 ? (i === 0 ? "not_met" : "partly") : "met"))), "improve", 0.85],
  ["exactly 0.60", given(ten, ten.map((one, i) => answer(one.controlId, i < 4 ? "not_met" : "met"))), "improve", 0.6],
  ["below 0.60", given(ten, ten.map((one, i) => answer(one.controlId, i < 4 ? "not_met" : i === 4 ? "partly" : "met"))), "serious", 0.55],
  ["unanswered counts as not known, never left out", given(ten, ten.slice(0, 5).map((one) => answer(one.controlId, "met"))), "serious", 0.5],
  ["one mandatory not met is serious at any score", given([control("M", { isMandatory: true, weight: 1 }), ...ten], [answer("M", "not_met"), ...ten.map((one) => answer(one.controlId, "met"))]), "serious", 10 / 11],
  ["a mandatory partly met cannot meet", given([control("M", { isMandatory: true }), ...ten], [answer("M", "partly"), ...ten.map((one) => answer(one.controlId, "met"))]), "improve", 10.5 / 11],
  ["nothing submitted by the due day is not known", given(ten, ten.map((one) => answer(one.controlId, "met")), { isSubmitted: false }), "not_known", 1],
  ["not applicable, allowed, leaves the denominator", given(ten, ten.map((one, i) => answer(one.controlId, i === 0 ? "not_applicable" : "met", { naIsAllowed: true }))), "meets", 1],
  ["not applicable that waits counts as not known", given(ten, ten.map((one, i) => answer(one.controlId, i === 0 ? "not_applicable" : "met"))), "meets", 0.9],
  ["a mandatory control is not taken out by not applicable", given([control("M", { isMandatory: true })], [answer("M", "not_applicable", { naIsAllowed: true })]), "serious", 0],
  ["a false scope condition takes a control out", given([control("P", { appliesWhen: "has_plant", isMandatory: true }), ...ten], ten.map((one) => answer(one.controlId, "met")), { scope: { has_plant: false } }), "meets", 1],
  ["a condition nobody answered keeps the control in", given([control("P", { appliesWhen: "has_plant" }), control("A")], [answer("A", "met")]), "serious", 0.5],
  ["expired evidence turns met into not known", given(ten, ten.map((one, i) => answer(one.controlId, "met", { isExpired: i < 2 }))), "improve", 0.8],
  ["only verified answers count", given(ten, ten.map((one, i) => answer(one.controlId, "met", { assurance: i < 6 ? "verified" : "declared" })), { onlyVerified: true }), "improve", 0.6],
  ["nothing required at all", given([], []), "meets", null],
];
for (const [what, one, result, value] of cases) {
  test(`R-12 result: ${what}`, () => {
    const scored = score(one);
    assert.equal(scored.result, result);
    assert.equal(scoreOf(scored.total), value);
  });
}

const anyVerdict = fc.constantFrom<Verdict>("met", "partly", "not_met", "unknown", "not_applicable");
const anyControl = fc.record({
  area: fc.constantFrom("ORG", "HUM", "TEC", "PHY", "INC"), topic: fc.constantFrom("rules", "risk", "data"),
  functions: fc.uniqueArray(fc.constantFrom("govern", "prevent", "detect"), { minLength: 1 }),
  harms: fc.uniqueArray(fc.constantFrom("attack", "leak", "error"), { minLength: 1 }),
  weight: fc.integer({ min: 1, max: 3 }), isMandatory: fc.boolean(),
  need: fc.constantFrom<ScoredControl["need"]>("required", "recommended", "none"),
  appliesWhen: fc.constantFrom("always", "has_plant"),
});
const anyCase = fc.array(fc.tuple(anyControl, fc.option(anyVerdict), fc.constantFrom<Assurance>("declared", "verified"), fc.constantFrom(true, false, null)), { maxLength: 40 }).map((rows) =>
  given(
    rows.map(([one], index) => ({ ...one, controlId: `C${index}` })),
    rows.flatMap(([, verdict, assurance, naIsAllowed], index) => (verdict ? [answer(`C${index}`, verdict, { assurance, naIsAllowed })] : [])),
    { scope: { has_plant: rows.length % 2 === 0 } },
  ),
);

test("T-09 the areas add up to the company's score with the shown weights", () => {
  fc.assert(fc.property(anyCase, (one) => {
    const scored = score(one);
    const areas = Object.values(scored.areas);
    const sum = (of: "halfPoints" | "weight" | "count") => areas.reduce((total, area) => total + area[of], 0);
    assert.deepEqual([sum("halfPoints"), sum("weight"), sum("count")], [scored.total.halfPoints, scored.total.weight, scored.total.count]);
  }));
});

test("T-08 R-29 numerator and denominator by harm or function equal those of the tagged controls alone", () => {
  fc.assert(fc.property(anyCase, (one) => {
    const scored = score(one);
    for (const harm of Object.keys(scored.harms)) {
      assert.deepEqual(scored.harms[harm], score({ ...one, controls: one.controls.filter((control) => control.harms.includes(harm)) }).total);
    }
    for (const name of Object.keys(scored.functions)) {
      assert.deepEqual(scored.functions[name], score({ ...one, controls: one.controls.filter((control) => control.functions.includes(name)) }).total);
    }
  }));
});

const rank = { serious: 0, improve: 1, meets: 2, not_known: -1 };
test("a better answer never lowers score or result", () => {
  fc.assert(fc.property(anyCase, fc.nat(), (one, at) => {
    const target = one.answers[at % Math.max(1, one.answers.length)];
    if (!target || target.verdict === "not_applicable") return;
    const better = { ...one, answers: one.answers.map((given) => (given === target ? { ...given, verdict: "met" as const } : given)) };
    const [before, after] = [score(one), score(better)];
    assert.ok(after.total.halfPoints >= before.total.halfPoints && after.total.weight === before.total.weight);
    assert.ok(rank[after.result] >= rank[before.result]);
  }));
});

test("unanswered and not known are the same, recommended controls and order never matter", () => {
  fc.assert(fc.property(anyCase, (one) => {
    const known = { ...one, answers: one.answers.filter((given) => given.verdict !== "unknown") };
    assert.deepEqual(score(one).total.halfPoints, score(known).total.halfPoints);
    assert.equal(score(one).result, score(known).result);
    const without = { ...one, controls: one.controls.filter((control) => control.need === "required") };
    assert.deepEqual(score(without), score(one));
    assert.deepEqual(score({ ...one, answers: one.answers.toReversed() }), score(one));
  }));
});

test("what would lift it really lifts it to meets, and no step of it is idle", () => {
  fc.assert(fc.property(anyCase, (one) => {
    const steps = whatWouldLift(one);
    const ids = new Set(steps.map((step) => step.controlId));
    const lifted = [...one.answers.filter((given) => !ids.has(given.controlId)), ...[...ids].map((id) => answer(id, "met"))];
    assert.equal(score({ ...one, answers: lifted }).result, "meets");
    for (const step of steps) assert.ok(step.gain > 0);
  }));
});

test("thresholds are compared exactly", () => {
  assert.ok(reaches({ halfPoints: 180, weight: 100, count: 0, answered: 0 }, 90));
  assert.ok(!reaches({ halfPoints: 179, weight: 100, count: 0, answered: 0 }, 90));
});

test("T-10 like for like compares only unchanged controls that both years ask", () => {
  const before = given([control("A"), control("B"), control("OLD")], [answer("A", "met"), answer("B", "not_met"), answer("OLD", "met")]);
  const after = given([control("A"), control("B"), control("NEW")], [answer("A", "met"), answer("B", "met"), answer("NEW", "not_met")]);
  const compared = likeForLike(before, after, new Set(["A", "B"]));
  assert.deepEqual([scoreOf(compared.previous), scoreOf(compared.current)], [0.5, 1]);
});

const asked = { isMandatory: false, weight: 3, asksCoverage: true, appliesWhen: "always" };
test("an answer demands exactly its fields", () => {
  assert.deepEqual(demands(asked, "T3", { verdict: "met", coveragePercent: 100 }), ["evidence", "coveragePercent"]);
  assert.deepEqual(demands(asked, "T1", { verdict: "met", coveragePercent: 98 }), ["evidence", "coveragePercent", "exceptions", "maturity"]);
  assert.deepEqual(demands({ ...asked, asksCoverage: false }, "T4", { verdict: "partly" }), ["missing", "owner", "dueOn"]);
  assert.deepEqual(demands({ ...asked, weight: 1 }, "T1", { verdict: "unknown" }), ["owner", "dueOn"]);
  assert.deepEqual(demands(asked, "T1", { verdict: "not_applicable" }), ["reason"]);
});
test("a mandatory control is not applicable only when its condition is false", () => {
  const must = { ...asked, isMandatory: true, asksCoverage: false };
  assert.deepEqual(lacks(must, "T4", { verdict: "not_applicable", reason: "none here" }, 0, true).map((one) => one.code), ["answer.mandatory_applies"]);
  assert.deepEqual(lacks(must, "T4", { verdict: "not_applicable", reason: "none here" }, 0, false), []);
});
test("evidence lasts as the standard says", () => {
  assert.equal(validUntil("monthly", "measured", "2026-11-01"), "2026-12-06");
  assert.equal(validUntil("monthly", "declared", "2026-11-01"), "2027-12-01");
  assert.equal(validUntil("audit_cycle", "documented", "2026-01-01"), "2030-02-09");
});
