import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { intervalOf, shrunk, sum, tierWeighs } from "./rules.ts";

test("T-16 100 audited answers with 12 overturned: over-claim 12 % with interval 7 to 20 %", () => {
  const { low, high } = intervalOf({ claims: 100, overturned: 12 });
  assert.equal(Math.round(low * 100), 7);
  assert.equal(Math.round(high * 100), 20);
});

const count = fc
  .tuple(fc.nat(300), fc.nat(300))
  .map(([a, b]) => ({ claims: Math.max(a, b), overturned: Math.min(a, b) }));

test("T-16 a company's share is drawn towards its tier's, the more so the fewer answers it has, and never beyond either", () => {
  fc.assert(
    fc.property(count, count, (own, tier) => {
      const value = shrunk(own, tier);
      if (tier.claims === 0 || own.claims === 0) return;
      const [a, b] = [own.overturned / own.claims, tier.overturned / tier.claims];
      assert.ok(value !== null && value >= Math.min(a, b) - 1e-9 && value <= Math.max(a, b) + 1e-9);
      const more = shrunk({ claims: own.claims * 10, overturned: own.overturned * 10 }, tier);
      assert.ok(more !== null && Math.abs(more - a) <= Math.abs(value - a) + 1e-9);
    }),
  );
  assert.equal(shrunk({ claims: 0, overturned: 0 }, { claims: 0, overturned: 0 }), null);
  // As many answers of its own as the tier weighs: half way.
  assert.equal(shrunk({ claims: tierWeighs, overturned: tierWeighs }, { claims: 100, overturned: 0 }), 0.5);
});

test("T-16 counts of groups add up to the whole", () => {
  fc.assert(
    fc.property(fc.array(count), (counts) => {
      const whole = sum(counts);
      assert.ok(whole.overturned <= whole.claims);
      assert.equal(
        whole.claims,
        counts.reduce((all, one) => all + one.claims, 0),
      );
    }),
  );
});
