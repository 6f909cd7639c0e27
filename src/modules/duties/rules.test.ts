import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, endOfDay, needsDivision, stepsOf } from "./rules.ts";

const starts = new Date("2026-10-01T00:00:00Z");
const due = new Date("2026-12-15T14:59:59Z");
const steps = stepsOf("inspection.answer", starts, due);
const at = (days: number) => new Date(due.getTime() + days * 86_400_000);

test("reminders before, then it climbs: executive, division, group office", () => {
  assert.deepEqual(
    steps.map((step) => [step.kind, step.level]),
    [
      ["remind", 0],
      ["remind", 0],
      ["remind", 0],
      ["remind", 0],
      ["remind", 0],
      ["rise", 1],
      ["rise", 2],
      ["rise", 3],
    ],
  );
});

test("after downtime one combined reminder at the highest step reached", () => {
  const first = advance(steps, 0, at(4));
  assert.deepEqual([first.reminded, first.level, first.step], [true, 2, 7]);
  assert.equal(advance(steps, first.step, at(4.5)).reminded, false);
});

test("steps before the start are not made up for", () => {
  assert.equal(stepsOf("inspection.answer", at(-5), due).length, 5);
});

test("nothing is left after the last step", () => {
  assert.equal(advance(steps, 7, at(8)).nextAt, null);
});

test("a day ends when it ends there, also across summer time", () => {
  assert.equal(endOfDay("2026-12-15", "Asia/Tokyo").toISOString(), "2026-12-15T14:59:59.000Z");
  assert.equal(endOfDay("2026-10-25", "Europe/Berlin").toISOString(), "2026-10-25T22:59:59.000Z");
  assert.equal(endOfDay("2026-03-29", "Europe/Berlin").toISOString(), "2026-03-29T21:59:59.000Z");
  assert.equal(endOfDay("2026-11-30", "America/Los_Angeles").toISOString(), "2026-12-01T07:59:59.000Z");
});

test("the third postponement needs the division", () => {
  assert.deepEqual([1, 2, 3, 4].map(needsDivision), [false, false, true, true]);
});
