import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, bookOf, control, inspect } from "#test/scoring.ts";
import { likeForLike } from "./compare.ts";
import { type AnswerProblem, checkAnswer, fieldsDemanded, type GivenAnswer } from "./demands.ts";
import { evidenceValidUntil } from "./evidence-days.ts";
import { type CompanyResult, groupSummary } from "./group.ts";
import { whatWouldLift } from "./lift.ts";
import type { Assurance, Verdict } from "./rule-book.ts";

const book = bookOf([]);

const evidenceCases: [string, string, Assurance, string | undefined, string][] = [
  // cadence, tier, kind, next round, last day for evidence of 2026-01-10
  ["monthly", "T2", "measured", undefined, "2026-02-14"],
  ["quarterly", "T2", "measured", undefined, "2026-04-20"],
  ["half_yearly", "T2", "measured", undefined, "2026-07-24"],
  ["yearly", "T2", "measured", undefined, "2027-02-09"],
  ["monthly", "T2", "declared", undefined, "2027-02-09"],
  ["continuous", "T2", "documented", undefined, "2027-02-09"],
  ["monthly", "T2", "documented", "2026-12-15", "2026-12-15"],
  ["monthly", "T2", "documented", "2027-12-15", "2027-02-09"],
  ["monthly", "T2", "documented", "2026-01-05", "2027-02-09"],
  ["monthly", "T2", "measured", "2026-12-15", "2026-02-14"],
  ["audit_cycle", "T2", "documented", "2026-12-15", "2030-02-18"],
  ["audit_cycle", "T2", "measured", undefined, "2030-02-18"],
  ["monthly", "T1", "verified", "2026-12-15", "2027-01-10"],
  ["monthly", "T4", "verified", undefined, "2030-01-10"],
  ["unknown cadence", "T2", "measured", undefined, "2027-02-09"],
];
for (const [cadence, tier, kind, nextRoundOn, last] of evidenceCases) {
  test(`evidence of 10 January 2026, ${cadence}, ${kind}, ${tier}${nextRoundOn ? `, next round ${nextRoundOn}` : ""}: until ${last}`, () => {
    assert.equal(
      evidenceValidUntil({
        book,
        cadence,
        tier,
        kind,
        validFrom: "2026-01-10",
        ...(nextRoundOn ? { nextRoundOn } : {}),
      }),
      last,
    );
  });
}

test("verified on 29 February stays valid until the last of February", () => {
  assert.equal(
    evidenceValidUntil({ book, cadence: "yearly", tier: "T1", kind: "verified", validFrom: "2028-02-29" }),
    "2029-02-28",
  );
  assert.equal(
    evidenceValidUntil({ book, cadence: "yearly", tier: "T4", kind: "verified", validFrom: "2028-02-29" }),
    "2032-02-29",
  );
});

const plain = control("P");
const rich = control("R", { weight: 3, asksCoverage: true });
const demandCases: [Verdict, string[], string[]][] = [
  ["met", ["evidence"], ["evidence", "coveragePercent", "maturity"]],
  ["partly", ["missing", "owner", "dueOn"], ["missing", "owner", "dueOn", "coveragePercent", "maturity"]],
  ["not_met", ["missing", "owner", "dueOn"], ["missing", "owner", "dueOn", "maturity"]],
  ["unknown", ["owner", "dueOn"], ["owner", "dueOn"]],
  ["not_applicable", ["reason"], ["reason"]],
];
for (const [verdict, ofPlain, ofRich] of demandCases) {
  test(`an answer ${verdict} demands ${ofPlain.join(", ")}`, () => {
    assert.deepEqual(fieldsDemanded(book, plain, "T1", verdict).demanded, ofPlain);
    assert.deepEqual(fieldsDemanded(book, rich, "T2", verdict).demanded, ofRich);
    assert.deepEqual(
      fieldsDemanded(book, rich, "T3", verdict).demanded.includes("maturity"),
      false,
      "maturity is asked in T1 and T2 only",
    );
    const { demanded, offered } = fieldsDemanded(book, rich, "T1", verdict);
    assert.deepEqual(
      demanded.filter((field) => offered.includes(field)),
      [],
    );
  });
}

const today = "2026-11-24";
const met: GivenAnswer = {
  verdict: "met",
  coveragePercent: 100,
  maturity: 3,
  evidenceValidUntil: ["2027-01-01"],
};
const gap: GivenAnswer = {
  verdict: "not_met",
  missing: "no list",
  owner: "A. Officer",
  dueOn: "2027-03-31",
  maturity: 1,
  evidenceValidUntil: [],
};
const problemCases: [string, GivenAnswer, string[]][] = [
  ["a complete yes", met, []],
  ["a yes without evidence", { ...met, evidenceValidUntil: [] }, ["evidence: needs_evidence"]],
  [
    "a yes whose evidence has all expired",
    { ...met, evidenceValidUntil: ["2026-11-23", "2025-01-01"] },
    ["evidence: evidence_expired"],
  ],
  [
    "a yes with one piece still valid today",
    { ...met, evidenceValidUntil: ["2026-11-24", "2025-01-01"] },
    [],
  ],
  ["a yes of unknown coverage", { ...met, coveragePercent: null }, ["coveragePercent: needs_coverage"]],
  [
    "a yes of nothing",
    { ...met, coveragePercent: 0, exceptions: "all" },
    ["coveragePercent: covers_nothing"],
  ],
  [
    "a yes of 98 % that hides its exceptions",
    { ...met, coveragePercent: 98 },
    ["exceptions: needs_exceptions"],
  ],
  ["a yes of 98 % that names them", { ...met, coveragePercent: 98, exceptions: "two service accounts" }, []],
  ["a coverage beyond 100 %", { ...met, coveragePercent: 101 }, ["coveragePercent: coverage_out_of_range"]],
  ["a yes without maturity", { ...met, maturity: null }, ["maturity: needs_maturity"]],
  ["a maturity between two levels", { ...met, maturity: 2.5 }, ["maturity: maturity_out_of_range"]],
  ["a complete no", gap, []],
  [
    "a no that says nothing",
    { verdict: "not_met", evidenceValidUntil: [] },
    ["missing: needs_missing", "owner: needs_owner", "dueOn: needs_due", "maturity: needs_maturity"],
  ],
  [
    "a no with blanks only",
    { ...gap, missing: "  ", owner: "\n" },
    ["missing: needs_missing", "owner: needs_owner"],
  ],
  ["a no that was due yesterday", { ...gap, dueOn: "2026-11-23" }, ["dueOn: due_passed"]],
  ["a no due today", { ...gap, dueOn: today }, []],
  [
    "not known without who finds out",
    { verdict: "unknown", dueOn: "2026-12-01", evidenceValidUntil: [] },
    ["owner: needs_owner"],
  ],
  [
    "not applicable without a reason",
    { verdict: "not_applicable", evidenceValidUntil: [] },
    ["reason: needs_reason"],
  ],
];
const said = (problems: AnswerProblem[]) =>
  problems.map((one) => `${one.field}: ${one.code.replace("answer.", "")}`);
for (const [what, given, expected] of problemCases) {
  test(`checked: ${what}`, () => {
    assert.deepEqual(
      said(checkAnswer({ book, control: rich, tier: "T1", scope: {}, answer: given, today })),
      expected,
    );
  });
}

test("a mandatory control is not applicable only when its scope condition is false", () => {
  const na: GivenAnswer = { verdict: "not_applicable", reason: "no plant", evidenceValidUntil: [] };
  const plant = control("M", { mandatory: true, appliesWhen: "has_plant" });
  const problems = (one: typeof plant, tier: string, scope: Record<string, boolean>) =>
    said(checkAnswer({ book, control: one, tier, scope, answer: na, today }));
  assert.deepEqual(problems(plant, "T1", {}), ["verdict: mandatory_not_applicable"]);
  assert.deepEqual(problems(plant, "T1", { has_plant: true }), ["verdict: mandatory_not_applicable"]);
  assert.deepEqual(problems(plant, "T1", { has_plant: false }), []);
  assert.deepEqual(
    problems({ ...plant, tiers: { T4: "recommended" } }, "T4", {}),
    [],
    "mandatory only where it is required",
  );
});

test("the ladder: mandatory gaps, then mandatory in part, then the largest gains until the threshold", () => {
  const controls = [
    ...Array.from({ length: 14 }, (_, index) => control(`C${String(index).padStart(2, "0")}`)),
    control("GAP", { mandatory: true, weight: 3 }),
    control("PART", { mandatory: true, weight: 2 }),
    control("BIG", { weight: 3 }),
  ];
  const given = [
    ...controls.slice(0, 12).map((one) => answer(one.id, "met")),
    answer("GAP", "unknown"),
    answer("PART", "partly"),
    answer("BIG", "not_met"),
  ];
  const lift = whatWouldLift(bookOf(controls), inspect(controls, given));
  assert.equal(lift.now, "serious");
  assert.deepEqual(
    lift.steps.map((step) => [step.controlId, step.why, step.gain, step.resultAfter]),
    [
      ["GAP", "mandatory_gap", 6, "improve"],
      ["PART", "mandatory_partly", 2, "improve"],
      ["BIG", "score", 6, "meets"],
    ],
  );
  assert.deepEqual(
    whatWouldLift(
      bookOf(controls),
      inspect(
        controls,
        controls.map((one) => answer(one.id, "met")),
      ),
    ).steps,
    [],
  );
});

test("like for like leaves out what was asked only once or asks something else now, and says so", () => {
  const [then, now] = [
    ["A", "B", "C", "D"].map((id) => control(id)),
    ["B", "C", "D", "E"].map((id) => control(id, { weight: id === "B" ? 3 : 1 })),
  ];
  const before = inspect(then, [
    answer("A", "met"),
    answer("B", "not_met"),
    answer("C", "met"),
    answer("D", "met"),
  ]).settled;
  const after = inspect(now, [
    answer("B", "partly"),
    answer("C", "unknown"),
    answer("D", "met"),
    answer("E", "met"),
  ]).settled;
  const both = likeForLike(before, after, (id) => id !== "D");
  assert.deepEqual(both, {
    previous: { halfPoints: 2, weight: 4 },
    current: { halfPoints: 3, weight: 4 },
    n: 2,
    onlyPrevious: ["A"],
    onlyCurrent: ["E"],
    changed: ["D"],
    better: ["B"],
    worse: ["C"],
  });
});

const company = (n: number, part: Partial<CompanyResult> = {}): CompanyResult => ({
  companyId: `c${n}`,
  tier: n % 2 === 0 ? "T1" : "T2",
  region: "japan",
  divisionId: "d",
  result: "meets",
  points: { halfPoints: 20 - n, weight: 10 },
  mandatoryGaps: [],
  ...part,
});

test("R-12 the group: every company in exactly one result, gaps by number, the mean only with the lowest ten", () => {
  const results = [
    ...Array.from({ length: 11 }, (_, index) => company(index)),
    company(11, { result: "serious", mandatoryGaps: ["TEC-12", "ORG-01"] }),
    company(12, { result: "serious", mandatoryGaps: ["TEC-12"] }),
    company(13, { result: "not_known", points: { halfPoints: 0, weight: 0 } }),
  ];
  const summary = groupSummary(results);
  assert.deepEqual(
    [summary.all.n, summary.all.meets, summary.all.serious, summary.all.not_known, summary.all.improve],
    [14, 11, 2, 1, 0],
  );
  assert.equal(summary.all.shares.meets, 11 / 14, "a company that is not known stays in the denominator");
  assert.deepEqual(summary.worstMandatoryGaps, [
    { controlId: "TEC-12", companies: 2 },
    { controlId: "ORG-01", companies: 1 },
  ]);
  assert.equal((summary.byTier["T1"]?.n ?? 0) + (summary.byTier["T2"]?.n ?? 0), 14);
  assert.deepEqual(
    [summary.mean?.n, summary.mean?.lowestTen.length, summary.mean?.lowestTen[0]?.companyId],
    [13, 10, "c12"],
  );
  assert.equal(groupSummary([]).mean, null);
});
