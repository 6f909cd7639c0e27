import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, dayIn, endOfDay, needCounts, needsDivision, stepsOf, urgentOf } from "./rules.ts";

const starts = new Date("2026-10-01T00:00:00Z");
const due = endOfDay("2026-12-15", "Asia/Tokyo");
const steps = stepsOf("inspection.answer", starts, due, "Asia/Tokyo");
const days = (count: number) => new Date(due.getTime() + count * 86_400_000);

test("reminders before, then it rises: deputy, company executive, division, group office", () => {
  assert.deepEqual(
    steps.map((step) => [step.at.toISOString().slice(0, 10), step.kind, step.level]),
    [
      ["2026-11-17", "remind", 0],
      ["2026-12-01", "remind", 0],
      ["2026-12-08", "remind", 0],
      ["2026-12-13", "remind", 0],
      ["2026-12-15", "remind", 0],
      ["2026-12-16", "rise", 1],
      ["2026-12-17", "rise", 2],
      ["2026-12-19", "rise", 3],
      ["2026-12-22", "rise", 4],
    ],
  );
});

test("the division's own review rises to the group office, never to the company that waits for it", () => {
  assert.deepEqual(
    stepsOf("inspection.review", starts, due, "Asia/Tokyo").flatMap((one) => (one.level ? [one.level] : [])),
    [4],
  );
});

test("each step comes at nine in the morning of the addressee, also across summer time", () => {
  const at = (zone: string, day: string) =>
    stepsOf("inspection.confirm", new Date("2026-01-01T00:00:00Z"), endOfDay(day, zone), zone).map((one) =>
      one.at.toISOString().slice(5, 16),
    );
  assert.deepEqual(at("Asia/Tokyo", "2026-12-15")[2], "12-15T00:00");
  // Berlin leaves summer time on 25 October 2026.
  assert.deepEqual(at("Europe/Berlin", "2026-10-26").slice(0, 3), [
    "10-23T07:00",
    "10-25T08:00",
    "10-26T08:00",
  ]);
});

test("after downtime one combined reminder at the highest step reached", () => {
  const first = advance(steps, 0, days(4));
  assert.deepEqual([first.reminded, first.level, first.step], [true, 3, 8]);
  assert.equal(advance(steps, first.step, days(4.3)).reminded, false);
});

test("steps before the start are not made up for", () => {
  assert.equal(stepsOf("inspection.answer", days(-5), due, "Asia/Tokyo").length, 6);
});

test("nothing is left after the last step", () => {
  assert.equal(advance(steps, 8, days(8)).nextAt, null);
});

test("a day ends when it ends there, also across summer time", () => {
  assert.equal(endOfDay("2026-12-15", "Asia/Tokyo").toISOString(), "2026-12-15T14:59:59.000Z");
  assert.equal(endOfDay("2026-10-25", "Europe/Berlin").toISOString(), "2026-10-25T22:59:59.000Z");
  assert.equal(endOfDay("9999-12-31", "America/New_York").toISOString(), "+010000-01-01T04:59:59.000Z");
  assert.equal(endOfDay("2026-03-29", "Europe/Berlin").toISOString(), "2026-03-29T21:59:59.000Z");
  assert.equal(endOfDay("2026-11-30", "America/Los_Angeles").toISOString(), "2026-12-01T07:59:59.000Z");
  assert.equal(dayIn(new Date("2026-12-01T07:59:59Z"), "America/Los_Angeles"), "2026-11-30");
});

test("the third postponement needs the division", () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((nth) => needsDivision(nth, 7)),
    [false, false, true, true],
  );
  assert.deepEqual(
    [31, 32].map((byDays) => needsDivision(1, byDays)),
    [false, true],
  );
});

test("what is over is not today's, and today is the day of the place where it is due", () => {
  const now = new Date("2026-11-26T01:00:00Z");
  for (const [dueAt, timeZone, today, overdue] of [
    ["2026-11-26T14:59:59Z", "Asia/Tokyo", 1, 0],
    ["2026-11-27T14:59:59Z", "Asia/Tokyo", 0, 0],
    ["2026-11-26T00:59:59Z", "Asia/Tokyo", 0, 1],
    ["2026-11-25T14:59:59Z", "Asia/Tokyo", 0, 1],
    // There it is still the 25th.
    ["2026-11-26T07:59:59Z", "America/Los_Angeles", 1, 0],
    ["2026-11-27T07:59:59Z", "America/Los_Angeles", 0, 0],
  ] as const)
    assert.deepEqual(urgentOf([{ dueAt, timeZone }], now), { today, overdue }, `${dueAt} ${timeZone}`);
});

test("with the calendar of the unit a reminder comes on the last working day before, the rise as counted", () => {
  // Sunday to Thursday, and three days of a feast before the due day, a Tuesday.
  const calendar = {
    workDays: [7, 1, 2, 3, 4],
    holidays: new Set(["2026-12-13", "2026-12-14", "2026-12-15"]),
  };
  const zone = "Asia/Riyadh";
  const dueAt = endOfDay("2026-12-15", zone);
  const of = (from: string) =>
    stepsOf("inspection.answer", new Date(from), dueAt, zone, calendar).map((one) => [
      dayIn(one.at, zone),
      one.kind,
    ]);
  assert.deepEqual(of("2026-10-01T00:00:00Z"), [
    ["2026-11-17", "remind"],
    ["2026-12-01", "remind"],
    ["2026-12-08", "remind"],
    // 13 December two days before and the due day itself: both on Thursday the 10th, once.
    ["2026-12-10", "remind"],
    ["2026-12-16", "rise"],
    ["2026-12-17", "rise"],
    ["2026-12-19", "rise"],
    ["2026-12-22", "rise"],
  ]);
  // Begun in the middle of the feast: the usual day is better than none.
  assert.deepEqual(of("2026-12-13T12:00:00Z")[0], ["2026-12-15", "remind"]);
});

test("what needs somebody is counted by duties, never by the lines they stand in", () => {
  const now = new Date("2026-11-26T12:00:00Z");
  const bundles = [
    { count: 3, todayCount: 1, overdueCount: 2 },
    { count: 1, todayCount: 0, overdueCount: 0 },
  ];
  const asked = [{ dueAt: "2026-11-25T12:00:00Z", timeZone: "UTC" }];
  assert.deepEqual(needCounts(bundles, asked, now), { count: 5, today: 1, overdue: 3 });
  assert.deepEqual(needCounts([], [], now), { count: 0, today: 0, overdue: 0 });
});
