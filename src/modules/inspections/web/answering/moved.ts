// What moves a forecast. Pure.
type Given = {
  verdict: string | null;
  problems: readonly string[];
  proposal: { verdict: string; lacks: readonly string[] } | null;
};

const proofCodes = ["answer.needs_evidence", "answer.evidence_expired"];
export const isUnproven = (lacks: readonly string[]) => lacks.some((code) => proofCodes.includes(code));

/** What moves the forecast from where last year's answer to this control would leave it. */
export function movedBy(row: Given): "proof_expired" | "proof_lacking" | "answer" | "proposal" {
  const [verdict, lacks] = row.verdict
    ? [row.verdict, row.problems]
    : [row.proposal?.verdict, row.proposal?.lacks ?? []];
  if (verdict === "met" && lacks.includes("answer.evidence_expired")) return "proof_expired";
  if (verdict === "met" && isUnproven(lacks)) return "proof_lacking";
  return row.verdict ? "answer" : "proposal";
}
