import assert from "node:assert/strict";
import { test } from "node:test";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { applicableControls } from "./applicable.ts";
import { answer, bookOf, control, inspect, ruleBook, submitted } from "#test/scoring.ts";
import type { Result, ScoredAnswer, ScoredControl, Verdict } from "./rule-book.ts";
import { scoreInspection } from "./score.ts";
import { percentShown } from "./settle.ts";

const ten = Array.from({ length: 10 }, (_, index) => control(`C${index}`));
/** Ten answers from a word like `MMMMMMMMPN`: met, partly, not met, unknown; a dot is unanswered. */
const verdicts: Record<string, Verdict> = {
  M: "met",
  P: "partly",
  N: "not_met",
  U: "unknown",
  A: "not_applicable",
};
const answers = (word: string, part: Partial<ScoredAnswer> = {}): ScoredAnswer[] =>
  [...word].flatMap((letter, index) =>
    verdicts[letter] ? [answer(`C${index}`, verdicts[letter], part)] : [],
  );

const mandatory = control("X", { mandatory: true });
type Case = [string, ScoredControl[], ScoredAnswer[], Result, number | null];
const cases: Case[] = [
  ["everything met", ten, answers("MMMMMMMMMM"), "meets", 1],
  ["exactly 0.90 meets", ten, answers("MMMMMMMMMN"), "meets", 0.9],
  ["one half point below 0.90", ten, answers("MMMMMMMMPN"), "improve", 0.85],
  ["exactly 0.60 is no serious gap", ten, answers("MMMMMMNNNN"), "improve", 0.6],
  ["one half point below 0.60", ten, answers("MMMMMPNNNN"), "serious", 0.55],
  ["unanswered counts as not known, never left out", ten, answers("MMMMM....."), "serious", 0.5],
  ["unknown counts 0 like not met", ten, answers("MMMMMMMMMU"), "meets", 0.9],
  [
    "a mandatory control not met is serious at any score",
    [mandatory, ...ten],
    [answer("X", "not_met"), ...answers("MMMMMMMMMM")],
    "serious",
    10 / 11,
  ],
  [
    "a mandatory control not known is serious",
    [mandatory, ...ten],
    [answer("X", "unknown"), ...answers("MMMMMMMMMM")],
    "serious",
    10 / 11,
  ],
  [
    "a mandatory control unanswered is serious",
    [mandatory, ...ten],
    answers("MMMMMMMMMM"),
    "serious",
    10 / 11,
  ],
  [
    "a mandatory control met in part is not met: at most improve",
    [mandatory, ...ten],
    [answer("X", "partly"), ...answers("MMMMMMMMMM")],
    "improve",
    10.5 / 11,
  ],
  [
    "not applicable and allowed leaves the denominator",
    ten,
    answers("MMMMMMMMMA", { naIsAllowed: true }),
    "meets",
    1,
  ],
  [
    "not applicable that waits is not known",
    ten,
    answers("MMMMMMMMAA", { naIsAllowed: null }),
    "improve",
    0.8,
  ],
  [
    "not applicable that was refused is not known",
    ten,
    answers("MMMMMMMMAA", { naIsAllowed: false }),
    "improve",
    0.8,
  ],
  [
    "a mandatory control is not taken out by an approval",
    [mandatory, ...ten],
    [answer("X", "not_applicable", { naIsAllowed: true }), ...answers("MMMMMMMMMM")],
    "serious",
    10 / 11,
  ],
  [
    "nothing left in the denominator proves nothing",
    ten,
    answers("AAAAAAAAAA", { naIsAllowed: true }),
    "not_known",
    null,
  ],
  ["weights count", [control("C0", { weight: 3 }), control("C1")], answers("MN"), "improve", 0.75],
];
for (const [what, controls, given, result, score] of cases) {
  test(`R-12 result: ${what}`, () => {
    const scored = inspect(controls, given);
    assert.deepEqual([scored.result, scored.score], [result, score]);
  });
}

test("no rounding across a threshold: 89.5 % would round to 90 and does not meet", () => {
  const controls = Array.from({ length: 100 }, (_, index) => control(`C${index}`, { weight: 3 }));
  const given = controls.map((one, index) =>
    answer(one.id, index < 89 ? "met" : index === 89 ? "partly" : "not_met"),
  );
  const scored = inspect(controls, given);
  assert.equal(scored.result, "improve");
  assert.deepEqual([percentShown(scored.points), percentShown(scored.points, 1)], [89, 89.5]);
  assert.equal(percentShown({ halfPoints: 1799, weight: 1000 }, 0), 89);
  assert.equal(percentShown({ halfPoints: 1800, weight: 1000 }, 0), 90);
  assert.equal(percentShown({ halfPoints: 0, weight: 0 }), null);
});

test("R-12 nothing submitted: not known by the due day, with the score of what is there and a forecast beside it", () => {
  const before = inspect(ten, answers("MMMMMMMMMM"), {
    isSubmitted: false,
    isConfirmed: false,
    isDueReached: false,
  });
  assert.deepEqual(
    [before.result, before.ifSubmitted, before.isProvisional, before.reasons[0]?.code],
    ["not_known", "meets", true, "not_submitted_yet"],
  );
  const after = inspect(ten, answers("MM........"), {
    isSubmitted: false,
    isConfirmed: false,
    isDueReached: true,
  });
  assert.deepEqual(
    [after.result, after.score, after.isProvisional, after.reasons[0]?.code],
    ["not_known", 0.2, false, "not_submitted_by_due"],
  );
});

test("submitted but not confirmed is provisional", () => {
  assert.equal(
    inspect(ten, answers("MMMMMMMMMM"), { isSubmitted: true, isConfirmed: false, isDueReached: true })
      .isProvisional,
    true,
  );
  assert.equal(inspect(ten, answers("MMMMMMMMMM"), submitted).isProvisional, false);
});

test("reasons say why: gaps by name, thresholds by number", () => {
  const second = control("Y", { mandatory: true });
  const scored = inspect(
    [mandatory, second, ...ten],
    [answer("X", "not_met"), answer("Y", "partly"), ...answers("MMMM......")],
  );
  assert.deepEqual(scored.reasons, [
    { code: "mandatory_gap", controlIds: ["X"] },
    { code: "mandatory_partly", controlIds: ["Y"] },
    { code: "score_below_serious", percent: 60 },
  ]);
  assert.deepEqual(inspect(ten, answers("MMMMMMMMMM")).reasons, [
    { code: "all_mandatory_met" },
    { code: "score_reached", percent: 90 },
  ]);
});

test("recommended controls are counted apart and never change the score", () => {
  const asked = [
    ...ten,
    control("R1", { tiers: { T2: "recommended" } }),
    control("R2", { tiers: { T2: "recommended" }, mandatory: true }),
  ];
  const scored = inspect(asked, [...answers("MMMMMMMMMM"), answer("R1", "met"), answer("R2", "not_met")]);
  assert.deepEqual([scored.result, scored.score, scored.counts.required], ["meets", 1, 10]);
  assert.deepEqual(scored.recommended, { n: 2, answered: 2, met: 1 });
  assert.deepEqual(scored.mandatoryGaps, [], "mandatory counts only where the control is required");
});

test("scope conditions take controls out by an answer, never by silence", () => {
  const plant = control("P", { appliesWhen: "has_plant", mandatory: true });
  const given = answers("MMMMMMMMMM");
  assert.equal(inspect([plant, ...ten], given).result, "serious");
  assert.equal(inspect([plant, ...ten], given, submitted, { scope: { has_plant: true } }).result, "serious");
  const without = inspect([plant, ...ten], given, submitted, { scope: { has_plant: false } });
  assert.deepEqual([without.result, without.counts.required, without.counts.outOfScope], ["meets", 10, 1]);
  const why = (scope: Record<string, boolean>) => applicableControls(bookOf([plant]), "T2", scope)[0];
  assert.deepEqual(
    [why({})?.because, why({ has_plant: true })?.because, why({ has_plant: false })?.because],
    ["scope_unanswered", "scope_true", "scope_false"],
  );
  assert.equal(why({ has_plant: false })?.demand, "not_asked");
});

test("the standing: a met answer whose evidence has expired reads so and no longer counts", () => {
  const given = [
    ...answers("MMMMMMMMM", { evidenceValidUntil: "2026-12-31" }),
    answer("C9", "met", { evidenceValidUntil: "2026-11-30" }),
  ];
  const on = (standingOn: string) => inspect(ten, given, submitted, { options: { standingOn } });
  assert.deepEqual(
    [on("2026-11-30").counts.expired, on("2026-12-01").counts.expired, on("2027-01-01").counts.expired],
    [0, 1, 10],
  );
  assert.deepEqual([on("2026-12-01").score, on("2026-12-01").settled[9]?.reading], [0.9, "expired"]);
  assert.equal(inspect(ten, given).counts.expired, 0, "the locked result does not look at the clock");
  const expired = inspect(
    [mandatory, ...ten],
    [answer("X", "met", { evidenceValidUntil: "2026-01-01" }), ...given],
    submitted,
    { options: { standingOn: "2026-06-01" } },
  );
  assert.deepEqual(
    [expired.result, expired.reasons[0]],
    ["serious", { code: "mandatory_expired", controlIds: ["X"] }],
  );
});

test("only verified answers: the denominator stays, the others earn nothing", () => {
  const given = [
    ...answers("MMMMMM", { assurance: "verified" }),
    ...["C6", "C7", "C8", "C9"].map((id) => answer(id, "met", { assurance: "measured" })),
  ];
  const verified = inspect(ten, given, submitted, { options: { countOnly: "verified" } });
  assert.deepEqual(
    [verified.score, verified.points.weight, verified.counts.verified, verified.counts.measured],
    [0.6, 10, 6, 4],
  );
  assert.equal(inspect(ten, given, submitted, { options: { countOnly: "measured" } }).score, 1);
});

test("maturity only where the standard asks: weight 3, tiers T1 and T2, lower median and lowest", () => {
  const controls = [
    ...Array.from({ length: 3 }, (_, index) => control(`C${index}`, { weight: 3 })),
    control("C3", { weight: 3, area: "TEC" }),
    control("C4", { weight: 2 }),
  ];
  const given = [0, 2, 3, 5, 5].map((maturity, index) =>
    answer(`C${index}`, "met", { maturity, assurance: index === 1 ? "verified" : "declared" }),
  );
  const scored = inspect(controls, given);
  assert.deepEqual(scored.maturity, {
    asked: 4,
    given: 4,
    distribution: [1, 0, 1, 1, 0, 1],
    median: 2,
    lowest: 0,
    areas: {
      ORG: { asked: 3, levels: [1, 0, 1, 1, 0, 0], verified: [0, 0, 1, 0, 0, 0] },
      TEC: { asked: 1, levels: [0, 0, 0, 0, 0, 1], verified: [0, 0, 0, 0, 0, 0] },
    },
  });
  assert.equal(inspect(controls, given, submitted, { tier: "T3" }).maturity, null);
  const { areas: _, ...unsaid } = inspect(controls, []).maturity ?? { areas: {} };
  assert.deepEqual(unsaid, {
    asked: 4,
    given: 0,
    distribution: [0, 0, 0, 0, 0, 0],
    median: null,
    lowest: null,
  });
});

test("the built-in standard, answered in full, by tier", () => {
  const book = ruleBook(loadBuiltinStandard());
  const all = book.controls.map((one) => answer(one.id, "met", { assurance: "documented" }));
  const required = (tier: string, scope: Record<string, boolean>) =>
    scoreInspection({ book, tier, scope, answers: all, stage: submitted }).counts.required;
  const none = {
    has_servers: false,
    has_plant: false,
    has_restricted_rooms: false,
    develops_software: false,
    develops_products: false,
  };
  // Questions that always apply: T1 110, T2 105, T3 92, T4 51.
  assert.deepEqual(
    ["T1", "T2", "T3", "T4"].map((tier) => required(tier, none)),
    [110, 105, 92, 51],
  );
  assert.deepEqual(
    ["T1", "T2", "T3", "T4"].map((tier) => required(tier, {})),
    [120, 115, 101, 59],
  );
  const scored = scoreInspection({ book, tier: "T4", scope: {}, answers: [], stage: submitted });
  assert.ok(
    !scored.mandatoryGaps.includes("TEC-33") && !scored.mandatoryGaps.includes("INC-06"),
    "recommended in T4, so not mandatory there",
  );
});

test("before it is handed in, a yes without valid proof is none; an inherited one has its proof elsewhere", () => {
  const provenOn = "2026-11-24";
  const reading = (part: Partial<ScoredAnswer>, options = {}) =>
    inspect([mandatory], [answer("X", "met", { evidenceValidUntil: null, ...part })], submitted, { options });
  const without = reading({}, { provenOn });
  assert.deepEqual(
    [without.settled[0]?.reading, without.ifSubmitted, without.counts.unknown],
    ["unproven", "serious", 1],
  );
  assert.equal(reading({ evidenceValidUntil: "2026-11-23" }, { provenOn }).ifSubmitted, "serious");
  assert.equal(reading({ evidenceValidUntil: provenOn }, { provenOn }).ifSubmitted, "meets");
  assert.equal(reading({ origin: "inherited" }, { provenOn }).ifSubmitted, "meets");
  assert.equal(reading({}).ifSubmitted, "meets", "what was handed in counts as it was claimed");
});

test("T-12 what was measured counts as long as its reading, whatever else is attached; what falls short is the company's word again", () => {
  const said = (verdict: Verdict) =>
    answer("C0", verdict, {
      assurance: "measured",
      evidenceValidUntil: "2027-06-30",
      measuredUntil: "2026-11-30",
    });
  const on = (verdict: Verdict, standingOn: string) => {
    const { settled } = inspect([control("C0")], [said(verdict)], submitted, { options: { standingOn } });
    return [settled[0]?.reading, settled[0]?.assurance];
  };
  assert.deepEqual(on("met", "2026-11-30"), ["met", "measured"]);
  assert.deepEqual(on("met", "2026-12-01"), ["expired", null]);
  assert.deepEqual(on("partly", "2026-11-30"), ["partly", "measured"]);
  assert.deepEqual(on("partly", "2026-12-01"), ["partly", "declared"]);
});
