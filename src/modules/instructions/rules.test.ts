import assert from "node:assert/strict";
import { test } from "node:test";
import { canOf, lackOfReport, numberOf, risesOf, stateOf } from "./rules.ts";

test("T-06 on the set day a late one climbs to the division, and no further than whoever instructed", () => {
  const cases: [Parameters<typeof risesOf>, [number, number][]][] = [
    [
      ["group", "company", true, 3],
      [
        [1, 2],
        [3, 3],
        [10, 4],
      ],
    ],
    // The executive is never told later than the division.
    [
      ["group", "company", true, 0],
      [
        [0, 2],
        [0, 3],
        [7, 4],
      ],
    ],
    // No division stands between: the group office itself, on that day.
    [
      ["group", "company", false, 3],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [["group", "division", true, 5], [[5, 4]]],
    [
      ["division", "company", true, 4],
      [
        [1, 2],
        [4, 3],
      ],
    ],
    [["division", "department", true, 4], [[4, 3]]],
    [["company", "department", true, 4], [[4, 2]]],
  ];
  for (const [given, rises] of cases) assert.deepEqual(risesOf(...given), rises, given.join(" "));
});

test("what an instruction is follows from what has happened to it, and what may be done from that", () => {
  const at = "2026-04-01T00:00:00Z";
  const none = { issuedAt: null, closedAt: null, withdrawnAt: null };
  assert.equal(stateOf(none), "draft");
  assert.equal(stateOf({ ...none, issuedAt: at }), "issued");
  assert.equal(stateOf({ ...none, issuedAt: at, closedAt: at }), "closed");
  assert.equal(stateOf({ ...none, withdrawnAt: at }), "withdrawn");
  assert.deepEqual(canOf("draft", true), {
    change: null,
    issue: null,
    correct: "instruction.not_issued",
    close: "instruction.not_issued",
    withdraw: null,
  });
  assert.equal(canOf("issued", true).correct, null);
  assert.equal(canOf("issued", true).change, "instruction.issued_already");
  assert.equal(canOf("closed", true).withdraw, "instruction.over");
  assert.deepEqual(new Set(Object.values(canOf("issued", false))), new Set(["instruction.not_own_unit"]));
  assert.equal(numberOf("CAS", 2026, 7), "CAS-2026-007");
  assert.equal(numberOf("CAS", null, null), null);
});

test("a report counts as done with the proof that was asked for; what was passed on, when all are done or with a reason", () => {
  const said = { words: "", files: 0, hasChildren: false, areChildrenDone: true };
  assert.equal(lackOfReport("none", said), null);
  assert.equal(lackOfReport("words", said), "instruction.words_needed");
  assert.equal(lackOfReport("words", { ...said, files: 1 }), null);
  assert.equal(lackOfReport("file", { ...said, words: "Done." }), "instruction.file_needed");
  const passed = { ...said, hasChildren: true };
  assert.equal(lackOfReport("file", passed), null);
  assert.equal(lackOfReport("file", { ...passed, areChildrenDone: false }), "instruction.reason_needed");
  assert.equal(lackOfReport("file", { ...passed, areChildrenDone: false, words: "Sold." }), null);
});
