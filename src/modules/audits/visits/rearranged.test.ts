// Places put into another order at the desk, and what a device that has the sheet along makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asItIs,
  aboutOf,
  isRearranged,
  type Living,
  nothing,
  type Other,
  type Taken,
} from "../web/on-site/entries.ts";
import { bodyOf, draftOf, keptBy, moveChecks } from "../web/sheet/arranging.ts";

const place = (id: string) => ({ id, kind: "office" as const, name: id, siteId: null });
const check = (id: string, placeId: string, controlId: string, point: "keys_and_cards" | null = null) => ({
  id,
  placeId,
  controlId,
  point,
  position: 0,
  reason: "",
  addedByName: null,
});
const other: Other = {
  id: "X-9",
  area: "X",
  title: { en: "Nobody drew it" },
  requirement: {},
  test: null,
  cadence: "yearly",
  isAsked: true,
  saidVerdict: "met",
  saidAssurance: "declared",
};
const sheet = {
  ...nothing,
  rowVersion: 3,
  places: [place("gate"), place("room"), place("hall")],
  checks: [
    check("a", "gate", "X-1"),
    check("b", "gate", "X-1", "keys_and_cards"),
    check("c", "room", "X-1"),
    check("d", "room", "X-2"),
  ],
  notes: [{ id: "n", checkId: null, placeId: "hall", kind: "note", isWithdrawn: false }],
  others: [other],
} as unknown as Taken;

test("T-17 checks are moved together; what is looked at there already stays, and what goes back was never moved", () => {
  const first = moveChecks(draftOf(sheet), sheet, new Set(["a", "b", "d"]), "room");
  assert.equal(first.stayed, 1, "the same control is looked at in the room already");
  assert.deepEqual(bodyOf(first.draft, sheet).moved, [{ checkId: "b", placeId: "room" }]);
  const both = moveChecks(draftOf(sheet), sheet, new Set(["a", "c"]), "hall");
  assert.deepEqual([both.stayed, bodyOf(both.draft, sheet).moved.length], [1, 1], "nor do two become one");
  const back = moveChecks(first.draft, sheet, new Set(["b"]), "gate");
  assert.deepEqual(bodyOf(back.draft, sheet).moved, []);
  assert.equal(bodyOf(back.draft, sheet).rowVersion, 3);
});

test("T-17 a place is taken out only when nothing is looked at and noted there", () => {
  const draft = draftOf(sheet);
  assert.deepEqual(
    ["gate", "room", "hall"].map((id) => keptBy(draft, sheet, id)),
    ["checks", "checks", "notes"],
  );
  const emptied = moveChecks(draft, sheet, new Set(["a", "b"]), "hall").draft;
  assert.equal(keptBy(emptied, sheet, "gate"), null);
});

test("T-17 a device shows the places as they are by now, and what was taken up here or by others", () => {
  const now: Living = { ...sheet, controls: [], places: [place("hall"), place("gate")] };
  const entry = {
    kind: "check" as const,
    id: "e",
    at: "",
    placeId: "gate",
    controlId: "X-9",
    reason: "seen",
  };
  const shown = asItIs(sheet, now, [entry]);
  assert.deepEqual(
    shown.places.map((one) => one.id),
    ["hall", "gate"],
  );
  const taken = shown.controls.find((one) => one.id === "X-9");
  assert.deepEqual([taken?.drawn, taken?.isTakenUp, taken?.saidVerdict], ["added", true, "met"]);
  // Once the server knows of it, its own word counts, and it is there once.
  const known = asItIs(sheet, { ...now, controls: taken ? [{ ...taken, saidVerdict: "partly" }] : [] }, [
    entry,
  ]);
  assert.deepEqual(
    known.controls.map((one) => one.saidVerdict),
    ["partly"],
  );
  assert.equal(isRearranged(sheet, now), true);
  assert.equal(isRearranged(now, now), false);
  const moved = {
    ...now,
    checks: now.checks.map((one) => (one.id === "a" ? { ...one, placeId: "hall" } : one)),
  };
  assert.equal(isRearranged(now, moved), true);
  assert.equal(isRearranged(now, { ...now, checks: [...now.checks, check("z", "hall", "X-9")] }), false);
});

test("T-17 an entry says in its own words what it is about: its check, one that was taken up here, or a place", () => {
  const entry = { id: "n", at: "", kind: "note" as const, of: "note" as const, words: "w", saidBy: "" };
  const added = {
    kind: "check" as const,
    id: "e",
    at: "",
    placeId: "gate",
    controlId: "X-9",
    reason: "seen",
  };
  const controls = [{ id: "X-1", title: { en: "Locked doors" } }] as unknown as Living["controls"];
  const now: Living = { ...sheet, controls };
  assert.deepEqual(aboutOf(sheet, now, [], { ...entry, checkId: "b" }), {
    controlId: "X-1",
    point: "keys_and_cards",
    title: { en: "Locked doors" },
    place: "gate",
  });
  const taken = { controlId: "X-9", point: null, title: { en: "Nobody drew it" }, place: "gate" };
  assert.deepEqual(aboutOf(sheet, now, [], added), taken);
  assert.deepEqual(aboutOf(sheet, now, [added], { ...entry, checkId: "e" }), taken);
  assert.deepEqual(aboutOf(sheet, now, [], { ...entry, placeId: "hall" }), { place: "hall" });
});
