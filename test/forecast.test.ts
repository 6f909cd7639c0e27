import assert from "node:assert/strict";
import { test } from "node:test";
import { movedBy } from "#modules/inspections/web/answering/moved.ts";

const proposed = (verdict: string, ...lacks: string[]) => ({
  verdict: null,
  problems: [],
  proposal: { verdict, lacks },
});
const answered = (verdict: string, ...problems: string[]) => ({ verdict, problems, proposal: null });

test("a forecast that moves says by what: evidence that ran out or is lacking, the answer, or the one proposed", () => {
  for (const [row, by] of [
    [proposed("met", "answer.evidence_expired"), "proof_expired"],
    [proposed("met", "answer.needs_evidence"), "proof_lacking"],
    [answered("met", "answer.needs_evidence", "answer.evidence_expired"), "proof_expired"],
    [answered("met", "answer.needs_evidence"), "proof_lacking"],
    [answered("partly", "answer.needs_missing"), "answer"],
    [proposed("partly", "answer.needs_evidence"), "proposal"],
  ] as const)
    assert.equal(movedBy(row), by);
});
