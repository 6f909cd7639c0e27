// Turns laid out over the nights on which the clocks change, hours that follow the sun, and shifts that lie over them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { rules } from "#modules/duties/kinds.ts";
import { hardFromLevel } from "#modules/duties/rules.ts";
import {
  counts,
  gapsIn,
  isAwayIn,
  kindsServed,
  layOut,
  momentOf,
  mondayOf,
  nextAfter,
  thereIn,
  type Rule,
  type Shift,
  weekdayOf,
  wrongIn,
} from "./rules.ts";

const week: Rule = {
  tier: 1,
  kind: "turns",
  timeZone: "Europe/Berlin",
  at: "09:00",
  until: null,
  weekdays: [],
  every: 7,
  startsOn: "2026-10-05",
  endsOn: null,
  people: ["a", "b", "c"],
};
const hours = (more: Partial<Rule>): Rule => ({
  ...week,
  kind: "hours",
  at: "08:00",
  until: "16:00",
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  every: 1,
  ...more,
});
const within = (from: string, to: string) => ({ startsAt: new Date(from), endsAt: new Date(to) });
const shown = (turns: ReturnType<typeof layOut>) =>
  turns.map((turn) => [
    turn.personId,
    turn.startsAt.toISOString().slice(0, 16),
    turn.endsAt.toISOString().slice(0, 16),
  ]);

test("a week ends on the same clock when summer time begins or ends, and is an hour shorter or longer", () => {
  // [zone, span, the turn that holds the change: from, to, its hours]
  for (const [timeZone, from, to, starts, ends, length] of [
    ["Europe/Berlin", "2026-10-20T00:00Z", "2026-10-25T00:00Z", "2026-10-19T07:00", "2026-10-26T08:00", 169],
    ["Europe/Berlin", "2027-03-24T00:00Z", "2027-03-28T00:00Z", "2027-03-22T08:00", "2027-03-29T07:00", 167],
    [
      "America/New_York",
      "2026-10-28T00:00Z",
      "2026-11-01T00:00Z",
      "2026-10-26T13:00",
      "2026-11-02T14:00",
      169,
    ],
    [
      "America/New_York",
      "2027-03-10T00:00Z",
      "2027-03-14T00:00Z",
      "2027-03-08T14:00",
      "2027-03-15T13:00",
      167,
    ],
    ["Asia/Tokyo", "2027-03-24T00:00Z", "2027-03-28T00:00Z", "2027-03-22T00:00", "2027-03-29T00:00", 168],
  ] as const) {
    const [turn, ...more] = layOut([{ ...week, timeZone }], [], within(from, to));
    assert.ok(turn, timeZone);
    assert.deepEqual(shown([turn]), [[turn.personId, starts, ends]], timeZone);
    assert.equal((turn.endsAt.getTime() - turn.startsAt.getTime()) / 3_600_000, length);
    assert.deepEqual(more, []);
  }
});

test("people follow one another in order, also far from the first day, and no turn begins on the last day or after it", () => {
  const turns = layOut([week], [], within("2026-10-05T08:00Z", "2026-11-02T00:00Z"));
  assert.deepEqual(
    turns.map((turn) => turn.personId),
    ["a", "b", "c", "a"],
  );
  const [late] = layOut([week], [], within("2031-05-20T08:00Z", "2031-05-21T00:00Z"));
  // 241 weeks after the first: 241 % 3 is 1.
  assert.equal(late?.personId, "b");
  assert.equal(late?.startsAt.toISOString(), "2031-05-19T07:00:00.000Z");
  const ending = layOut(
    [{ ...week, endsOn: "2026-10-15" }],
    [],
    within("2026-10-05T08:00Z", "2026-11-02T00:00Z"),
  );
  assert.deepEqual(shown(ending), [
    ["a", "2026-10-05T07:00", "2026-10-12T07:00"],
    ["b", "2026-10-12T07:00", "2026-10-15T07:00"],
  ]);
  assert.deepEqual(layOut([week], [], within("2026-09-01T00:00Z", "2026-10-05T07:00Z")), []);
});

test("R-18 three desks follow the sun without a gap in winter and in summer, and overlap where clocks differ", () => {
  const sun = [
    hours({ timeZone: "Asia/Tokyo", at: "08:00", until: "17:00", people: ["tokyo"], startsOn: "2026-01-05" }),
    hours({
      timeZone: "Europe/Berlin",
      at: "08:00",
      until: "18:00",
      people: ["berlin"],
      startsOn: "2026-01-05",
    }),
    hours({
      timeZone: "America/New_York",
      at: "10:00",
      until: "19:00",
      people: ["york"],
      startsOn: "2026-01-05",
    }),
  ];
  for (const [from, to] of [
    ["2026-02-02T00:00Z", "2026-02-09T00:00Z"],
    ["2026-07-06T00:00Z", "2026-07-13T00:00Z"],
    // New York has its summer time already, Berlin not yet.
    ["2026-03-08T00:00Z", "2026-03-29T00:00Z"],
  ] as const)
    assert.deepEqual(gapsIn(layOut(sun, [], within(from, to)), within(from, to)), [], from);
  const summer = layOut(sun, [], within("2026-07-06T12:00Z", "2026-07-06T16:30Z"));
  assert.deepEqual(
    summer.map((turn) => turn.personId),
    ["berlin", "york"],
  );
});

test("hours over midnight end on the next day, on their days of the week alone, and change with the week", () => {
  const night = hours({
    timeZone: "Asia/Tokyo",
    at: "22:00",
    until: "06:00",
    weekdays: [5, 6],
    startsOn: "2026-11-25",
    people: ["a", "b"],
  });
  assert.deepEqual(shown(layOut([night], [], within("2026-11-26T00:00Z", "2026-12-07T00:00Z"))), [
    ["a", "2026-11-27T13:00", "2026-11-27T21:00"],
    ["a", "2026-11-28T13:00", "2026-11-28T21:00"],
    ["b", "2026-12-04T13:00", "2026-12-04T21:00"],
    ["b", "2026-12-05T13:00", "2026-12-05T21:00"],
  ]);
  // Until the same time is the whole day: 25 hours when summer time ends.
  const whole = hours({ at: "00:00", until: "00:00", startsOn: "2026-10-19", people: ["a"] });
  const sunday = layOut([whole], [], within("2026-10-25T06:00Z", "2026-10-25T07:00Z"));
  assert.deepEqual(shown(sunday), [["a", "2026-10-24T22:00", "2026-10-25T23:00"]]);
});

const shift = (more: Partial<Shift>): Shift => ({
  id: "s",
  tier: 1,
  personId: "x",
  startsAt: "2026-10-07T10:00:00Z",
  endsAt: "2026-10-08T10:00:00Z",
  ...more,
});

test("a shift cuts what lies below it on its tier alone, and a later one lies over an earlier one", () => {
  const span = within("2026-10-05T07:00Z", "2026-10-12T07:00Z");
  assert.deepEqual(shown(layOut([week], [shift({})], span)), [
    ["a", "2026-10-05T07:00", "2026-10-07T10:00"],
    ["x", "2026-10-07T10:00", "2026-10-08T10:00"],
    ["a", "2026-10-08T10:00", "2026-10-12T07:00"],
  ]);
  const twice = [
    shift({}),
    shift({ id: "t", personId: "y", startsAt: "2026-10-08T00:00:00Z", endsAt: "2026-10-09T00:00:00Z" }),
  ];
  assert.deepEqual(
    shown(layOut([week], twice, span)).map(([person]) => person),
    ["a", "x", "y", "a"],
  );
  const backup = layOut([week, { ...week, tier: 2, people: ["z"] }], [shift({})], span);
  assert.deepEqual(
    backup.filter((turn) => turn.tier === 2).map((turn) => turn.endsAt.toISOString()),
    ["2026-10-12T07:00:00.000Z"],
  );
  // The whole turn is taken: nothing of it is left.
  const whole = shift({ startsAt: "2026-10-05T07:00:00Z", endsAt: "2026-10-12T07:00:00Z" });
  assert.deepEqual(shown(layOut([week], [whole], span)), [["x", "2026-10-05T07:00", "2026-10-12T07:00"]]);
});

test("R-18 a gap is the hours that nobody has, at the ends of the span as well", () => {
  const span = within("2026-11-28T00:00Z", "2026-11-30T00:00Z");
  const there = [
    within("2026-11-28T03:00Z", "2026-11-28T09:00Z"),
    within("2026-11-28T08:00Z", "2026-11-28T12:00Z"),
    within("2026-11-27T00:00Z", "2026-11-28T01:00Z"),
    within("2026-11-28T04:00Z", "2026-11-28T05:00Z"),
  ];
  assert.deepEqual(
    gapsIn(there, span).map((gap) => [
      gap.startsAt.toISOString().slice(8, 16),
      gap.endsAt.toISOString().slice(8, 16),
    ]),
    [
      ["28T01:00", "28T03:00"],
      ["28T12:00", "30T00:00"],
    ],
  );
  assert.deepEqual(gapsIn([], span), [span]);
});

test("R-18 somebody who has left by then is nobody, and an absence in days touches a turn by the clocks of the zone", () => {
  const ann = { id: "a", isThere: true, goneOn: "2026-12-01" };
  // The first of December begins in Tokyo while it is still November in Berlin.
  const at = new Date("2026-11-30T16:00:00Z");
  assert.equal(counts(ann, at, "Asia/Tokyo"), false);
  assert.equal(counts(ann, at, "Europe/Berlin"), true);
  assert.equal(counts({ ...ann, isThere: false }, at, "Europe/Berlin"), false);
  assert.equal(counts(undefined, at, "Europe/Berlin"), false);
  const days = { from: "2026-12-01", until: "2026-12-02" };
  const turn = within("2026-11-30T16:00Z", "2026-11-30T20:00Z");
  assert.equal(isAwayIn(turn, days, "Asia/Tokyo"), true);
  assert.equal(isAwayIn(turn, days, "Europe/Berlin"), false);
});

test("days of the week, who comes next, and what a rule must say", () => {
  assert.deepEqual(
    [weekdayOf("2026-11-29"), weekdayOf("2026-11-30"), mondayOf("2026-11-29")],
    [7, 1, "2026-11-23"],
  );
  assert.equal(momentOf("2027-03-28", "02:30", "Europe/Berlin").toISOString(), "2027-03-28T01:30:00.000Z");
  const one = (startsAt: string, endsAt: string, tier = 1) => ({ tier, startsAt, endsAt });
  const turns = [
    one("2026-01-03", "2026-01-04"),
    one("2026-01-01", "2026-01-02"),
    one("2026-01-02", "2026-01-03", 2),
  ];
  assert.equal(nextAfter(turns, one("2026-01-01", "2026-01-02"))?.startsAt, "2026-01-03");
  assert.equal(wrongIn({ ...week, endsOn: "2026-10-05" }), "on_call.rule_days");
  assert.equal(wrongIn(hours({ weekdays: [] })), "on_call.rule_hours");
  assert.equal(wrongIn(hours({ until: null })), "on_call.rule_hours");
  assert.equal(wrongIn(week), null);
});

test("the kinds that are served are those that the migrations tell the statements", () => {
  const folder = new URL("../../../db/migrations/", import.meta.url);
  const told = readdirSync(folder)
    .sort()
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), "utf8").matchAll(
        /insert into on_call_kinds[^;]+;|delete from on_call_kinds[^;]+;/g,
      ),
    ])
    .map(([text]) => text);
  const kept = new Map<string, string>();
  for (const text of told)
    if (text.startsWith("delete"))
      for (const [, kind] of text.matchAll(/'([a-z_.]+)'/g)) kept.delete(kind ?? "");
    else
      for (const [, kind, purpose] of text.matchAll(/\('([a-z_.]+)', '([a-z_]+)'\)/g))
        kept.set(kind ?? "", purpose ?? "");
  assert.deepEqual(Object.fromEntries(kept), kindsServed);
});

test("every kind that asks whoever is on call is a kind of duty, and every one of incidents that rings asks them", () => {
  for (const kind of Object.keys(kindsServed)) assert.ok(kind in rules, kind);
  for (const kind of Object.keys(hardFromLevel).filter((one) => one.startsWith("incident.")))
    assert.ok(kind in kindsServed, kind);
});

test("days away are cut out of a turn by the clocks of the roster, also across the end of summer time", () => {
  const turn = { personId: "a", ...within("2026-10-23T22:00Z", "2026-10-27T23:00Z") };
  const away = (from: string, until: string, personId = "a") => ({ personId, from, until });
  const of = (...absences: ReturnType<typeof away>[]) =>
    thereIn(turn, absences, "Europe/Berlin").map((one) => [
      one.startsAt.toISOString().slice(8, 16),
      one.endsAt.toISOString().slice(8, 16),
    ]);
  assert.deepEqual(of(away("2026-10-25", "2026-10-26")), [
    ["23T22:00", "24T22:00"],
    ["25T23:00", "27T23:00"],
  ]);
  assert.deepEqual(of(away("2026-10-20", "2026-11-01")), []);
  assert.deepEqual(of(away("2026-10-25", "2026-10-26", "b")), [["23T22:00", "27T23:00"]]);
});
