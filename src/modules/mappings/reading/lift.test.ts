import assert from "node:assert/strict";
import { test } from "node:test";
import { type Derived, relations } from "../rules.ts";
import { type Company, type Item, liftsFrom, partsOf, readOf } from "./lift.ts";
import { type ControlState, controlStates } from "./rules.ts";

const items: Item[] = [
  { id: "i1", evidence: [{ controlId: "A", relation: "superset" }] },
  {
    id: "i2",
    evidence: [
      { controlId: "A", relation: "superset" },
      { controlId: "B", relation: "subset" },
    ],
  },
  { id: "i3", evidence: [{ controlId: "B", relation: "intersects" }] },
  { id: "i4", evidence: [{ controlId: "B", relation: "equal" }] },
];
const company = (companyId: string, states: Record<string, ControlState>, isReadable = true): Company => ({
  companyId,
  states: new Map(Object.entries(states)),
  isReadable,
});
const lifts = async (...companies: Company[]) => liftsFrom(companies, items, await partsOf(companies, items));

test("R-21 of two companies, the fix at the last one that holds an item back lifts the group", async () => {
  const { pairs, controls } = await lifts(
    company("one", { A: "met", B: "met" }),
    company("two", { A: "not_met", B: "met" }),
    company("three", { A: "met", B: "not_met" }),
  );
  assert.deepEqual(
    pairs.map((one) => [one.companyId, one.controlId, one.items, one.groupItems]),
    [
      ["two", "A", ["i1", "i2"], ["i1"]],
      ["three", "B", ["i2", "i4"], ["i4"]],
    ],
    "i2 is held back by both",
  );
  assert.deepEqual(
    controls.map((one) => [one.controlId, one.companies, one.flips, one.groupItems]),
    [
      ["A", 1, 2, ["i1"]],
      ["B", 1, 2, ["i4"]],
    ],
  );
});

test("fixed everywhere a control lifts what no single company could", async () => {
  const { pairs, controls } = await lifts(
    company("one", { A: "not_met", B: "met" }),
    company("two", { A: "partly", B: "met" }),
  );
  assert.ok(pairs.every((one) => one.groupItems.length === 0));
  assert.deepEqual(controls, [{ controlId: "A", companies: 2, flips: 4, groupItems: ["i1", "i2"] }]);
});

test("what only touches an item lifts nothing, and where nothing was handed in no control is offered", async () => {
  assert.deepEqual((await lifts(company("one", { A: "met", B: "partly" }))).pairs[0]?.items, ["i2", "i4"]);
  assert.deepEqual((await lifts(company("one", { A: "not_known", B: "not_known" }, false))).pairs, []);
});

test("the list for three hundred companies, 120 controls and 106 items is made in one pass", async () => {
  const many: Item[] = Array.from({ length: 106 }, (_, at) => ({
    id: `i${at}`,
    evidence: [0, 1, 2].map((of) => ({
      controlId: `c${(at * 3 + of * 7) % 120}`,
      relation: of === 0 ? ("superset" as const) : ("intersects" as const),
    })),
  }));
  const words: ControlState[] = ["met", "partly", "not_met", "met", "met"];
  const companies = Array.from({ length: 300 }, (_, at) =>
    company(
      `k${at}`,
      Object.fromEntries(
        Array.from({ length: 120 }, (__, of) => [`c${of}`, words[(at * 7 + of * 3) % 5] ?? "met"]),
      ),
    ),
  );
  const { pairs, controls } = await liftsFrom(companies, many, await partsOf(companies, many));
  assert.ok(pairs.length > 0 && controls.length > 0);
});

test("many companies are read as one is, whatever leads to an item, and each answer is looked up once", async () => {
  const words: Derived[] = [...relations, "unknown"];
  const kinds = words.flatMap((relation) => controlStates.map((state) => ({ relation, state })));
  const [one] = [company("one", Object.fromEntries(kinds.map(({ state }, at) => [`c${at}`, state])))];
  const evidence = kinds.map(({ relation }, at) => ({ controlId: `c${at}`, relation }));
  // Nothing, each alone, and every two and three of them.
  const sets = [[], ...evidence.map((a) => [a])];
  for (const [a, first] of evidence.entries())
    for (const [b, second] of evidence.slice(a).entries())
      sets.push([first, second], ...evidence.slice(a + b).map((third) => [first, second, third]));
  const every: Item[] = sets.map((those, at) => ({ id: `i${at}`, evidence: those }));
  let lookups = 0;
  const counted = {
    get: (controlId: string) => {
      lookups += 1;
      return one.states.get(controlId);
    },
  };
  const [part] = await partsOf([{ ...one, states: counted }], every);
  const read = part?.readings;
  assert.deepEqual(
    read,
    every.map((item) => readOf(item, one.states).reading),
  );
  assert.equal(lookups, evidence.length);
});

test("what is known of a company is not worked out again, and comes to the same", async () => {
  const companies = ["x", "y"].map((id) => company(id, { A: "not_met", B: "partly" }));
  const first = await partsOf(companies, items);
  let worked = 0;
  const again = await partsOf(companies, items, (one, work) => {
    if (one.companyId === "x") return first[0] ?? work();
    worked += 1;
    return work();
  });
  assert.deepEqual([again, worked], [first, 1]);
});

test("others have their turn while many companies are read and what lifts them is looked for", async () => {
  const companies = Array.from({ length: 40 }, (_, at) => company(`k${at}`, { A: "not_met", B: "met" }));
  let turns = 0;
  const other = () => {
    turns += 1;
  };
  setImmediate(other);
  const parts = await partsOf(companies, items);
  assert.equal(turns, 1);
  setImmediate(other);
  await liftsFrom(companies, items, parts);
  assert.equal(turns, 2);
});
