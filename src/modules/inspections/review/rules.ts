// What a desk looks at first: where an answer and what is known about it part. Pure.
import type { Assurance, Verdict } from "../scoring/rule-book.ts";

/** How long a company has for answers that came back. */
export const daysToAnswerAgain = 9;

export const differenceKinds = ["contradicts", "no_proof", "changed", "not_applicable", "same"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export const reasonsToLook = [
  "site_said",
  "desk_said",
  "provider_said",
  "covers_part",
  "no_evidence",
  "evidence_expired",
  "due_passed",
  "better",
  "worse",
  "other_than_last",
  "first_time",
  "needs_approval",
] as const;
export type Reason = (typeof reasonsToLook)[number];

/** One reason to look, with what it names: a verdict, a share, a day. */
export type Why = {
  readonly code: Reason;
  readonly verdict?: Verdict;
  readonly percent?: number;
  readonly day?: string;
};

export type Compared = {
  readonly verdict: Verdict;
  /** Answered by the provider of a shared service, where its proof lies. */
  readonly isInherited: boolean;
  readonly coveragePercent: number | null;
  readonly dueOn: string | null;
  /** The last valid day of the best proof; null where none is named. */
  readonly evidenceUntil: string | null;
  /** Whether proof was given that last year's answer did not have. */
  readonly hasNewEvidence: boolean;
  /** Last year, where the control asked the same; with what the desk thought of it. */
  readonly last: {
    readonly verdict: Verdict;
    readonly assurance: Assurance;
    readonly deskVerdict: Verdict | null;
  } | null;
  /** There was a round before for this company: without one nothing can have changed. */
  readonly hasLastYear: boolean;
  /** What the provider of the control's shared service says of it this year. */
  readonly provider: Verdict | null;
  readonly today: string;
};

const worth: Record<Verdict, number> = { met: 2, partly: 1, not_met: 0, unknown: 0, not_applicable: 0 };
const isMoreThan = (claimed: Verdict, known: Verdict) =>
  known !== "not_applicable" && worth[claimed] > worth[known];

/** Which group an answer falls into, and every reason to look at it, the weightiest first. */
export function compare(one: Compared): { kind: DifferenceKind; whys: Why[] } {
  const whys: Why[] = [...contradictions(one), ...proofLacks(one)];
  const kind = whys[0] ? kindOf(whys[0].code) : null;
  const changes = changesOf(one);
  if (one.verdict === "not_applicable")
    return { kind: "not_applicable", whys: [...whys, { code: "needs_approval" }, ...changes] };
  if (kind) return { kind, whys: [...whys, ...changes] };
  return { kind: changes.length > 0 ? "changed" : "same", whys: changes };
}

const kindOf = (code: Reason): DifferenceKind =>
  code === "no_evidence" || code === "evidence_expired" || code === "due_passed" ? "no_proof" : "contradicts";

function contradictions({ verdict, last, hasNewEvidence, provider, coveragePercent, isInherited }: Compared) {
  const whys: Why[] = [];
  // New proof answers an old doubt; the same claim again does not.
  if (last && !hasNewEvidence && last.assurance === "verified" && isMoreThan(verdict, last.verdict))
    whys.push({ code: "site_said", verdict: last.verdict });
  if (last?.deskVerdict && !hasNewEvidence && isMoreThan(verdict, last.deskVerdict))
    whys.push({ code: "desk_said", verdict: last.deskVerdict });
  if (provider && !isInherited && isMoreThan(verdict, provider))
    whys.push({ code: "provider_said", verdict: provider });
  if (verdict === "met" && coveragePercent !== null && coveragePercent < 100)
    whys.push({ code: "covers_part", percent: coveragePercent });
  return whys;
}

function proofLacks({ verdict, isInherited, evidenceUntil, dueOn, today }: Compared): Why[] {
  if (verdict === "met" && !(isInherited && evidenceUntil === null)) {
    if (evidenceUntil === null) return [{ code: "no_evidence" }];
    if (evidenceUntil < today) return [{ code: "evidence_expired", day: evidenceUntil }];
  }
  const isOpen = verdict === "partly" || verdict === "not_met" || verdict === "unknown";
  return isOpen && dueOn !== null && dueOn < today ? [{ code: "due_passed", day: dueOn }] : [];
}

function changesOf({ verdict, last, hasLastYear }: Compared): Why[] {
  if (!last) return hasLastYear ? [{ code: "first_time" }] : [];
  if (last.verdict === verdict) return [];
  const isComparable = verdict !== "not_applicable" && last.verdict !== "not_applicable";
  const difference = worth[verdict] - worth[last.verdict];
  return [
    {
      code: !isComparable || difference === 0 ? "other_than_last" : difference > 0 ? "better" : "worse",
      verdict: last.verdict,
    },
  ];
}

/** What the desk would say before it has thought: what is known where the claim goes beyond it, else the claim. */
export function deskGuess(verdict: Verdict, whys: readonly Why[]): Verdict {
  const known = whys.find((one) => one.code.endsWith("_said"))?.verdict;
  if (known) return known;
  if (whys.some((one) => one.code === "covers_part")) return "partly";
  return whys.some((one) => one.code === "no_evidence" || one.code === "evidence_expired")
    ? "unknown"
    : verdict;
}
