import assert from "node:assert/strict";
import { test } from "node:test";
import { isWorkDay, readHolidays, weekdayOf, workDayOnOrBefore } from "./rules.ts";

const calendar = { workDays: [1, 2, 3, 4, 5], holidays: new Set(["2027-01-01", "2026-12-31"]) };

test("a working day is one of the week that is no holiday; the one before is found, within a month", () => {
  assert.deepEqual(["2026-12-28", "2027-01-03"].map(weekdayOf), [1, 7]);
  assert.equal(isWorkDay("2026-12-30", calendar), true);
  assert.equal(isWorkDay("2026-12-31", calendar), false);
  assert.equal(workDayOnOrBefore("2027-01-03", calendar), "2026-12-30");
  assert.equal(workDayOnOrBefore("2026-12-30", calendar), "2026-12-30");
  const never = { workDays: [1], holidays: new Set<string>() };
  for (let n = 0; n < 60; n += 1)
    never.holidays.add(new Date(Date.UTC(2026, 10, 1 + n)).toISOString().slice(0, 10));
  assert.equal(workDayOnOrBefore("2026-12-25", never), "2026-12-25");
});

test("holidays are read as they are pasted, in the order of days; what is none is given back", () => {
  const { holidays, wrong } = readHolidays(
    "国民の祝日・休日月日,名称\n2027/1/11,成人の日\n２０２７／１／１　元日\n2027-02-11\t建国記念の日\n2027/2/30 なし\n2027/3/1\n2027/1/1 New Year's Day\n",
  );
  assert.deepEqual(holidays, [
    { day: "2027-01-01", name: "New Year's Day" },
    { day: "2027-01-11", name: "成人の日" },
    { day: "2027-02-11", name: "建国記念の日" },
  ]);
  assert.deepEqual(wrong, ["国民の祝日・休日月日,名称", "2027/2/30 なし", "2027/3/1"]);
});
