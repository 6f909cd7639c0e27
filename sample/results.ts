// The kept result rows of an inspection: what the product's own rules make of the answers, never a number by hand.
import type { ScoredAnswer } from "#modules/inspections/scoring/rule-book.ts";
import { keptSums } from "#modules/inspections/scoring/kept-sums.ts";
import { type InspectionScore, scoreInspection } from "#modules/inspections/scoring/score.ts";
import type { Options } from "#modules/inspections/scoring/settle.ts";
import { resultOfVerified } from "#modules/inspections/scoring/verified.ts";
import type { Given, Sitting } from "./answers.ts";
import type { Sheet } from "./sheet.ts";
import { scopeOf } from "./verdicts.ts";

type Basis = "live" | "due" | "locked" | "standing";

export type Results = { roundId: string; computedAt: string; dueTakenAt: string; today: string };

export function addResults(sitting: Sitting, given: readonly Given[], at: Results, to: Sheet): void {
  const { aim, course, round } = sitting;
  const isSubmitted = course.submittedAt !== null;
  const isConfirmed = course.confirmedAt !== null;
  const wasInTime = isSubmitted && !course.isLate;
  const scored = given.map(scoredAs);
  const bases: [Basis, ScoredAnswer[], { isSubmitted: boolean; isConfirmed: boolean }, string][] = [
    ["live", scored, { isSubmitted, isConfirmed }, at.computedAt],
    // At the end of the due day nobody else had read what came in last.
    [
      "due",
      wasInTime ? scored : given.map(scoredUnread),
      {
        isSubmitted: wasInTime,
        isConfirmed: wasInTime && isConfirmed && (course.confirmedAt ?? "") < at.dueTakenAt,
      },
      at.dueTakenAt,
    ],
  ];
  if (aim.state === "locked")
    bases.push(["locked", scored, { isSubmitted, isConfirmed }, course.lockedAt ?? at.computedAt]);
  if (aim.state === "locked" && round.lockedOn === null)
    bases.push(["standing", scored, { isSubmitted, isConfirmed }, at.computedAt]);
  for (const [basis, answers, stage, computedAt] of bases) {
    const input = {
      book: sitting.edition.rules,
      tier: sitting.company.tier,
      scope: scopeOf(sitting.company),
      answers,
      stage: { ...stage, isDueReached: basis === "due" || round.dueOn < at.today },
    };
    const options = optionsOf(aim.state, basis, at.today);
    const score = scoreInspection({ ...input, options });
    const verified = scoreInspection({ ...input, options: { ...options, countOnly: "verified" } });
    addRow(sitting, basis, score, verified, { ...at, computedAt }, to);
  }
}

const optionsOf = (state: string, basis: Basis, today: string): Options =>
  basis === "standing"
    ? { standingOn: today }
    : basis === "live" && ["not_begun", "answering"].includes(state)
      ? { provenOn: today }
      : {};

export const scoredAs = (one: Given): ScoredAnswer => ({
  controlId: one.control.id,
  verdict: one.verdict,
  assurance: one.assurance,
  naIsAllowed: one.naIsAllowed,
  maturity: one.maturity,
  evidenceValidUntil: one.validUntil,
  origin: one.origin,
});

const scoredUnread = (one: Given): ScoredAnswer => ({
  ...scoredAs(one),
  assurance: "declared",
  naIsAllowed: null,
});

function addRow(
  { company, inspectionId }: Sitting,
  basis: Basis,
  score: InspectionScore,
  verified: InspectionScore,
  at: Results,
  to: Sheet,
) {
  const { counts } = score;
  to.add("inspectionResults", {
    inspectionId,
    basis,
    roundId: at.roundId,
    companyId: company.id,
    computedAt: at.computedAt,
    result: score.result,
    isProvisional: score.isProvisional,
    halfPoints: score.points.halfPoints,
    weight: score.points.weight,
    requiredCount: counts.required,
    answeredCount: counts.answered,
    naCount: counts.na,
    unknownCount: counts.unknown,
    expiredCount: counts.expired,
    declaredCount: counts.declared,
    documentedCount: counts.documented,
    measuredCount: counts.measured,
    verifiedCount: counts.verified,
    verifiedHalfPoints: verified.points.halfPoints,
    verifiedResult: resultOfVerified(score.result, verified.result),
    mandatoryGaps: [...score.mandatoryGaps],
    mandatoryPartly: [...score.mandatoryPartly],
    areas: JSON.stringify(keptSums(score.areas, verified.areas)),
    functions: JSON.stringify(keptSums(score.functions, verified.functions)),
    harms: JSON.stringify(keptSums(score.harms, verified.harms)),
    topics: JSON.stringify(keptSums(score.topics, verified.topics)),
    maturity: score.maturity ? JSON.stringify(score.maturity) : null,
  });
}
