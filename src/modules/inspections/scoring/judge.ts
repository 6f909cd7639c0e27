// The result, from the sums and the mandatory controls (scoring.results of the edition).
import type { Result, RuleBook } from "./rule-book.ts";
import { type Points, reaches, type Settled } from "./settle.ts";

/** How far the inspection has come when it is judged. */
export type Stage = {
  readonly isSubmitted: boolean;
  readonly isConfirmed: boolean;
  readonly isDueReached: boolean;
};

export type Reason = {
  readonly code:
    | "all_mandatory_met"
    | "score_reached"
    | "mandatory_gap"
    | "mandatory_expired"
    | "mandatory_partly"
    | "score_below_serious"
    | "score_below_meets"
    | "nothing_counts"
    | "not_submitted_yet"
    | "not_submitted_by_due";
  readonly controlIds?: readonly string[];
  readonly percent?: number;
};

export type Mandatory = {
  readonly gaps: readonly string[];
  readonly expired: readonly string[];
  readonly partly: readonly string[];
};

/** Mandatory controls that are not met: gaps (expired evidence among them) and those met in part. */
export function mandatoryOf(settled: readonly Settled[]): Mandatory {
  const mandatory = settled.filter((one) => one.isMandatory && one.reading !== "met");
  return {
    gaps: ids(mandatory.filter(isGap)),
    expired: ids(mandatory.filter((one) => one.reading === "expired")),
    partly: ids(mandatory.filter((one) => one.reading === "partly")),
  };
}

/** A mandatory control that is not met, not even in part. */
export const isGap = (one: Settled): boolean =>
  one.isMandatory && one.reading !== "met" && one.reading !== "partly";

const ids = (those: readonly Settled[]) => those.map((one) => one.controlId);

/** What these answers amount to once they are submitted. A mandatory control met in part is not met: at most improve. */
export function resultOf(book: RuleBook, points: Points, gaps: number, partly: number): Result {
  if (gaps > 0) return "serious";
  if (points.weight === 0) return "not_known";
  if (!reaches(points, book.seriousBelowPercent)) return "serious";
  return partly === 0 && reaches(points, book.meetsFromPercent) ? "meets" : "improve";
}

export function reasonsOf(book: RuleBook, points: Points, mandatory: Mandatory): Reason[] {
  const reasons: Reason[] = [];
  const declared = mandatory.gaps.filter((id) => !mandatory.expired.includes(id));
  if (declared.length > 0) reasons.push({ code: "mandatory_gap", controlIds: declared });
  if (mandatory.expired.length > 0)
    reasons.push({ code: "mandatory_expired", controlIds: mandatory.expired });
  if (mandatory.partly.length > 0) reasons.push({ code: "mandatory_partly", controlIds: mandatory.partly });
  if (mandatory.gaps.length + mandatory.partly.length === 0) reasons.push({ code: "all_mandatory_met" });
  reasons.push(scoreReason(book, points));
  return reasons;
}

function scoreReason(book: RuleBook, points: Points): Reason {
  if (points.weight === 0) return { code: "nothing_counts" };
  if (!reaches(points, book.seriousBelowPercent))
    return { code: "score_below_serious", percent: book.seriousBelowPercent };
  if (!reaches(points, book.meetsFromPercent))
    return { code: "score_below_meets", percent: book.meetsFromPercent };
  return { code: "score_reached", percent: book.meetsFromPercent };
}
