import assert from "node:assert/strict";
import { test } from "node:test";
import type { Derived } from "../rules.ts";
import { type ControlState, type ItemReading, readGroup, readItem } from "./rules.ts";

type Case = [evidence: [Derived, ControlState][], reading: ItemReading, by?: number[]];

const cases: Record<string, Case> = {
  "what covers it is met": [[["superset", "met"]], "met", [0]],
  "the same thing is met": [[["equal", "met"]], "met", [0]],
  "one that covers it is enough": [
    [
      ["superset", "not_met"],
      ["superset", "met"],
    ],
    "met",
    [1],
  ],
  "a part of it is met: never more than partly": [[["subset", "met"]], "partly", [0]],
  "many parts are still parts": [
    [
      ["subset", "met"],
      ["subset", "met"],
    ],
    "partly",
    [0, 1],
  ],
  "what covers it is met in part": [[["superset", "partly"]], "partly", [0]],
  "a part is met, what covers it is not": [
    [
      ["superset", "not_met"],
      ["subset", "met"],
    ],
    "partly",
    [1],
  ],
  "what covers it is not met": [[["superset", "not_met"]], "not_met", [0]],
  "a part of it is not met": [[["subset", "not_met"]], "not_met", [0]],
  "nobody knows of what covers it": [[["superset", "not_known"]], "not_known", [0]],
  "one is not known, one not met": [
    [
      ["superset", "not_known"],
      ["subset", "not_met"],
    ],
    "not_met",
    [1],
  ],
  "this tier is not asked": [[["superset", "not_asked"]], "not_asked", [0]],
  "the thing does not exist here": [[["superset", "not_applicable"]], "not_applicable", [0]],
  "one is not asked, one does not apply": [
    [
      ["superset", "not_applicable"],
      ["subset", "not_asked"],
    ],
    "not_asked",
    [1],
  ],
  "what does not apply leaves the decision to the rest": [
    [
      ["superset", "not_applicable"],
      ["subset", "met"],
    ],
    "partly",
    [1],
  ],
  "something in common shows nothing, met or not": [
    [
      ["intersects", "met"],
      ["intersects", "not_met"],
    ],
    "touched",
  ],
  "something in common adds nothing to what says more": [
    [
      ["intersects", "met"],
      ["superset", "not_met"],
    ],
    "not_met",
    [1],
  ],
  "not asked of what says more is not saved by a touch": [
    [
      ["intersects", "met"],
      ["equal", "not_asked"],
    ],
    "not_asked",
    [1],
  ],
  "a way from which nothing follows": [[["unknown", "met"]], "unclear", [0]],
  "nothing leads there": [[], "not_covered", []],
};

for (const [name, [evidence, reading, by]] of Object.entries(cases))
  test(`R-21 reading: ${name} (${reading})`, () => {
    const read = readItem(evidence.map(([relation, state]) => ({ relation, state })));
    assert.equal(read.reading, reading);
    if (by) assert.deepEqual(read.by, by);
    assert.equal(read.isContradicted, false);
  });

test("answers that contradict one another are read the worse way, and it is said", () => {
  for (const [inside, state] of [
    ["subset", "not_met"],
    ["subset", "partly"],
    ["equal", "not_met"],
  ] as const) {
    const read = readItem([
      { relation: "superset", state: "met" },
      { relation: inside, state },
    ]);
    assert.deepEqual(read, { reading: "partly", by: [0, 1], isContradicted: true });
  }
});

test("no better answer ever makes a reading worse", () => {
  const order: ItemReading[] = ["not_met", "partly", "met"];
  const better: [ControlState, ControlState][] = [
    ["not_met", "partly"],
    ["partly", "met"],
    ["not_met", "met"],
  ];
  const said: Derived[] = ["equal", "superset", "subset", "intersects"];
  for (const [worse, good] of better)
    for (const relation of said)
      for (const beside of said)
        for (const state of ["met", "partly", "not_met"] as const) {
          const rank = (own: ControlState) =>
            order.indexOf(
              readItem([
                { relation, state: own },
                { relation: beside, state },
              ]).reading,
            );
          assert.ok(rank(good) >= rank(worse), `${relation} ${worse} to ${good} beside ${beside} ${state}`);
        }
});

test("the group meets an item only where every company does to which it applies", () => {
  const group = (...readings: ItemReading[]) => readGroup(readings);
  assert.equal(group("met", "met"), "met");
  assert.equal(group("met", "not_applicable", "met"), "met");
  assert.equal(group("met", "partly", "met"), "partly");
  assert.equal(group("met", "not_asked"), "not_asked", "a tier that is not asked is no proof");
  assert.equal(group("met", "not_known", "partly"), "not_known");
  assert.equal(group("not_known", "not_met", "met"), "not_met");
  assert.equal(group("not_applicable", "not_applicable"), "not_applicable");
  assert.equal(group("touched", "touched"), "touched");
  assert.equal(group(), "not_covered");
});
