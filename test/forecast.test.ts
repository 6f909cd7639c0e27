import assert from "node:assert/strict";
import { test } from "node:test";
import { asLastYear, movedBy, type Row } from "#modules/inspections/web/answering/rules.ts";

const row = (some: Partial<Row>) =>
  ({ verdict: null, problems: [], proposal: null, lastVerdict: "met", ...some }) as Row;
const proposed = (lacks: string[]) => row({ proposal: { verdict: "met", lacks } as never });

test("a forecast that moves says by what: evidence that ran out or is lacking, the answer, or the one proposed", () => {
  for (const [one, by] of [
    [proposed(["answer.evidence_expired"]), "proof_expired"],
    [proposed(["answer.needs_evidence"]), "proof_lacking"],
    [
      row({ verdict: "met", problems: ["answer.needs_evidence", "answer.evidence_expired"] }),
      "proof_expired",
    ],
    [row({ verdict: "met", problems: ["answer.needs_evidence"] }), "proof_lacking"],
    [row({ verdict: "partly", problems: ["answer.needs_missing"] }), "answer"],
    [row({ proposal: { verdict: "partly", lacks: [] } as never }), "proposal"],
  ] as const)
    assert.equal(movedBy(one), by);
});

test("evidence that is named as what moves a forecast is what makes a met answer count for nothing", () => {
  assert.equal(asLastYear(proposed(["answer.evidence_expired"])), null);
  assert.equal(asLastYear(proposed(["answer.needs_owner"])), "met");
});
