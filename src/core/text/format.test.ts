// A calendar day has no zone; the day of a moment is that of whoever reads it, on either side of midnight.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDay } from "./format.ts";

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
