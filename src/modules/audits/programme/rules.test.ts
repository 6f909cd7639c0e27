// Cycles, risk and the proposal, as laws that hold for every group.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { type Proposal, propose, type ToVisit, type Years } from "./proposal.ts";
import {
  addMonths,
  type Cycle,
  dueOn,
  lastOfMonth,
  monthsBetween,
  regions,
  results,
  riskOf,
  stateOf,
  tiers,
} from "./rules.ts";

const cycle: Cycle = {
  months: { T1: 12, T2: 24, T3: 36, T4: 48 },
  acquiredMonths: 12,
  days: { T1: 10, T2: 6, T3: 3, T4: 2 },
};
const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays("2019-01-01", days));
const tier = fc.constantFrom(...tiers);

test("T-14 months keep the end of the month, and count back to what was added", () => {
  assert.equal(addMonths("2024-01-31", 1), "2024-02-29");
  assert.equal(addMonths("2023-11-30", 12), "2024-11-30");
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 120 }), (from, months) => {
      assert.equal(monthsBetween(from, addMonths(from, months)), months);
    }),
  );
});

test("T-14 the next audit is due one cycle after the last, within a year of being bought, and never later than the office wants", () => {
  const base = {
    tier: "T3",
    joinedOn: "2020-04-01",
    isAcquired: false,
    lastOn: null,
    earlierOn: null,
  } as const;
  const table: [object, string][] = [
    [{}, "2023-04-01"],
    [{ isAcquired: true }, "2021-04-01"],
    [{ isAcquired: true, lastOn: "2021-02-28" }, "2024-02-28"],
    [{ lastOn: "2022-06-10", earlierOn: "2024-01-31" }, "2024-01-31"],
    [{ lastOn: "2022-06-10", earlierOn: "2029-01-31" }, "2025-06-10"],
    [{ tier: "T1", isAcquired: true }, "2021-04-01"],
  ];
  for (const [more, due] of table) assert.equal(dueOn({ ...base, ...more }, cycle), due);
  fc.assert(
    fc.property(
      tier,
      day,
      fc.boolean(),
      fc.option(day),
      fc.option(day),
      (of, joinedOn, isAcquired, lastOn, earlierOn) => {
        const due = dueOn({ tier: of, joinedOn, isAcquired, lastOn, earlierOn }, cycle);
        assert.ok(due <= addMonths(lastOn ?? joinedOn, cycle.months[of]));
        if (earlierOn !== null) assert.ok(due <= earlierOn);
        if (lastOn === null && isAcquired) assert.ok(due <= addMonths(joinedOn, 12));
      },
    ),
  );
});

test("T-14 a company is in exactly one state, and a later plan never makes it better", () => {
  const order = ["in_time", "late"];
  fc.assert(
    fc.property(day, day, day, fc.integer({ min: 1, max: 900 }), (today, due, next, more) => {
      const state = stateOf({ lastOn: "2018-01-01", due, nextOn: next }, today);
      const later = stateOf({ lastOn: "2018-01-01", due, nextOn: addDays(next, more) }, today);
      if (state === "overdue") assert.equal(later, "overdue");
      else assert.ok(order.indexOf(later) >= order.indexOf(state));
    }),
  );
  assert.equal(stateOf({ lastOn: null, due: "2027-01-01", nextOn: null }, "2026-01-01"), "never");
  assert.equal(stateOf({ lastOn: "2025-01-01", due: "2027-01-01", nextOn: null }, "2026-01-01"), "covered");
});

test("T-14 risk lies between 0 and 100 and never falls with a worse result, a lower score, more months or more claims overturned", () => {
  const facts = fc.record({
    result: fc.option(fc.constantFrom(...results)),
    score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    lastResult: fc.option(fc.constantFrom(...results)),
    monthsSince: fc.option(fc.integer({ min: 0, max: 200 })),
    overclaim: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  });
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 60 }), (one, more) => {
      const risk = riskOf(one);
      assert.ok(risk >= 0 && risk <= 100);
      assert.ok(riskOf({ ...one, result: "serious" }) >= risk);
      if (one.monthsSince !== null)
        assert.ok(riskOf({ ...one, monthsSince: one.monthsSince + more }) >= risk);
      if (one.score !== null) assert.ok(riskOf({ ...one, score: one.score / 2 }) >= risk);
      assert.ok(riskOf({ ...one, overclaim: 1 }) >= risk);
      assert.ok(riskOf({ ...one, overclaim: null }) <= risk);
    }),
  );
});

const company = fc.record({
  id: fc.uuid(),
  code: fc.string({ minLength: 1, maxLength: 4 }),
  tier,
  region: fc.constantFrom(...regions),
  risk: fc.integer({ min: 0, max: 100 }),
  isAcquired: fc.boolean(),
  lastOn: fc.option(fc.integer({ min: 0, max: 2800 }).map((days) => addDays("2019-01-01", days))),
  dueOn: fc.integer({ min: -700, max: 2500 }).map((days) => addDays("2026-11-28", days)),
});
const companies = fc.uniqueArray(company, { maxLength: 60, selector: (one) => one.id });
const yearsWith = (days: number): Years => ({
  first: 2026,
  count: 4,
  startMonth: 4,
  today: "2026-11-28",
  available: { 2026: days, 2027: days, 2028: days, 2029: days },
  cycle,
});
const horizonEnd = "2030-03-31";

test("T-14 every company due within the years is visited or named as uncovered, and no year is filled beyond its days", () => {
  fc.assert(
    fc.property(companies, fc.integer({ min: 0, max: 120 }), (all, days) => {
      const proposal = propose(all, [], yearsWith(days));
      const named = new Set([...proposal.visits, ...proposal.uncovered].map((one) => one.companyId));
      for (const one of all) if (one.dueOn <= horizonEnd) assert.ok(named.has(one.id));
      for (const year of proposal.years) {
        const used = proposal.visits
          .filter((one) => fiscalYearOf(one.month, 4) === year.fiscalYear)
          .reduce((sum, one) => sum + one.auditorDays, 0);
        assert.equal(used, year.used);
        assert.ok(used <= days);
      }
      for (const one of proposal.visits) {
        assert.ok(one.month >= "2026-11-01" && one.month <= horizonEnd);
        assert.equal(one.isLate, lastOfMonth(one.month) > one.dueOn);
      }
    }),
    { numRuns: 60 },
  );
});

test("T-14 with days enough everybody is visited within the cycle, again and again, and nobody is late who could be in time", () => {
  fc.assert(
    fc.property(companies, (all) => {
      const proposal = propose(all, [], yearsWith(100_000));
      assert.deepEqual(proposal.uncovered, []);
      for (const one of all) {
        const visits = proposal.visits.filter((visit) => visit.companyId === one.id);
        // The month under way ends on 30 November: who is due before cannot be in time any more.
        if (one.dueOn >= "2026-11-30") assert.ok(visits.every((visit) => !visit.isLate));
        const last = visits.at(-1);
        if (last) assert.ok(addMonths(lastOfMonth(last.month), cycle.months[one.tier]) > horizonEnd);
      }
    }),
    { numRuns: 60 },
  );
});

test("T-14 the proposal is the same in whatever order the companies come", () => {
  fc.assert(
    fc.property(companies, fc.integer({ min: 0, max: 200 }), (all, days) => {
      const shuffled = [...all].reverse();
      assert.deepEqual(propose(shuffled, [], yearsWith(days)), propose(all, [], yearsWith(days)));
    }),
    { numRuns: 40 },
  );
});

test("T-14 where days are short the risky companies of a year come first, and the days that are missing are said", () => {
  const one = (id: string, risk: number): ToVisit => ({
    id,
    code: id,
    tier: "T1",
    region: "japan",
    risk,
    isAcquired: false,
    lastOn: "2026-01-15",
    dueOn: "2027-01-15",
  });
  const { visits, uncovered, years }: Proposal = propose([one("calm", 10), one("risky", 90)], [], {
    ...yearsWith(0),
    available: { 2026: 10 },
    count: 1,
  });
  assert.deepEqual(
    visits.map((visit) => [visit.companyId, visit.why, visit.month]),
    [["risky", "risk", "2026-12-01"]],
  );
  assert.deepEqual(
    uncovered.map((short) => [short.companyId, short.auditorDays]),
    [["calm", 10]],
  );
  assert.deepEqual(years, [{ fiscalYear: 2026, available: 10, used: 10, missing: 10 }]);
});

test("T-14 a thousand companies over five years are planned at once", () => {
  const all = Array.from({ length: 1000 }, (_, at): ToVisit => {
    const of = tiers[at % 4] ?? "T4";
    return {
      id: String(at),
      code: `C${at}`,
      tier: of,
      region: regions[at % regions.length] ?? "other",
      risk: (at * 37) % 100,
      isAcquired: false,
      lastOn: addDays("2024-01-01", at % 700),
      dueOn: addMonths(addDays("2024-01-01", at % 700), cycle.months[of]),
    };
  });
  const { visits } = propose(all, [], {
    ...yearsWith(100_000),
    count: 5,
    available: Object.fromEntries([2026, 2027, 2028, 2029, 2030].map((year) => [year, 100_000])),
  });
  const perMonth = Map.groupBy(visits, (one) => one.month);
  const counts = [...perMonth.values()]
    .map((list) => list.reduce((sum, one) => sum + one.auditorDays, 0))
    .slice(2, -12);
  assert.ok(Math.max(...counts) < 3 * Math.min(...counts), "no month holds far more than another");
});
