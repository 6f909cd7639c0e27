// A calendar day has no zone; the day of a moment is that of whoever reads it. Words that people wrote keep their language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDay, tongueOf } from "./format.ts";

test("the day of a moment is that of the reader's zone, never the one its letters begin with", () => {
  const justBefore = "2026-11-26T14:59:00.000Z";
  const justAfter = "2026-11-26T15:01:00.000Z";
  const said = (at: string, zone: string) => formatDay(at, "en", "plain", zone);
  assert.deepEqual(
    [said(justBefore, "Asia/Tokyo"), said(justAfter, "Asia/Tokyo"), said(justAfter, "UTC")],
    ["26 Nov 2026", "27 Nov 2026", "26 Nov 2026"],
  );
  assert.equal(said("2026-11-26T04:59:00.000Z", "America/New_York"), "25 Nov 2026");
  for (const zone of ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
    assert.equal(said("2026-11-26", zone), "26 Nov 2026", `a day stays itself in ${zone}`);
});

test("somebody's own sentence is Japanese or Chinese where its letters tell, and else nobody guesses", () => {
  assert.equal(tongueOf("法令の改正に合わせて改めた。"), "ja");
  assert.equal(tongueOf("根据新修订的网络安全法调整，各公司须重新答复。"), "zh");
  assert.equal(tongueOf("委員会承認済"), null);
  assert.equal(tongueOf("Wie vom Vorstand beschlossen"), null);
});
