import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { draw } from "./drawing.ts";
import { type Change, merge, type Standing } from "./merging.ts";
import {
  isOverturned,
  layOut,
  type Place,
  placeOf,
  points,
  takes,
  toLookAt,
  type Value,
  worst,
} from "./rules.ts";

const control = fc.record({
  id: fc.string({ minLength: 1, maxLength: 8 }),
  area: fc.constantFrom("ORG", "TEC", "PHY"),
  isMandatory: fc.boolean(),
});
const controls = fc.uniqueArray(control, { selector: (one) => one.id, maxLength: 60 });

test("T-16 the draw holds every mandatory control and a share of each area, and the seed draws the same again", () => {
  fc.assert(
    fc.property(
      controls,
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 100 }),
      (all, seed, share) => {
        const drawn = draw(all, seed, share);
        assert.deepEqual(
          draw(all.toReversed(), seed, share)
            .map((one) => one.id)
            .toSorted(),
          drawn.map((one) => one.id).toSorted(),
        );
        for (const one of all)
          if (one.isMandatory)
            assert.ok(drawn.some((other) => other.id === one.id && other.why === "mandatory"));
        for (const area of ["ORG", "TEC", "PHY"]) {
          const rest = all.filter((one) => one.area === area && !one.isMandatory);
          const sampled = drawn.filter(
            (one) => one.why === "sample" && rest.some((other) => other.id === one.id),
          );
          assert.equal(sampled.length, Math.ceil((rest.length * share) / 100));
        }
      },
    ),
  );
});

test("T-16 another seed draws others, and each control has its chance", () => {
  const all = Array.from({ length: 40 }, (_, nth) => ({ id: `TEC-${nth}`, area: "TEC", isMandatory: false }));
  const often = new Map<string, number>();
  for (let seed = 0; seed < 400; seed += 1)
    for (const { id } of draw(all, `seed ${seed}`, 25)) often.set(id, (often.get(id) ?? 0) + 1);
  // Ten of forty, four hundred times: each about a hundred times (standard deviation below nine).
  for (const { id } of all) assert.ok(Math.abs((often.get(id) ?? 0) - 100) < 45, `${id} ${often.get(id)}`);
});

test("T-17 a change conflicts only with another side's change of the same field since its base", () => {
  const value = fc.constantFrom<Value>("met", "partly", null);
  fc.assert(
    fc.property(value, value, fc.nat(5), fc.nat(5), fc.boolean(), (held, sent, revision, base, isOwn) => {
      const standing: Standing = { value: held, revision: revision + 1, opId: "held", isShared: false };
      const change: Change = { id: "sent", base, after: isOwn ? "held" : null, value: sent };
      const { outcome, standing: after } = merge(standing, change);
      if (held === sent) assert.equal(outcome, "same");
      else assert.equal(outcome, base === revision + 1 || isOwn ? "applied" : "conflict");
      if (outcome === "conflict") assert.deepEqual(after, standing);
    }),
  );
  assert.equal(merge(undefined, { id: "a", base: 0, after: null, value: "met" }).outcome, "applied");
});

test("T-17 whatever two devices enter and in whatever order it arrives, the last word of each holds or waits for a decision", () => {
  const op = fc.record({ device: fc.constantFrom("one", "two"), value: fc.constantFrom("a", "b", "c") });
  fc.assert(
    fc.property(fc.array(op, { maxLength: 20 }), (ops) => {
      let standing: Standing | undefined;
      const last = new Map<string, string>();
      const waits = new Map<string, string>();
      for (const [nth, { device, value }] of ops.entries()) {
        // Neither has heard of the other: each goes on over its own.
        const change = { id: `${nth}`, base: 0, after: last.get(device) ?? null, value };
        const merged = merge(standing, change);
        standing = merged.standing;
        if (merged.outcome === "conflict") waits.set(device, value);
        else waits.delete(device);
        last.set(device, change.id);
      }
      for (const device of ["one", "two"]) {
        const word = ops.findLast((one) => one.device === device)?.value;
        if (word !== undefined) assert.ok(standing?.value === word || waits.get(device) === word);
      }
    }),
    { numRuns: 1000 },
  );
});

test("T-16 of several places the worst counts, and what nobody could see outweighs only met", () => {
  assert.equal(worst(["met", "met"]), "met");
  assert.equal(worst(["met", "unknown"]), "unknown");
  assert.equal(worst(["unknown", "partly"]), "partly");
  assert.equal(worst(["partly", "not_met", "met"]), "not_met");
  assert.equal(worst([]), null);
  assert.ok(isOverturned("met", "partly") && isOverturned("met", "not_met"));
  assert.ok(
    !isOverturned("partly", "not_met") && !isOverturned("met", "unknown") && !isOverturned(null, "not_met"),
  );
});

test("T-17 each control is laid out where it is seen, at every such place, and else where one talks", () => {
  const places: Place[] = [
    { id: "t", kind: "talks" },
    { id: "s1", kind: "server_room" },
    { id: "s2", kind: "server_room" },
  ];
  const laid = layOut(
    [
      { id: "PHY-04", topic: "areas" },
      { id: "ORG-01", topic: "governance" },
      { id: "PHY-06", topic: "areas" },
    ],
    places,
  );
  const of = (id: string) =>
    laid.filter((one) => one.controlId === id && one.point === null).map((one) => one.placeId);
  assert.deepEqual(of("PHY-04"), ["s1", "s2"]);
  assert.deepEqual(of("ORG-01"), ["t"]);
  // Its kind of place is not on the way: it is asked about.
  assert.deepEqual(of("PHY-06"), ["t"]);
  assert.deepEqual(
    laid.filter((one) => one.placeId === "s1" && one.point).map((one) => one.point),
    ["room_locked", "room_log", "stored_goods"],
  );
  for (const { at } of Object.values(points)) assert.ok(at !== ("talks" as string));
  assert.equal(placeOf({ id: "X", topic: "no such topic" }), "talks");
});

test("T-16 more is looked at of what is done more often, and more again where it is doubted", () => {
  const order = ["yearly", "quarterly", "monthly", "continuous"];
  const counts = order.map((cadence) => toLookAt(cadence, false));
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  for (const cadence of [...order, "unheard of"])
    assert.ok(toLookAt(cadence, true) >= toLookAt(cadence, false));
});

test("T-17 a field takes its own values and no others", () => {
  assert.ok(takes("verdict", "met") && takes("verdict", null) && !takes("verdict", "not_applicable"));
  assert.ok(takes("seen", "x".repeat(2000)) && !takes("seen", "x".repeat(2001)) && !takes("seen", 3));
  assert.ok(
    takes("looked_at", 25) &&
      !takes("looked_at", -1) &&
      !takes("looked_at", 1.5) &&
      !takes("looked_at", "25"),
  );
});
