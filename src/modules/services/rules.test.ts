import assert from "node:assert/strict";
import { test } from "node:test";
import { effectOfConnecting, effectOfEnding, endOf, readPasted, type Standing } from "./rules.ts";

const standing: Standing = { isInGroup: true, isProvider: false, held: null, nextFrom: null };
const wanted = { sharePercent: 80, until: null };
const held = { sharePercent: 80, validTo: null };

test("what connecting does: new, another share, nothing, or not this company", () => {
  const cases: [Partial<Standing>, string][] = [
    [{}, "new"],
    [{ held }, "same"],
    [{ held: { sharePercent: 60, validTo: null } }, "changed"],
    // It would have ended; now it goes on.
    [{ held: { sharePercent: 80, validTo: "2027-04-01" } }, "changed"],
    [{ held: { sharePercent: 80, validTo: "2027-04-01" }, nextFrom: "2027-04-01" }, "same"],
    [{ isInGroup: false }, "not_in_group"],
    [{ isProvider: true, held }, "is_provider"],
  ];
  for (const [part, effect] of cases)
    assert.equal(effectOfConnecting({ ...standing, ...part }, wanted), effect, JSON.stringify(part));
});

test("ending takes what holds and what was entered for later", () => {
  assert.equal(effectOfEnding(standing), "not_connected");
  assert.equal(effectOfEnding({ ...standing, held }), "ended");
  assert.equal(effectOfEnding({ ...standing, nextFrom: "2027-04-01" }), "ended");
});

test("a later row that is there already keeps its days", () => {
  assert.equal(endOf(null, null), null);
  assert.equal(endOf(null, "2027-04-01"), "2027-04-01");
  assert.equal(endOf("2027-01-01", "2027-04-01"), "2027-01-01");
  assert.equal(endOf("2027-06-01", "2027-04-01"), "2027-04-01");
});

test("pasted lines as offices write them", () => {
  assert.deepEqual(
    readPasted("C01\nC02\t80\r\nＣ０３，６０％\n\n C04 ; 12.5 \nC05 many\nC06 120\nC07 10 20"),
    [
      { code: "C01" },
      { code: "C02", sharePercent: 80 },
      { code: "C03", sharePercent: 60 },
      { code: "C04", sharePercent: 12.5 },
      { code: "C05", isWrong: true },
      { code: "C06", isWrong: true },
      { code: "C07", isWrong: true },
    ],
  );
});
