import assert from "node:assert/strict";
import { test } from "node:test";
import { type Compared, compare, deskGuess } from "./rules.ts";

const plain: Compared = {
  verdict: "met",
  isInherited: false,
  coveragePercent: null,
  dueOn: null,
  evidenceUntil: "2027-06-30",
  hasNewEvidence: false,
  last: { verdict: "met", assurance: "declared", deskVerdict: null },
  hasLastYear: true,
  provider: null,
  today: "2026-11-24",
};
const last = (verdict: "met" | "partly" | "not_met", more: object = {}) => ({
  verdict,
  assurance: "declared" as const,
  deskVerdict: null,
  ...more,
});

for (const [name, part, kind, codes] of [
  ["the same with valid proof", {}, "same", []],
  ["better than last year", { last: last("partly") }, "changed", ["better"]],
  ["worse than last year", { verdict: "partly", dueOn: "2027-01-31" }, "changed", ["worse"]],
  ["not asked last year", { last: null }, "changed", ["first_time"]],
  ["no year before at all", { last: null, hasLastYear: false }, "same", []],
  ["met without proof", { evidenceUntil: null }, "no_proof", ["no_evidence"]],
  ["met by a service whose provider holds the proof", { evidenceUntil: null, isInherited: true }, "same", []],
  ["proof that has run out", { evidenceUntil: "2026-11-23" }, "no_proof", ["evidence_expired"]],
  ["proof on its last day", { evidenceUntil: "2026-11-24" }, "same", []],
  [
    "a due day that has passed",
    { verdict: "partly", dueOn: "2026-11-01", last: last("partly") },
    "no_proof",
    ["due_passed"],
  ],
  [
    "a visit saw less, and nothing new",
    { last: last("partly", { assurance: "verified" }) },
    "contradicts",
    ["site_said", "better"],
  ],
  [
    "a visit saw less, new proof since",
    { last: last("partly", { assurance: "verified" }), hasNewEvidence: true },
    "changed",
    ["better"],
  ],
  [
    "last year's desk did not believe it",
    { last: last("met", { deskVerdict: "partly" }) },
    "contradicts",
    ["desk_said"],
  ],
  ["the provider of the service says less", { provider: "partly" }, "contradicts", ["provider_said"]],
  ["met, but not everywhere", { coveragePercent: 84 }, "contradicts", ["covers_part"]],
  [
    "contradiction before missing proof",
    { coveragePercent: 84, evidenceUntil: null },
    "contradicts",
    ["covers_part", "no_evidence"],
  ],
  [
    "not applicable needs a yes",
    { verdict: "not_applicable" },
    "not_applicable",
    ["needs_approval", "other_than_last"],
  ],
] as [string, Partial<Compared>, string, string[]][]) {
  test(`review order: ${name}`, () => {
    const found = compare({ ...plain, ...part });
    assert.deepEqual([found.kind, found.whys.map((one) => one.code)], [kind, codes]);
  });
}

test("the desk's first guess is what is known, never more than was claimed", () => {
  assert.equal(deskGuess("met", [{ code: "site_said", verdict: "partly" }]), "partly");
  assert.equal(deskGuess("met", [{ code: "covers_part", percent: 84 }]), "partly");
  assert.equal(deskGuess("met", [{ code: "no_evidence" }]), "unknown");
  assert.equal(deskGuess("partly", [{ code: "worse", verdict: "met" }]), "partly");
});
