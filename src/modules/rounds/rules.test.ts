import assert from "node:assert/strict";
import { test } from "node:test";
import { datesProblem, proposeDates, stepsNow, workingDay } from "./rules.ts";

const last = {
  fiscalYear: 2025,
  opensOn: "2025-10-01",
  dueOn: "2025-11-26",
  reviewDueOn: "2025-12-10",
  confirmDueOn: "2025-12-24",
};

test("T-11 the dates of a round are last year's, moved on, and never fall on a weekend", () => {
  const dates = proposeDates({ fiscalYear: 2026, startMonth: 4, today: "2026-09-01", previous: last });
  assert.deepEqual(dates, {
    opensOn: "2026-10-01",
    dueOn: "2026-11-26",
    reviewDueOn: "2026-12-10",
    confirmDueOn: "2026-12-24",
  });
  const onSaturday = { ...last, opensOn: "2024-10-05", fiscalYear: 2024, dueOn: "2024-11-30" };
  const moved = proposeDates({ fiscalYear: 2026, startMonth: 4, today: "2026-09-01", previous: onSaturday });
  for (const day of Object.values(moved)) assert.equal(workingDay(day), day);
});

test("a first round opens in the middle of the fiscal year, whichever month that begins in", () => {
  const april = proposeDates({ fiscalYear: 2026, startMonth: 4, today: "2026-04-10", previous: null });
  assert.equal(april.opensOn, "2026-10-01");
  const january = proposeDates({ fiscalYear: 2026, startMonth: 1, today: "2026-01-10", previous: null });
  assert.equal(january.opensOn, "2026-07-01");
  assert.equal(datesProblem(april), null);
});

test("a round is never proposed to open in the past, and keeps its lengths", () => {
  const dates = proposeDates({ fiscalYear: 2026, startMonth: 4, today: "2026-11-25", previous: last });
  assert.equal(dates.opensOn, "2026-11-25");
  assert.equal(dates.dueOn, "2027-01-20");
});

test("dates out of order name the field that is wrong", () => {
  assert.equal(datesProblem({ ...last, dueOn: last.opensOn }), "dueOn");
  assert.equal(datesProblem({ ...last, reviewDueOn: "2025-11-01" }), "reviewDueOn");
  assert.equal(datesProblem({ ...last, confirmDueOn: "2025-12-01" }), "confirmDueOn");
});

test("what may be done with a round follows its state and one's right", () => {
  assert.equal(stepsNow("draft", true).freeze, null);
  assert.equal(stepsNow("draft", true).launch, "round.not_now.draft");
  assert.equal(stepsNow("launching", true).launch, null);
  assert.equal(stepsNow("open", false).close, "round.not_yours");
});
