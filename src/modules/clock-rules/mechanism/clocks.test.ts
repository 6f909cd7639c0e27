// Whole cases: several companies and laws at once, corrected anchors, changed laws, pauses; and what must hold for any case.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { shippedRules } from "../shipped/shipped.ts";
import { blocksOf, conditionOf } from "./blocks.ts";
import { type Case, type CaseCompany, type Clock, clocksOf, type Moment, openQuestions } from "./clocks.ts";
import { type Condition, judge, keyOfQuestion, type Known } from "./conditions.ts";
import { after, afterPauses, dayIn, endOfDay } from "./due.ts";
import { caseFactIds, caseFacts, type FactValue } from "./facts.ts";
import { federalHolidays } from "./holidays.ts";
import type { Rule } from "./rules.ts";

const rules: Rule[] = shippedRules().map((rule) => ({
  ...rule,
  id: `${rule.key}/${rule.version}`,
  isAdopted: rule.key === "jp-appi-prompt",
}));
const company = (companyId: string, country: string, timeZone: string, more: Partial<CaseCompany> = {}) => ({
  companyId,
  country,
  timeZone,
  isEntrusted: false,
  laws: {},
  ...more,
});
const moment = (anchor: Moment["anchor"], at: string, more: Partial<Moment> = {}): Moment => ({
  anchor,
  of: null,
  companyId: null,
  at,
  recordedAt: at,
  ...more,
});
const jp = company("jp", "JP", "Asia/Tokyo");
const th = company("th", "TH", "Asia/Bangkok");
const de = company("de", "DE", "Europe/Berlin", { laws: { nis2_class: "important" } });
const keysOf = (clocks: readonly Clock[]) =>
  clocks.map((one) => `${one.companyId} ${one.ruleKey}`).toSorted();
const byId = (clocks: readonly Clock[]) => new Map(clocks.map((one) => [one.id, one]));

const people = [
  { country: "JP", count: 1200, isEstimate: false },
  { country: "DE", count: 300, isEstimate: true },
];

test("T-03 1,200 people (JP) + 300 (EU): APPI and GDPR proposed with their different starting events", () => {
  const base: Case = { facts: {}, people, companies: [jp], moments: [], today: "2026-10-05" };
  const proposed = clocksOf(rules, base);
  const appi = proposed.find((one) => one.ruleKey === "jp-appi-prompt");
  const gdpr = proposed.find((one) => one.ruleKey === "eu-gdpr-33");
  assert.deepEqual(
    [appi?.anchor, appi?.state, gdpr?.anchor, gdpr?.state],
    ["discovered", "waits", "aware", "waits"],
  );
  assert.deepEqual([appi?.standing, gdpr?.standing], ["due", "proposed"]);
  // What is still to be asked is named with what it would decide.
  const asked = openQuestions(proposed).find((one) => keyOfQuestion(one.question) === "fact:risk_to_people");
  assert.ok(asked?.clocks.some((one) => one.ruleKey === "eu-gdpr-33"));

  const answered: Case = {
    ...base,
    facts: { unreadable: false, risk_to_people: "likely", wrongful_purpose: true },
    moments: [
      moment("discovered", "2026-10-02T11:30:00.000Z"),
      moment("aware", "2026-10-04T01:00:00.000Z", { companyId: "jp" }),
    ],
  };
  const running = byId(clocksOf(rules, answered));
  const [prompt, final, authority] = [
    "jp-appi-prompt|jp||",
    "jp-appi-final-wrongful|jp||",
    "eu-gdpr-33|jp||",
  ].map((id) => running.get(id));
  assert.equal(prompt?.startedAt, "2026-10-02T11:30:00.000Z");
  assert.deepEqual(
    [prompt?.softFrom, prompt?.dueAt],
    ["2026-10-04T14:59:59.000Z", "2026-10-06T14:59:59.000Z"],
  );
  assert.equal(final?.dueAt, "2026-11-30T14:59:59.000Z");
  assert.equal(authority?.startedAt, "2026-10-04T01:00:00.000Z");
  assert.equal(authority?.dueAt, "2026-10-07T01:00:00.000Z");
  assert.equal(running.has("jp-appi-final|jp||"), false, "thirty days are not for a wrongful purpose");
});

test("T-02 a product case runs product clocks beside company clocks; the final waits for the fix", () => {
  const maker = company("jp", "JP", "Asia/Tokyo", {
    laws: { cra_manufacturer: true, type_approval_holder: true },
  });
  const base: Case = {
    facts: {
      product_concerned: true,
      product_in_cra: true,
      product_exploited: true,
      product_incident: false,
      vehicle_type_concerned: false,
    },
    people: [],
    companies: [maker],
    moments: [moment("discovered", "2026-10-01T00:00:00.000Z"), moment("aware", "2026-10-01T06:00:00.000Z")],
    today: "2026-10-02",
  };
  const clocks = clocksOf(rules, base).filter((one) => one.outcome === "applies");
  const product = clocks.filter((one) => one.subject === "product");
  assert.deepEqual(
    product.map((one) => [one.ruleKey, one.state, one.dueAt]),
    [
      ["eu-cra-vulnerability-early", "runs", "2026-10-02T06:00:00.000Z"],
      ["eu-cra-vulnerability-full", "runs", "2026-10-04T06:00:00.000Z"],
      ["eu-cra-vulnerability-final", "waits", null],
    ],
  );
  assert.deepEqual(keysOf(clocks.filter((one) => one.subject === "company")), ["jp group-24h"]);
  const fixed = clocksOf(rules, {
    ...base,
    moments: [...base.moments, moment("fix_available", "2026-10-20T03:00:00.000Z")],
  });
  assert.equal(
    fixed.find((one) => one.ruleKey === "eu-cra-vulnerability-final")?.dueAt,
    "2026-11-03T14:59:59.000Z",
  );
  // Before 11 September 2026 nobody owed these reports.
  const earlier = clocksOf(rules, { ...base, moments: [moment("aware", "2026-09-10T10:00:00.000Z")] });
  assert.ok(!earlier.some((one) => one.ruleKey === "eu-cra-vulnerability-early"));
});

test("T-03 G1 ransomware at a Thai plant with EU and US data: each clock explained; a company added later moves none", () => {
  const filer = company("us", "US", "America/New_York", { laws: { sec_filer: "domestic" } });
  const before: Case = {
    facts: {
      personal_data: true,
      unreadable: false,
      risk_to_people: "high",
      wrongful_purpose: true,
      material: true,
      outside_intrusion: true,
    },
    people: [
      { country: "TH", count: 50, isEstimate: false },
      { country: "FR", count: 800, isEstimate: true },
      { country: "US", count: 900, isEstimate: true },
    ],
    companies: [th],
    moments: [
      moment("discovered", "2026-11-06T15:50:00.000Z"),
      moment("aware", "2026-11-06T20:00:00.000Z"),
      moment("determined", "2026-11-10T18:00:00.000Z", { of: "material" }),
    ],
    today: "2026-11-10",
  };
  const alone = clocksOf(rules, before);
  const applying = (clocks: readonly Clock[]) => clocks.filter((one) => one.outcome === "applies");
  assert.deepEqual(keysOf(applying(alone)), ["th eu-gdpr-33", "th group-24h", "th th-pdpa-37"]);
  const thai = alone.find((one) => one.ruleKey === "th-pdpa-37");
  assert.deepEqual(
    thai?.because.map(({ leaf }) => Object.keys(leaf)[0]),
    ["country", "people", "fact", "entrusted", "fact"],
  );
  assert.equal(thai?.extendedTo, "2026-11-22T16:59:59.000Z");
  const more = clocksOf(rules, { ...before, companies: [th, de, filer] });
  for (const clock of alone) assert.deepEqual(byId(more).get(clock.id), clock);
  // The eleventh is Veterans Day: 12, 13, 16, 17 November.
  assert.equal(byId(more).get("us-sec-8k|us||")?.dueAt, "2026-11-18T04:59:59.000Z");
  assert.ok(keysOf(more).includes("de eu-nis2-early"));
});

test("T-03 G11 a law that changes leaves an earlier incident its clock: the version is that of the anchor's day", () => {
  const gdpr = rules.filter((one) => one.key === "eu-gdpr-33");
  const [old, proposed] = gdpr;
  assert.ok(old && proposed);
  const changed: Rule[] = [old, { ...proposed, status: "in_force", effectiveFrom: "2027-06-01" }];
  const at = (day: string): Case => ({
    facts: { personal_data: true, risk_to_people: "high" },
    people: null,
    companies: [de],
    moments: [moment("aware", day)],
    today: "2028-01-01",
  });
  const due = (day: string) => clocksOf(changed, at(day)).map((one) => [one.version, one.dueAt]);
  assert.deepEqual(due("2027-05-31T21:00:00.000Z"), [[1, "2027-06-03T21:00:00.000Z"]]);
  // An hour later it is June in Berlin.
  assert.deepEqual(due("2027-05-31T22:00:00.000Z"), [[2, "2027-06-04T22:00:00.000Z"]]);
  // A draft never runs by itself; asked for, it stands beside what is in force and is proposed.
  const drafts = clocksOf(gdpr, at("2026-10-01T00:00:00.000Z"), { withDrafts: true });
  assert.deepEqual(
    drafts.map((one) => [one.version, one.isDraft, one.standing]),
    [
      [1, false, "proposed"],
      [2, true, "proposed"],
    ],
  );
});

test("T-03 a corrected anchor moves the due time and keeps the earlier one; each new fact has a clock of its own", () => {
  const early = rules.filter((one) => one.key === "eu-nis2-early");
  const base: Case = {
    facts: { significant_incident: true },
    people: null,
    companies: [de],
    moments: [],
    today: "2026-10-05",
  };
  const corrected = clocksOf(early, {
    ...base,
    moments: [
      moment("aware", "2026-10-02T11:00:00.000Z", { recordedAt: "2026-10-02T12:00:00.000Z" }),
      moment("aware", "2026-10-02T08:00:00.000Z", { recordedAt: "2026-10-03T09:00:00.000Z" }),
    ],
  });
  assert.equal(corrected.length, 1);
  assert.equal(corrected[0]?.dueAt, "2026-10-03T08:00:00.000Z");
  assert.deepEqual(corrected[0]?.earlier, [
    {
      startedAt: "2026-10-02T11:00:00.000Z",
      dueAt: "2026-10-03T11:00:00.000Z",
      recordedAt: "2026-10-02T12:00:00.000Z",
    },
  ]);
  const kr = company("kr", "KR", "Asia/Seoul", { laws: { kr_online_service: true } });
  const facts = clocksOf(
    rules.filter((one) => one.key === "kr-network-update"),
    {
      ...base,
      companies: [kr],
      facts: { outside_intrusion: true },
      moments: [
        moment("new_fact", "2026-10-02T00:00:00.000Z", { of: "1" }),
        moment("new_fact", "2026-10-04T00:00:00.000Z", { of: "2" }),
      ],
    },
  );
  assert.deepEqual(
    facts.map((one) => [one.anchorOf, one.dueAt]),
    [
      ["1", "2026-10-03T00:00:00.000Z"],
      ["2", "2026-10-05T00:00:00.000Z"],
    ],
  );
});

test("T-02 T-03 a clock that counts from a report begins with the report of its rule alone, whatever else was submitted at the same stage", () => {
  const maker = company("de", "DE", "Europe/Berlin", {
    laws: { nis2_class: "important", cra_manufacturer: true },
  });
  const submitted = (of: string, at: string, more: Partial<Moment> = {}) =>
    moment("submitted", at, { of, companyId: "de", ...more });
  const monthly = ["eu-nis2-final", "eu-cra-incident-final"];
  const of = (moments: Moment[], which: readonly Rule[] = rules) =>
    clocksOf(which, {
      facts: {
        significant_incident: true,
        is_ongoing: false,
        product_concerned: true,
        product_in_cra: true,
        product_incident: true,
      },
      people: null,
      companies: [maker],
      moments,
      today: "2026-11-10",
    });
  const due = (moments: Moment[]) =>
    of(moments)
      .filter((one) => monthly.includes(one.ruleKey))
      .map((one) => [one.ruleKey, one.dueAt]);
  const asked = ["eu-nis2-notification", "eu-cra-incident-full"];
  const others = rules
    .filter((one) => !asked.includes(one.key))
    .map((one) => submitted(one.key, "2026-10-05T09:00:00.000Z"));
  assert.deepEqual(due([...others, submitted("full", "2026-10-05T09:00:00.000Z")]), [
    ["eu-nis2-final", null],
    ["eu-cra-incident-final", null],
  ]);
  assert.deepEqual(due([...others, submitted("eu-nis2-notification", "2026-10-06T09:00:00.000Z")]), [
    ["eu-nis2-final", "2026-11-06T22:59:59.000Z"],
    ["eu-cra-incident-final", null],
  ]);
  assert.deepEqual(due([...others, submitted("eu-cra-incident-full", "2026-10-07T09:00:00.000Z")]), [
    ["eu-nis2-final", null],
    ["eu-cra-incident-final", "2026-11-07T22:59:59.000Z"],
  ]);
  // A report of another company starts nothing here.
  const elsewhere = submitted("eu-nis2-notification", "2026-10-06T09:00:00.000Z", { companyId: "jp" });
  assert.deepEqual(due([elsewhere])[0], ["eu-nis2-final", null]);
  // Of a rule with several clocks each report starts one: none corrects another.
  const [final] = rules.filter((one) => one.key === "eu-nis2-final");
  assert.ok(final);
  const counted = of(
    [
      submitted("kr-network-update", "2026-10-06T09:00:00.000Z"),
      submitted("kr-network-update/2", "2026-10-08T09:00:00.000Z"),
    ],
    [{ ...final, anchorOf: "kr-network-update" }],
  );
  assert.deepEqual(
    counted.map((one) => [one.id, one.dueAt, one.earlier.length]),
    [
      ["eu-nis2-final|de||", "2026-11-06T22:59:59.000Z", 0],
      ["eu-nis2-final|de|2|", "2026-11-08T22:59:59.000Z", 0],
    ],
  );
});

test("T-03 a pause moves what may pause, and holds it while it lasts", () => {
  const filer = company("us", "US", "America/New_York", { laws: { sec_filer: "domestic" } });
  const paused = (to: string | null) =>
    clocksOf(
      rules.filter((one) => one.key === "us-sec-8k"),
      {
        facts: { material: true },
        people: null,
        companies: [filer],
        moments: [moment("determined", "2026-11-16T15:00:00.000Z", { of: "material" })],
        pauses: [{ companyId: "us", ruleKey: null, from: "2026-11-17T00:00:00.000Z", to, reason: "delay" }],
        today: "2026-11-20",
      },
    )[0];
  assert.deepEqual([paused(null)?.state, paused(null)?.dueAt], ["paused", null]);
  // Four working days, none of them gone before the pause: counted on from its end over a weekend, never ending on a day off.
  assert.equal(paused("2026-12-17T00:00:00.000Z")?.dueAt, "2026-12-23T04:59:59.000Z");
});

test("what stood still is left out by days where days count, and by hours where hours do", () => {
  const count = { dayStart: "next", calendar: "company" } as const;
  const due = (
    unit: "hour" | "calendar_day" | "business_day" | "month",
    amount: number,
    zone: string,
    pauses: readonly { from: string; to: string | null }[],
  ) => afterPauses("2026-03-20T10:00:00.000Z", { amount, unit }, count, zone, undefined, pauses);
  const weekend = [{ from: "2026-03-27T12:00:00.000Z", to: "2026-03-29T12:00:00.000Z" }];
  assert.equal(due("hour", 192, "Europe/Berlin", weekend), "2026-03-30T10:00:00.000Z");
  // Berlin puts its clocks forward on 29 March 2026: the day that ends is a day later, at its own midnight.
  assert.equal(due("calendar_day", 10, "Europe/Berlin", weekend), "2026-04-01T21:59:59.000Z");
  // Friday to Sunday, of which two working days were left: Monday and Tuesday.
  assert.equal(due("business_day", 7, "Europe/Berlin", weekend), "2026-03-31T21:59:59.000Z");
  assert.equal(due("month", 1, "UTC", weekend), "2026-04-22T23:59:59.000Z");
  // Within one day nothing of days is left out; after the due time nothing at all; while it is open there is none.
  const within = [{ from: "2026-03-27T08:00:00.000Z", to: "2026-03-27T09:00:00.000Z" }];
  assert.equal(due("calendar_day", 10, "UTC", within), "2026-03-30T23:59:59.000Z");
  assert.equal(
    due("hour", 1, "UTC", [{ from: "2026-03-21T00:00:00.000Z", to: null }]),
    "2026-03-20T11:00:00.000Z",
  );
  assert.equal(due("hour", 100, "UTC", [{ from: "2026-03-21T00:00:00.000Z", to: null }]), null);
});

test("T-03 a version that nobody has adopted never takes the place of one that was: what it would say stands beside it", () => {
  const [gdpr] = rules.filter((one) => one.key === "eu-gdpr-33");
  assert.ok(gdpr);
  const adopted: Rule = { ...gdpr, isAdopted: true };
  const worded: Rule = { ...gdpr, id: "worded", version: gdpr.version + 1, isAdopted: false };
  const shorter: Rule = { ...worded, id: "shorter", version: gdpr.version + 2, amount: 24 };
  const clocks = (versions: readonly Rule[]) =>
    clocksOf(versions, {
      facts: { personal_data: true, unreadable: false, risk_to_people: "likely" },
      people,
      companies: [de],
      moments: [moment("aware", "2026-10-04T01:00:00.000Z")],
      today: "2026-10-05",
    }).map((one) => [one.id, one.standing, one.dueAt]);
  const due = ["eu-gdpr-33|de||", "due", "2026-10-07T01:00:00.000Z"];
  assert.deepEqual(clocks([adopted, worded]), [due]);
  assert.deepEqual(clocks([adopted, worded, shorter]), [
    due,
    [`eu-gdpr-33|de||v${shorter.version}`, "proposed", "2026-10-05T01:00:00.000Z"],
  ]);
  // Adopted, it takes the place; and once the older one has ended by its own day, the newer is proposed by itself.
  assert.deepEqual(clocks([adopted, { ...shorter, isAdopted: true }]), [
    ["eu-gdpr-33|de||", "due", "2026-10-05T01:00:00.000Z"],
  ]);
  assert.deepEqual(clocks([{ ...adopted, effectiveTo: "2026-10-01" }, shorter]), [
    ["eu-gdpr-33|de||", "proposed", "2026-10-05T01:00:00.000Z"],
  ]);
});

test("T-03 a moment that is assumed counts until somebody says it, and what was due by it stays", () => {
  const [gdpr] = rules.filter((one) => one.key === "eu-gdpr-33");
  assert.ok(gdpr);
  const clock = (moments: readonly Moment[]) =>
    clocksOf([gdpr], {
      facts: { personal_data: true, unreadable: false, risk_to_people: "likely" },
      people,
      companies: [de],
      moments,
      today: "2026-10-05",
    })[0];
  const assumed = moment("aware", "2026-10-02T11:30:00.000Z", { isAssumed: true });
  // Said before the discovery was corrected: what somebody said is not moved by what is assumed later.
  const later = moment("aware", "2026-10-02T09:00:00.000Z", {
    isAssumed: true,
    recordedAt: "2026-10-06T00:00:00.000Z",
  });
  const said = moment("aware", "2026-10-04T01:00:00.000Z");
  assert.deepEqual(
    [clock([assumed])?.dueAt, clock([assumed])?.isAssumed],
    ["2026-10-05T11:30:00.000Z", true],
  );
  const known = clock([assumed, said, later]);
  assert.deepEqual([known?.dueAt, known?.isAssumed], ["2026-10-07T01:00:00.000Z", false]);
  assert.deepEqual(
    known?.earlier.map((one) => one.dueAt),
    ["2026-10-05T11:30:00.000Z", "2026-10-05T09:00:00.000Z"],
  );
});

test("T-03 more time that was granted holds up to what the rule allows, and never takes any away", () => {
  const until = (to: string) =>
    clocksOf(
      rules.filter((one) => one.key === "th-pdpa-37"),
      {
        facts: { personal_data: true, risk_to_people: "likely" },
        people: [{ country: "TH", count: 10, isEstimate: false }],
        companies: [company("th", "TH", "Asia/Bangkok")],
        moments: [moment("aware", "2026-11-01T00:00:00.000Z")],
        extensions: [{ companyId: "th", ruleKey: "th-pdpa-37", to }],
        today: "2026-11-01",
      },
    )[0];
  assert.equal(until("2026-11-10T00:00:00.000Z")?.dueAt, "2026-11-10T00:00:00.000Z");
  assert.equal(until("2026-12-10T00:00:00.000Z")?.dueAt, until("2026-12-10T00:00:00.000Z")?.extendedTo);
  assert.equal(until("2026-11-02T00:00:00.000Z")?.dueAt, "2026-11-04T00:00:00.000Z");
});

test("T-03 days and months end where the company is, over summer time, month ends and leap days", () => {
  const count = { dayStart: "next", calendar: "company" } as const;
  for (const [at, amount, unit, zone, due] of [
    // 25 October 2026: Berlin leaves summer time within the day.
    ["2026-10-24T10:00:00.000Z", 1, "calendar_day", "Europe/Berlin", "2026-10-25T22:59:59.000Z"],
    ["2026-10-24T10:00:00.000Z", 24, "hour", "Europe/Berlin", "2026-10-25T10:00:00.000Z"],
    ["2027-03-13T20:00:00.000Z", 1, "calendar_day", "America/New_York", "2027-03-15T03:59:59.000Z"],
    ["2028-01-31T03:00:00.000Z", 1, "month", "Asia/Tokyo", "2028-02-29T14:59:59.000Z"],
    ["2028-02-29T03:00:00.000Z", 1, "year", "Asia/Tokyo", "2029-02-28T14:59:59.000Z"],
    // Friday evening in Sydney is still Friday noon in UTC; Monday follows.
    ["2026-10-02T08:00:00.000Z", 1, "business_day", "Australia/Sydney", "2026-10-05T12:59:59.000Z"],
    ["2026-10-02T08:00:00.000Z", 30, "minute", "Asia/Kathmandu", "2026-10-02T08:30:00.000Z"],
  ] as const)
    assert.equal(after(at, { amount, unit }, count, zone), due, `${at} + ${amount} ${unit} in ${zone}`);
  const calendar = { workDays: [1, 2, 3, 4, 5], holidays: new Set(["2026-10-05"]) };
  assert.equal(
    after("2026-10-02T00:00:00.000Z", { amount: 1, unit: "business_day" }, count, "Asia/Tokyo", calendar),
    "2026-10-06T14:59:59.000Z",
  );
  assert.equal(
    after(
      "2026-10-02T00:00:00.000Z",
      { amount: 3, unit: "calendar_day" },
      { ...count, dayStart: "same" },
      "Asia/Tokyo",
    ),
    "2026-10-04T14:59:59.000Z",
  );
  assert.equal(dayIn("2026-10-02T16:00:00.000Z", "Asia/Tokyo"), "2026-10-03");
  assert.equal(endOfDay("2026-10-04", "Australia/Sydney"), "2026-10-04T12:59:59.000Z");
  assert.deepEqual(
    [...federalHolidays(2027)].filter((day) => day.startsWith("2027")).toSorted(),
    "2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31".split(
      " ",
    ),
  );
});

const zones = [
  "Asia/Tokyo",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "UTC",
];
const anyAt = fc
  .integer({
    min: Date.parse("2020-01-01T00:00:00Z") / 60_000,
    max: Date.parse("2035-01-01T00:00:00Z") / 60_000,
  })
  .map((minute) => new Date(minute * 60_000).toISOString());
const anyLength = fc.record({
  amount: fc.integer({ min: 1, max: 90 }),
  unit: fc.constantFrom("minute", "hour", "calendar_day", "business_day", "month", "year"),
});

test("T-03 law: a later start and a longer time are never due earlier, in any zone", () => {
  fc.assert(
    fc.property(
      anyAt,
      fc.integer({ min: 0, max: 5000 }),
      anyLength,
      fc.constantFrom(...zones),
      (at, minutes, length, zone) => {
        const how = { dayStart: "next", calendar: "us_federal" } as const;
        const due = after(at, length, how, zone);
        assert.ok(due > at);
        const later = new Date(Date.parse(at) + minutes * 60_000).toISOString();
        assert.ok(after(later, length, how, zone) >= due);
        assert.ok(after(at, { ...length, amount: length.amount + 1 }, how, zone) >= due);
      },
    ),
  );
});

const values: Record<string, fc.Arbitrary<FactValue>> = Object.fromEntries(
  caseFactIds.map((id) => {
    const of = caseFacts[id];
    if (of.kind === "yes_no") return [id, fc.boolean()];
    if (of.kind === "number") return [id, fc.integer({ min: 0, max: 10_000_000 })];
    return of.kind === "one_of"
      ? [id, fc.constantFrom(...of.options)]
      : [id, fc.subarray([...of.options], { minLength: 1 })];
  }),
);
const anyFacts = fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Case["facts"]>;
const anyFact = fc
  .constantFrom(...caseFactIds)
  .chain((id) => (values[id] as fc.Arbitrary<FactValue>).map((value) => ({ id, value })));
const moments = ["discovered", "aware", "handled", "fix_available", "calendar"].map((anchor, at) =>
  moment(anchor as Moment["anchor"], `2026-1${at % 2}-0${at + 1}T10:00:00.000Z`),
);
const anyCase = anyFacts.map(
  (facts): Case => ({ facts, people, companies: [jp, de], moments, today: "2026-10-05" }),
);

test("T-03 law: a fact answered decides clocks and never moves one; what is settled stays settled", () => {
  fc.assert(
    fc.property(anyCase, anyFact, (of, { id, value }) => {
      const before = clocksOf(rules, of);
      const isNew = of.facts[id] === undefined;
      const answered = byId(clocksOf(rules, { ...of, facts: { ...of.facts, [id]: value } }));
      for (const clock of before) {
        const now = answered.get(clock.id);
        if (now)
          assert.deepEqual(
            [now.dueAt, now.startedAt, now.state],
            [clock.dueAt, clock.startedAt, clock.state],
          );
        // Whoever counted people has said that personal data, and the company, are concerned; the answer may say otherwise.
        if (isNew && clock.outcome === "applies" && id !== "personal_data" && id !== "company_concerned")
          assert.equal(now?.outcome, "applies");
      }
    }),
    { numRuns: 60 },
  );
});

test("T-03 law: a company added moves no clock of another", () => {
  fc.assert(
    fc.property(anyCase, fc.subarray([th, company("us", "US", "America/New_York")]), (of, more) => {
      const after = byId(clocksOf(rules, { ...of, companies: [...of.companies, ...more] }));
      for (const clock of clocksOf(rules, of)) assert.deepEqual(after.get(clock.id), clock);
    }),
    { numRuns: 60 },
  );
});

test("T-03 law: a condition and the blocks in which it is read and written judge every case alike", () => {
  const leaf: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
    { fact: "personal_data", is: true },
    { fact: "risk_to_people", in: ["high"] },
    { fact: "loss_cny", atLeast: 100 },
    { law: "cra_manufacturer", is: true },
    { entrusted: false },
    { country: ["EEA"] },
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      leaf,
      tie("condition").map((not) => ({ not })),
      fc.array(tie("condition"), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    ),
  }));
  const known: fc.Arbitrary<Known> = anyFacts.map((facts) => ({
    facts,
    laws: {},
    country: "DE",
    isEntrusted: null,
    people: null,
  }));
  fc.assert(
    fc.property(condition, known, (one, of) => {
      assert.equal(judge(conditionOf(blocksOf(one)), of).value, judge(one, of).value);
    }),
  );
});
