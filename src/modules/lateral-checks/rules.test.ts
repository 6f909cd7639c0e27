import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays } from "#core/time/fiscal-year.ts";
import {
  answers,
  fallsShort,
  findingDueOn,
  isLateCorrection,
  isReplyTo,
  lackOf,
  numberOf,
  type Question,
  sameKeyOf,
  settles,
} from "./rules.ts";

const today = "2026-11-20";
const rule = { severity: "high", remedyDays: 60, mostAcceptedDays: 180, verifiedWithin: false } as const;
const at = { today, isLateCorrection: false };
const day = fc.integer({ min: -900, max: 900 }).map((days) => addDays(today, days));
const given = (more: Partial<Parameters<typeof lackOf>[1]>) => ({
  answer: "not_affected" as const,
  fixedOn: null,
  replies: {},
  reason: "",
  ...more,
});
const count: Question = { id: "q1", kind: "number", options: [], isRequired: true };

test("a check is quoted by its year and place, a division's by its code as well", () => {
  assert.equal(numberOf({ issuerKind: "group", issuerCode: "G", fiscalYear: 2026, serial: 4 }), "L-2026-004");
  assert.equal(
    numberOf({ issuerKind: "division", issuerCode: "D1", fiscalYear: 2026, serial: 12 }),
    "L-D1-2026-012",
  );
});

test("one tap is a whole answer for whoever is not affected, and what is required is asked of those who are", () => {
  assert.equal(lackOf([count], given({}), at), null);
  assert.equal(lackOf([count], given({ answer: "not_known" }), at), null);
  assert.equal(lackOf([count], given({ answer: "affected" }), at), "lateral_check.reply_missing");
  assert.equal(lackOf([count], given({ answer: "affected", replies: { q1: "3" } }), at), null);
  assert.equal(
    lackOf([count], given({ answer: "affected", replies: { q1: "some" } }), at),
    "lateral_check.reply_kind",
  );
  assert.equal(lackOf([count], given({ replies: { q2: "3" } }), at), "lateral_check.reply_kind");
});

test("fixed says its day and nothing else has one; a day beyond two years is no promise", () => {
  fc.assert(
    fc.property(fc.constantFrom(...answers), fc.option(day), (answer, fixedOn) => {
      const lack = lackOf([], given({ answer, fixedOn }), at);
      const isWhole =
        (answer === "fixed") === (fixedOn !== null) && (fixedOn === null || fixedOn <= addDays(today, 730));
      assert.equal(lack, isWhole ? null : "lateral_check.fixed_day");
    }),
  );
});

test("a correction after the day says why; the first answer, however late, does not", () => {
  assert.equal(isLateCorrection(null, addDays(today, -9), today), false);
  assert.equal(isLateCorrection("affected", today, today), false);
  assert.equal(isLateCorrection("affected", addDays(today, -1), today), true);
  assert.equal(lackOf([], given({}), { today, isLateCorrection: true }), "lateral_check.reason_needed");
  assert.equal(lackOf([], given({ reason: "Looked again" }), { today, isLateCorrection: true }), null);
});

test("whoever does not know yet still owes the answer", () => {
  assert.deepEqual(answers.filter(settles), ["affected", "not_affected", "fixed"]);
});

test("what falls short is what is affected today: nothing that was fixed by today, nothing that nobody knows", () => {
  fc.assert(
    fc.property(fc.option(fc.constantFrom(...answers)), day, (answer, on) => {
      const fixedOn = answer === "fixed" ? on : null;
      assert.equal(
        fallsShort(answer, fixedOn, today),
        answer === "affected" || (answer === "fixed" && on > today),
      );
    }),
  );
});

test("a finding is due on the company's own day, never later than its severity gives and never before today", () => {
  fc.assert(
    fc.property(fc.option(day), (fixedOn) => {
      const due = findingDueOn(rule, fixedOn, today);
      const latest = addDays(today, 60);
      assert.ok(due >= today && due <= latest);
      if (fixedOn !== null && fixedOn >= today && fixedOn <= latest) assert.equal(due, fixedOn);
      else assert.equal(due, latest);
    }),
  );
});

test("asked for again from the same source it is the same weakness; checks of no record are each their own", () => {
  assert.equal(sameKeyOf("f1", "c1"), sameKeyOf("f1", "c2"));
  assert.notEqual(sameKeyOf(null, "c1"), sameKeyOf(null, "c2"));
});

test("a reply is of the kind that was asked for", () => {
  const ask = (kind: Question["kind"], options: unknown[] = []) => ({
    id: "q1",
    kind,
    options,
    isRequired: false,
  });
  const cases: [Question, string, boolean][] = [
    [ask("yes_no"), "yes", true],
    [ask("yes_no"), "はい", false],
    [ask("choice", ["a", "b"]), "1", true],
    [ask("choice", ["a", "b"]), "2", false],
    [ask("number"), "-12.5", true],
    [ask("number"), "1e9", false],
    [ask("text"), " ", false],
    [ask("text"), "in plant 2", true],
  ];
  for (const [question, value, fits] of cases)
    assert.equal(isReplyTo(question, value), fits, `${question.kind} ${value}`);
});
