// What one control counts, and the exact arithmetic of scores.
import type { Applicable } from "./applicable.ts";
import type { Assurance, ScoredAnswer } from "./rule-book.ts";

/** A calendar day, YYYY-MM-DD: such strings compare as days. */
export type Day = string;

/** The exact score: halfPoints / (2 × weight). Integers, so that thresholds are compared without rounding. */
export type Points = { readonly halfPoints: number; readonly weight: number };

export type Options = {
  /** The current standing of this day: a met answer whose evidence has expired no longer counts. */
  readonly standingOn?: Day;
  /** Before answers are handed in, a met answer without proof that is valid on this day does not count as met. */
  readonly provenOn?: Day;
  /** Only answers this sure or surer earn points; the denominator stays. */
  readonly countOnly?: Exclude<Assurance, "declared">;
};

export type Reading =
  | "met"
  | "partly"
  | "not_met"
  | "unknown"
  | "unanswered"
  /** Agreed by the division: out of the denominator. */
  | "na_allowed"
  /** Waiting for the division, refused by it, or mandatory although its scope condition is not false: not known. */
  | "na_waiting"
  | "na_refused"
  | "expired"
  | "unproven"
  | "not_sure_enough";

export type Settled = {
  readonly controlId: string;
  readonly reading: Reading;
  readonly halfPoints: 0 | 1 | 2;
  readonly weight: number;
  /** Whether it stands in the denominator. */
  readonly isCounted: boolean;
  readonly isAnswered: boolean;
  readonly isMandatory: boolean;
  /** How sure a known verdict is; null where nothing is known. */
  readonly assurance: Assurance | null;
};

const order: readonly Assurance[] = ["declared", "documented", "measured", "verified"];
const known: ReadonlySet<Reading> = new Set<Reading>(["met", "partly", "not_met", "not_sure_enough"]);

export function settle(asked: Applicable, answer: ScoredAnswer | undefined, options: Options = {}): Settled {
  const reading = answer ? readingOf(answer, asked.isMandatory, options) : "unanswered";
  return {
    controlId: asked.control.id,
    reading,
    halfPoints: reading === "met" ? 2 : reading === "partly" ? 1 : 0,
    weight: asked.control.weight,
    isCounted: reading !== "na_allowed",
    isAnswered: answer !== undefined,
    isMandatory: asked.isMandatory,
    assurance: answer && known.has(reading) ? sureOn(answer, options.standingOn) : null,
  };
}

function readingOf(answer: ScoredAnswer, isMandatory: boolean, options: Options): Reading {
  if (answer.verdict === "not_applicable") return naReading(answer, isMandatory);
  if (answer.verdict === "not_met" || answer.verdict === "unknown") return answer.verdict;
  if (answer.verdict === "met" && lacksProof(answer, options.provenOn)) return "unproven";
  if (answer.verdict === "met" && hasExpired(answer, options.standingOn)) return "expired";
  if (
    options.countOnly &&
    order.indexOf(sureOn(answer, options.standingOn)) < order.indexOf(options.countOnly)
  )
    return "not_sure_enough";
  return answer.verdict;
}

// domain.md: verified on site stays valid until the tier's next visit is due; from then on it is the company's word again. So it is
// with what was measured, from the day on which its reading has run out.
function sureOn({ assurance, verifiedUntil, measuredUntil }: ScoredAnswer, on: Day | undefined): Assurance {
  const until = assurance === "verified" ? verifiedUntil : assurance === "measured" ? measuredUntil : null;
  return on !== undefined && until && until < on ? "declared" : assurance;
}

// mandatory_rule: a mandatory control is not applicable only when its scope condition is false, and then it is not
// asked at all; no approval stands in for that.
function naReading(answer: ScoredAnswer, isMandatory: boolean): Reading {
  if (isMandatory || answer.naIsAllowed === false) return "na_refused";
  return answer.naIsAllowed === true ? "na_allowed" : "na_waiting";
}

/** What was answered by a figure expires with its reading, whatever else is attached: nobody has said more than the figure did. */
function hasExpired(answer: ScoredAnswer, on: Day | undefined): boolean {
  const until = (answer.assurance === "measured" ? answer.measuredUntil : null) ?? answer.evidenceValidUntil;
  return on !== undefined && typeof until === "string" && until < on;
}

// answer_scale of the edition: met needs "evidence valid on the answer date". Proof of an inherited answer lies with the
// provider of the service; where it is known until when that counts, the day holds for the company too.
const lacksProof = (answer: ScoredAnswer, on: Day | undefined) =>
  on !== undefined &&
  !(answer.origin === "inherited" && !answer.evidenceValidUntil) &&
  (answer.evidenceValidUntil ?? "") < on;

export const noPoints: Points = { halfPoints: 0, weight: 0 };

/** Adds up what counts. */
export function sum(settled: readonly Settled[]): Points {
  let halfPoints = 0;
  let weight = 0;
  for (const one of settled) {
    if (!one.isCounted) continue;
    halfPoints += one.halfPoints * one.weight;
    weight += one.weight;
  }
  return { halfPoints, weight };
}

/** Whether the score is at least `percent` (a whole number), without rounding. Nothing that counts reaches nothing. */
export const reaches = (points: Points, percent: number): boolean =>
  points.weight > 0 && 100 * points.halfPoints >= percent * 2 * points.weight;

/** For drawing and sorting only; decisions use `reaches`. */
export const ratio = (points: Points): number | null =>
  points.weight > 0 ? points.halfPoints / (2 * points.weight) : null;

/**
 * The score in per cent as it may be shown: rounded down, so that 89.96 never reads as the 90 it has not reached.
 *
 * @param digits decimals, 0 to 3.
 */
export function percentShown(points: Points, digits = 0): number | null {
  if (points.weight === 0) return null;
  const scale = 10 ** digits;
  return Math.floor((points.halfPoints * 100 * scale) / (2 * points.weight)) / scale;
}
