import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsOf } from "#modules/duties/rules.ts";
import {
  dueOf,
  fill,
  hasGap,
  isProof,
  isTimedBy,
  lackingOf,
  marked,
  needsTextFirst,
  touches,
} from "./rules.ts";

const line = {
  on: "incident",
  kinds: [],
  severityFrom: "medium",
  needsPersonal: false,
  needsProduct: false,
  countries: [],
} as const;
const facts = {
  on: "incident",
  kind: "malware",
  severity: "high",
  isPersonal: false,
  isProduct: false,
  countries: ["JP"],
} as const;

test("R-19 a line touches a case by kind, severity, personal data, product, country and by what it turned out to be", () => {
  assert.equal(touches(line, facts), true);
  assert.equal(touches(line, { ...facts, severity: "medium" }), true);
  assert.equal(touches(line, { ...facts, severity: "low" }), false);
  assert.equal(touches({ ...line, kinds: ["physical"] }, facts), false);
  assert.equal(touches({ ...line, needsPersonal: true }, facts), false);
  assert.equal(touches({ ...line, needsPersonal: true }, { ...facts, isPersonal: true }), true);
  assert.equal(touches({ ...line, needsProduct: true }, facts), false);
  assert.equal(touches({ ...line, countries: ["DE"] }, facts), false);
  assert.equal(touches({ ...line, countries: ["DE", "JP"] }, facts), true);
  assert.equal(touches({ ...line, countries: ["DE"] }, { ...facts, countries: ["JP", "DE"] }), true);
  assert.equal(touches(line, { ...facts, on: "nothing" }), false);
});

test("a notice is due so many hours after the moment its line names; a moment that has not come is the discovery", () => {
  const moments = {
    discovered: "2026-06-01T00:00:00Z",
    reported: null,
    judged: "2026-06-01T05:00:00Z",
    weighed: null,
  };
  assert.equal(
    dueOf({ anchor: "judged", hours: 4 }, moments).dueAt.toISOString(),
    "2026-06-01T09:00:00.000Z",
  );
  assert.equal(
    dueOf({ anchor: "reported", hours: 4 }, moments).dueAt.toISOString(),
    "2026-06-01T04:00:00.000Z",
  );
});

test("a value that looks like a placeholder stays text, and what nobody knows stays as it was written", () => {
  const values = {
    reference: "{company}",
    title: "t",
    kind: "k",
    company: "Own",
    severity: "s",
    discovered: "d",
    reported: "r",
    known: "__proto__",
  };
  assert.equal(
    fill("{reference} {company} {constructor} {known}", values),
    "{company} Own {constructor} __proto__",
  );
  assert.deepEqual([hasGap("Contact: ____"), hasGap("Contact: none")], [true, false]);
  assert.equal(marked(marked("Warning", "[Exercise]"), "[Exercise]"), "[Exercise] Warning");
});

test("the proof is what the line asks for", () => {
  assert.equal(isProof("who_when", { reference: "", fileId: null }), true);
  assert.equal(isProof("reference", { reference: " ", fileId: "x" }), false);
  assert.equal(isProof("file", { reference: "1", fileId: null }), false);
});

test("R-19 the clock of law for whom a line tells: of the same matter, of its countries; never the group's own nor a contract's", () => {
  const data = { fact: "personal_data", is: true } as const;
  const rule = {
    stage: "first",
    subject: "company",
    jurisdiction: "EU",
    companyId: null,
    when: { all: [data] },
  } as const;
  const to = { audience: "authority", needsPersonal: true, needsProduct: false, countries: [] } as const;
  assert.equal(isTimedBy(to, rule), true);
  assert.equal(isTimedBy({ ...to, countries: ["DE"] }, rule), true);
  assert.equal(isTimedBy({ ...to, countries: ["JP"] }, rule), false);
  assert.equal(isTimedBy({ ...to, audience: "police" }, rule), false);
  assert.equal(isTimedBy({ ...to, audience: "people" }, { ...rule, stage: "people" }), true);
  assert.equal(isTimedBy(to, { ...rule, stage: "final" }), false);
  assert.equal(isTimedBy(to, { ...rule, when: { all: [] } }), false);
  assert.equal(isTimedBy({ ...to, needsProduct: true }, rule), false);
  assert.equal(isTimedBy(to, { ...rule, jurisdiction: "GROUP" }), false);
  assert.equal(isTimedBy(to, { ...rule, companyId: "c" }), false);
});

test("what is said or filed elsewhere may be given before its text; what its line asks to be approved is then lacking", () => {
  assert.deepEqual(
    [
      needsTextFirst("mail", "to_approve"),
      needsTextFirst("telephone", "to_write"),
      needsTextFirst("mail", "sent"),
    ],
    [true, false, false],
  );
  // A text that was given back is rewritten: what was approved of it counts no more.
  assert.deepEqual(
    [
      lackingOf("to_write", 2, 1),
      lackingOf("to_approve", 2, 1),
      lackingOf("approved", 2, 2),
      lackingOf("to_write", 0, 0),
    ],
    [2, 1, 0, 0],
  );
});

test("the clock of a notice reminds at shares of its own hours and rises from its due moment on", () => {
  const [from, due] = [new Date("2026-06-01T00:00:00Z"), new Date("2026-06-01T10:00:00Z")];
  const steps = stepsOf("incident.notice", from, due, "UTC").map(
    (one) => `${one.at.toISOString().slice(11, 16)} ${one.kind} ${one.level}`,
  );
  assert.deepEqual(steps, [
    "00:00 remind 0",
    "05:00 remind 0",
    "08:00 remind 0",
    "10:00 remind 0",
    "10:00 rise 1",
    "12:00 rise 2",
    "16:00 rise 3",
    "22:00 rise 4",
  ]);
});
