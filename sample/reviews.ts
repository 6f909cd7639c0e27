// The desk's opinions: accepted, returned with a reason, and here and there another verdict kept beside the company's.
import type { Verdict } from "#modules/inspections/scoring/rule-book.ts";
import type { Given, Sitting } from "./answers.ts";
import type { Random } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { reviewerOf } from "./staff.ts";
import { type Words, wordsOf } from "./words.ts";

type Opinion = { decision: "accepted" | "returned"; verdict: Verdict; reasonKind?: string; reason?: string };

export function addReviews(sitting: Sitting, given: readonly Given[], random: Random, to: Sheet): void {
  const { plan, company, inspectionId, course } = sitting;
  const reviewedAt =
    course.reviewedAt ?? course.returnedAt ?? (course.submittedAt ? later(course.submittedAt, 26) : null);
  if (!reviewedAt) return;
  // The desk writes in the language of the company it answers.
  const words = wordsOf(company.language, random, sitting.round.fiscalYear);
  for (const one of given) {
    const opinion = opinionOf(sitting, one, words, random);
    if (!opinion) continue;
    const { decision, verdict, reasonKind = null, reason = null } = opinion;
    to.add("deskReviews", {
      inspectionId,
      controlId: one.control.id,
      companyId: company.id,
      decision,
      claimed: one.verdict,
      verdict,
      reasonKind,
      reason,
      answerVersion: 1,
      reviewedBy: reviewerOf(plan, company),
      reviewedAt,
    });
  }
}

const later = (moment: string, hours: number) =>
  new Date(Date.parse(moment) + hours * 3_600_000).toISOString();

/** Null where the desk has not come to this answer yet. */
function opinionOf(
  { aim, company, index, plan }: Sitting,
  { verdict, control }: Given,
  words: Words,
  random: Random,
): Opinion | null {
  const isNow = index === plan.calendar.rounds.length - 1;
  if (aim.state === "submitted") return underReview(company.story, verdict, control.id, words, random);
  if (aim.state === "returned" && control.id in sentBack)
    return returned(verdict, sentBack[control.id] ?? "proof_missing", words);
  if (aim.state === "returned" && company.story !== "returned" && verdict === "met" && random.chance(0.06))
    return returned(verdict, random.pick(["proof_missing", "proof_too_old", "scope_unclear"]), words);
  // On site the company that never has a gap could not show what it had claimed.
  const overturned = company.story === "flawless" ? 0.3 : isNow ? 0.02 : 0.035;
  if (verdict === "met" && random.chance(overturned))
    return {
      decision: "accepted",
      verdict: random.chance(0.7) ? "partly" : "not_met",
      reasonKind: "contradicts_data",
      reason: words.overturned(),
    };
  return { decision: "accepted", verdict };
}

/** What went back to the joint venture in India, and to others that happen to have these wrong. */
const sentBack: Readonly<Record<string, string>> = {
  "TEC-04": "contradicts_data",
  "TEC-32": "proof_too_old",
  "PHY-02": "scope_unclear",
  "HUM-04": "proof_missing",
};
const contradicted = ["TEC-01", "TEC-03", "TEC-12"];

function underReview(
  story: Sitting["company"]["story"],
  verdict: Verdict,
  controlId: string,
  words: Words,
  random: Random,
): Opinion | null {
  if (story === "contradicts_data")
    return contradicted.includes(controlId) ? returned(verdict, "contradicts_data", words) : null;
  if (story === "flawless")
    return controlId.startsWith("TEC") && random.chance(0.4)
      ? returned(verdict, "proof_missing", words)
      : null;
  return random.chance(0.25) ? { decision: "accepted", verdict } : null;
}

const returned = (verdict: Verdict, reasonKind: string, words: Words): Opinion => ({
  decision: "returned",
  verdict,
  reasonKind,
  reason: words.returned(reasonKind),
});
