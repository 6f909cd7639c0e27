import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { driftOf, endOf, mayHandIn, type PlanToJudge, progressOf, qualityOf } from "./rules.ts";

const today = "2026-11-28";
const step = (more: object = {}) => ({
  what: "Do it",
  hasOwner: true,
  startsOn: null,
  dueOn: "2027-01-31",
  cost: 0,
  findingIds: ["f1"],
  ...more,
});
const plan = (more: Partial<PlanToJudge> = {}): PlanToJudge => ({
  hasOwner: true,
  steps: [step()],
  findings: [{ id: "f1", reference: "C1-F1", dueOn: "2027-02-28" }],
  ...more,
});
const codes = (given: PlanToJudge) => qualityOf(given, today).map((one) => [one.code, one.of]);

test("R-13 a plan with owner, steps, days, cost, that covers each finding lacks nothing; each of these alone is told", () => {
  assert.deepEqual(codes(plan()), []);
  assert.deepEqual(codes(plan({ hasOwner: false })), [["no_owner", null]]);
  assert.deepEqual(codes(plan({ steps: [] })), [
    ["no_step", null],
    ["uncovered", "C1-F1"],
  ]);
  assert.deepEqual(codes(plan({ steps: [step({ hasOwner: false })] })), [["step_without_owner", "1"]]);
  assert.deepEqual(codes(plan({ steps: [step({ dueOn: null })] })), [["step_without_day", "1"]]);
  assert.deepEqual(codes(plan({ steps: [step(), step({ dueOn: "2026-11-27" })] })), [
    ["step_in_the_past", "2"],
  ]);
  assert.deepEqual(codes(plan({ steps: [step({ cost: null })] })), [["step_without_cost", "1"]]);
  assert.deepEqual(codes(plan({ steps: [step({ findingIds: [] })] })), [["uncovered", "C1-F1"]]);
  assert.deepEqual(codes(plan({ findings: [] })), [["no_finding", null]]);
});

test("a finding whose steps end after its own day is shown to whoever approves, and keeps nobody from handing in", () => {
  const problems = qualityOf(plan({ steps: [step({ dueOn: "2027-03-31" })] }), today);
  assert.deepEqual(
    problems.map((one) => [one.code, one.isHint]),
    [["ends_after_due", true]],
  );
  assert.ok(mayHandIn(problems));
  assert.equal(mayHandIn(qualityOf(plan({ hasOwner: false }), today)), false);
});

test("R-14 drift is how far the furthest open step has moved; what is done or dropped drifts no more", () => {
  const moved = (state: string, dueOn: string) => ({ state, dueOn, firstDueOn: "2026-12-01" });
  assert.equal(
    driftOf([moved("open", "2026-12-15"), moved("open", "2027-01-10"), moved("done", "2027-06-01")]),
    40,
  );
  assert.equal(driftOf([]), 0);
  assert.deepEqual(progressOf([{ state: "done" }, { state: "open" }, { state: "dropped" }]), {
    done: 1,
    all: 2,
  });
});

test("whatever the steps are, a plan is ready exactly when nothing but hints is told", () => {
  const day = fc.constantFrom(null, "2026-11-01", "2026-12-01", "2027-06-01");
  const arbitrary = fc.record({
    hasOwner: fc.boolean(),
    steps: fc.array(
      fc.record({
        what: fc.constant("x"),
        hasOwner: fc.boolean(),
        startsOn: fc.constant(null),
        dueOn: day,
        cost: fc.constantFrom(null, 0, 12.5),
        findingIds: fc.subarray(["f1", "f2"]),
      }),
      { maxLength: 5 },
    ),
    findings: fc.subarray([
      { id: "f1", reference: "C1-F1", dueOn: "2027-01-01" },
      { id: "f2", reference: "C1-F2", dueOn: "2026-12-01" },
    ]),
  });
  fc.assert(
    fc.property(arbitrary, (given) => {
      const isReady =
        given.hasOwner &&
        given.findings.length > 0 &&
        given.steps.length > 0 &&
        given.steps.every(
          (one) => one.hasOwner && one.dueOn !== null && one.dueOn >= today && one.cost !== null,
        ) &&
        given.findings.every((one) => given.steps.some((each) => each.findingIds.includes(one.id)));
      assert.equal(mayHandIn(qualityOf(given, today)), isReady);
      for (const one of given.findings) {
        const last = endOf(given.steps, one.id);
        assert.ok(
          given.steps.every((each) => !each.findingIds.includes(one.id) || (each.dueOn ?? "") <= last),
        );
      }
    }),
  );
});
