// Which steps of a clock ask somebody to take note: those of the last hours, whatever its length.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asksFor } from "./hard.ts";
import { advance, inLastHours, stepsOf } from "./rules.ts";

/** The hours before it is due at which a clock of this length rings, looked at every quarter of an hour. */
function ringing(kind: string, hours: number): string[] {
  const startsAt = new Date("2026-06-01T14:50:00Z");
  const dueAt = new Date(startsAt.getTime() + hours * 3_600_000);
  const ringsFrom = inLastHours(dueAt);
  const steps = stepsOf(kind, startsAt, dueAt, "Asia/Tokyo", undefined, null, ringsFrom);
  let at = { level: 0, step: 0 };
  const rung: string[] = [];
  for (let quarter = 0; quarter <= (hours + 13) * 4; quarter += 1) {
    const now = new Date(startsAt.getTime() + quarter * 900_000);
    const to = advance(steps, at.step, now);
    const lastStepAt = steps[at.step - 1]?.at;
    if (asksFor(kind, { ...at, ringsFrom, lastStepAt }, to, now))
      rung.push(`${(dueAt.getTime() - now.getTime()) / 3_600_000} ${to.level}`);
    at = to;
  }
  return rung;
}

test("T-03 a clock of law rings in its last six hours and as it rises, a short one from its first moment, a long one on no night before", () => {
  const late = ["0 2", "-1 3", "-6 4"];
  assert.deepEqual(ringing("incident.law_clock", 4), ["4 0", ...late]);
  assert.deepEqual(ringing("incident.law_clock", 24), ["6 0", ...late]);
  assert.deepEqual(ringing("incident.law_clock", 72), ["6 0", ...late]);
  assert.deepEqual(ringing("incident.law_clock", 30 * 24), ["6 0", ...late]);
  assert.deepEqual(ringing("incident.notice", 72), ["6 0", "0 1", "-2 2", "-6 3", "-12 4"]);
});

test("what may be grave and is said by nobody who is known rings at once and to the executive; what no moment was named for rings never", () => {
  const at = new Date("2026-06-01T14:50:00Z");
  const steps = stepsOf("incident.look_at_now", at, new Date(at.getTime() + 7_200_000), "Asia/Tokyo");
  const first = advance(steps, 0, at);
  assert.ok(asksFor("incident.look_at_now", { level: 0, step: 0 }, first, at));
  assert.deepEqual(Math.max(...steps.map((one) => one.level)), 2);
  assert.equal(asksFor("incident.look_through", { level: 0, step: 0, ringsFrom: null }, first, at), null);
});
