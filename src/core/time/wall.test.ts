import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOf, wallOf } from "./wall.ts";

test("what a clock on the wall shows is the instant that is meant, also where clocks are put forward and back", () => {
  const cases: [wall: string, zone: string, instant: string | undefined][] = [
    ["2026-06-01T09:00", "Asia/Manila", "2026-06-01T01:00:00.000Z"],
    ["2026-06-12T23:50", "Asia/Tokyo", "2026-06-12T14:50:00.000Z"],
    // 02:30 is skipped on that night; the hour after it is meant.
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    // 02:30 comes twice; the first is meant.
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["yesterday", "UTC", undefined],
  ];
  for (const [wall, zone, instant] of cases)
    assert.equal(instantOf(wall, zone)?.toISOString(), instant, wall);
  assert.equal(wallOf(new Date("2026-06-12T14:50:30Z"), "Asia/Tokyo"), "2026-06-12T23:50");
});
