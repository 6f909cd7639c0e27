// Exactly which fields an answer demands, and what is wrong with one. Pure; the form and the server ask the same.
import type { Verdict } from "./scoring.ts";

export type AnswerFields = {
  verdict: Verdict;
  how?: string | null;
  missing?: string | null;
  owner?: string | null;
  dueOn?: string | null;
  reason?: string | null;
  coveragePercent?: number | null;
  exceptions?: string | null;
  maturity?: number | null;
};

export type AskedControl = { isMandatory: boolean; weight: number; asksCoverage: boolean; appliesWhen: string };
export type Demand = "evidence" | "missing" | "owner" | "dueOn" | "reason" | "coveragePercent" | "exceptions" | "maturity";

/**
 * The fields of the answer scale (group-standard.yaml, `answer_scale`): met asks for proof; partly and not met for
 * what is missing, owner and due date; not known for who finds out and when; not applicable for the reason.
 * A coverage number is asked of rates, its exceptions only below 100 %; maturity only of weight 3 in tiers T1 and T2.
 */
export function demands(control: AskedControl, tier: string, answer: AnswerFields): Demand[] {
  const asked: Demand[] = [];
  const isClaimed = answer.verdict === "met" || answer.verdict === "partly";
  if (answer.verdict === "met") asked.push("evidence");
  if (answer.verdict === "partly" || answer.verdict === "not_met") asked.push("missing", "owner", "dueOn");
  if (answer.verdict === "unknown") asked.push("owner", "dueOn");
  if (answer.verdict === "not_applicable") asked.push("reason");
  if (control.asksCoverage && isClaimed) asked.push("coveragePercent");
  if (control.asksCoverage && isClaimed && (answer.coveragePercent ?? 100) < 100) asked.push("exceptions");
  if (control.weight === 3 && (tier === "T1" || tier === "T2") && answer.verdict !== "not_applicable") asked.push("maturity");
  return asked;
}

export type Lack = { field: Demand; code: string };

/** What an answer still lacks before the inspection can be submitted. Saving half an answer is always allowed. */
export function lacks(control: AskedControl, tier: string, answer: AnswerFields, evidenceCount: number, conditionHolds: boolean): Lack[] {
  const isEmpty = (field: Demand) => (field === "evidence" ? evidenceCount === 0 : isBlank(answer[field]));
  const missing: Lack[] = demands(control, tier, answer)
    .filter(isEmpty)
    .map((field) => ({ field, code: `answer.needs_${field}` }));
  // A mandatory control is not applicable only when its scope condition is false (`mandatory_rule_en`).
  if (answer.verdict === "not_applicable" && control.isMandatory && conditionHolds) missing.push({ field: "reason", code: "answer.mandatory_applies" });
  return missing;
}

const isBlank = (value: string | number | null | undefined) => value === null || value === undefined || (typeof value === "string" && value.trim() === "");

const shortDays: Record<string, number> = { continuous: 35, monthly: 35, quarterly: 100, half_yearly: 195 };

/**
 * The last day on which evidence counts (`evidence_validity_rule_en`): short periods for what was measured from data;
 * declared and documented evidence until the next yearly round, at most 395 days, 1500 for the audit cycle.
 */
export function validUntil(cadence: string, kind: "declared" | "documented" | "measured", validFrom: string): string {
  const days = cadence === "audit_cycle" ? 1500 : kind === "measured" ? (shortDays[cadence] ?? 395) : 395;
  return new Date(Date.parse(`${validFrom}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
