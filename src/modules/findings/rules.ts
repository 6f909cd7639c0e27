// What a finding may become, how grave an answer is, and who may say that it is gone. Pure.
import { addDays } from "#core/time/fiscal-year.ts";

export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

export const states = ["open", "planned", "in_work", "to_verify", "closed", "accepted", "merged"] as const;
export type State = (typeof states)[number];

/** Harms of the group standard that a list is narrowed by; another catalogue may name others. */
export const harms = ["attack", "insider", "error", "leak", "outage"] as const;

/** How long it has been open, in days since it was found. */
export const ages = ["to30", "to90", "to180", "over180"] as const;
export type Age = (typeof ages)[number];

/** Something is still to be done about it. */
export const running: readonly State[] = ["open", "planned", "in_work", "to_verify"];

export const sources = [
  "inspection",
  "audit",
  "assessment",
  "incident",
  "stocktaking",
  "lateral_check",
  "drill",
  "monitoring",
  "noticed",
  "imported",
] as const;
export type Source = (typeof sources)[number];
/** Where somebody says in words what it comes from; the others are records of this product that raise it themselves. */
export const saidSources = [
  "noticed",
  "audit",
  "assessment",
  "incident",
  "stocktaking",
  "drill",
  "monitoring",
] as const;

export const causes = ["people", "rules", "technology", "supplier", "resources", "other"] as const;
export const methods = ["documents", "retest", "on_site", "measured", "interview"] as const;

export type SeverityRule = {
  severity: Severity;
  remedyDays: number;
  mostAcceptedDays: number;
  verifiedWithin: boolean;
};

/** The day by which it has to be gone, counted from the day on which it was found. */
export const dueOf = ({ remedyDays }: SeverityRule, foundOn: string): string => addDays(foundOn, remedyDays);

type Shortfall = { verdict: "not_met" | "partly"; isMandatory: boolean; weight: number };

/**
 * How grave an answer is that falls short. A mandatory control that is not met decides the company's result alone
 * (mandatory_rule of the edition): it is high, and critical where the control weighs most. Half of it is one step less.
 */
export function severityOf({ verdict, isMandatory, weight }: Shortfall): Severity {
  const grave = isMandatory ? (weight >= 3 ? 0 : 1) : weight >= 3 ? 1 : weight === 2 ? 2 : 3;
  return severities[Math.min(3, grave + (verdict === "partly" ? 1 : 0))] ?? "low";
}

export type Act =
  | "change"
  | "work"
  | "remedied"
  | "verify"
  | "ask_acceptance"
  | "decide"
  | "end_acceptance"
  | "reopen"
  | "merge";

const from: Readonly<Record<Act, readonly State[]>> = {
  change: running,
  work: running,
  remedied: ["open", "planned", "in_work"],
  // Seen to be gone on a visit before the company has said so: that is proof enough.
  verify: running,
  ask_acceptance: running,
  decide: running,
  end_acceptance: ["accepted"],
  reopen: ["closed", "merged"],
  merge: running,
};

export const isOpenTo = (act: Act, state: State): boolean => from[act].includes(state);

/**
 * Who may say that a finding is gone: never who did some of the work, answers or answered for it or said that it is done; from within the
 * company only where its severity allows it (domain.md: verification).
 *
 * @returns the code of the refusal, null where nothing stands against it.
 */
export function verifierProblem(
  finding: {
    severity: Severity;
    state: State;
    ownerId: string | null;
    /** Who has answered for it, said that it is done or worked on it since it was opened last. */
    workedBy: readonly string[];
  },
  rule: Pick<SeverityRule, "verifiedWithin">,
  who: { personId: string; isWithin: boolean },
): string | null {
  if (!isOpenTo("verify", finding.state)) return "finding.not_now";
  if (finding.ownerId === who.personId || finding.workedBy.includes(who.personId))
    return "finding.verified_by_another";
  if (who.isWithin && !rule.verifiedWithin) return "finding.verified_outside";
  // Within the company nobody verifies what nobody has said to be done: there it is the second pair of eyes alone.
  if (who.isWithin && finding.state !== "to_verify") return "finding.not_remedied";
  return null;
}

/** Of these the group office alone decides whether to live with them. */
export const isGrave = (severity: Severity): boolean => severity === "critical" || severity === "high";

type Lasting = Pick<SeverityRule, "mostAcceptedDays">;

export const mostAcceptedUntil = ({ mostAcceptedDays }: Lasting, today: string): string =>
  addDays(today, mostAcceptedDays);

/** @returns the code of the refusal. */
export function acceptanceProblem(
  rule: Lasting,
  { until, today }: { until: string; today: string },
): string | null {
  if (until <= today) return "finding.acceptance_not_ahead";
  return until > mostAcceptedUntil(rule, today) ? "finding.acceptance_too_long" : null;
}
