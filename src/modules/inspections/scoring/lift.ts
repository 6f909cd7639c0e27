import { resultOf } from "./judge.ts";
import type { Result, RuleBook } from "./rule-book.ts";
import type { InspectionScore } from "./score.ts";
import { type Points, reaches, type Reading, type Settled } from "./settle.ts";

export type LiftStep = {
  readonly controlId: string;
  readonly why: "mandatory_gap" | "mandatory_partly" | "score";
  readonly from: Reading;
  /** Half points this step adds when the control becomes met. */
  readonly gain: number;
  readonly pointsAfter: Points;
  readonly resultAfter: Result;
};

export type Lift = {
  /** What the answers give now, submitted as they are. */
  readonly now: Result;
  /** Empty when the standard is met already. */
  readonly steps: readonly LiftStep[];
};

/**
 * The fewest controls that must become met for the company to meet the standard, as a ladder: every mandatory control
 * that is not met (gaps first, then those met in part), then the controls that gain most until the threshold is reached.
 * No smaller set does it: the mandatory ones cannot be spared, and of the rest each step takes the largest gain there is.
 */
export function whatWouldLift(book: RuleBook, score: InspectionScore): Lift {
  const open = score.settled.filter((one) => one.isCounted && one.reading !== "met");
  const gaps = open.filter((one) => one.isMandatory && one.reading !== "partly").sort(byGain);
  const partly = open.filter((one) => one.isMandatory && one.reading === "partly").sort(byGain);
  const others = open.filter((one) => !one.isMandatory && gainOf(one) > 0).sort(byGain);
  const steps: LiftStep[] = [];
  let points = score.points;
  const left = { gaps: gaps.length, partly: partly.length };
  const take = (one: Settled, why: LiftStep["why"]) => {
    if (why === "mandatory_gap") left.gaps -= 1;
    if (why === "mandatory_partly") left.partly -= 1;
    points = { halfPoints: points.halfPoints + gainOf(one), weight: points.weight };
    const resultAfter = resultOf(book, points, left.gaps, left.partly);
    steps.push({
      controlId: one.controlId,
      why,
      from: one.reading,
      gain: gainOf(one),
      pointsAfter: points,
      resultAfter,
    });
  };
  for (const one of gaps) take(one, "mandatory_gap");
  for (const one of partly) take(one, "mandatory_partly");
  for (const one of others) {
    if (reaches(points, book.meetsFromPercent)) break;
    take(one, "score");
  }
  return { now: score.ifSubmitted, steps };
}

const byGain = (a: Settled, b: Settled) => gainOf(b) - gainOf(a);
const gainOf = (one: Settled) => (2 - one.halfPoints) * one.weight;
