// The scoring section of the built-in group standard, worked out by hand: one line per company, sums before rounding.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { answer, control, ruleBook } from "#test/scoring.ts";
import type { Result, ScoredAnswer } from "./rule-book.ts";
import { scoreInspection } from "./score.ts";
import { type Options, percentShown } from "./settle.ts";

const edition = await loadBuiltinStandard();

/*
 * Five required controls, 10 of weight and so 20 half points: .90 are 18, .60 are 12. A sixth is recommended in T2 and
 * required in T1, where it is mandatory.
 *   V  weight 3, mandatory      W  weight 3      X  weight 2      Y  weight 1, mandatory      Z  weight 1
 *   R  weight 3, recommended
 */
const recommended = { T1: "required", T2: "recommended", T3: "none", T4: "none" } as const;
const book = {
  ...ruleBook(edition),
  controls: [
    control("V", { weight: 3, mandatory: true }),
    control("W", { weight: 3 }),
    control("X", { weight: 2 }),
    control("Y", { weight: 1, mandatory: true }),
    control("Z", { weight: 1 }),
    control("R", { weight: 3, mandatory: true, tiers: recommended }),
  ],
};

/** The answers to V W X Y Z R, a letter each. */
const letters: Record<string, Partial<ScoredAnswer> & Pick<ScoredAnswer, "verdict">> = {
  M: { verdict: "met" },
  P: { verdict: "partly" },
  N: { verdict: "not_met" },
  U: { verdict: "unknown" },
  // Not applicable: allowed by the division, waiting for it, refused by it.
  a: { verdict: "not_applicable", naIsAllowed: true },
  w: { verdict: "not_applicable", naIsAllowed: null },
  r: { verdict: "not_applicable", naIsAllowed: false },
  // Met, but the evidence was good until the day before the one of the standing.
  e: { verdict: "met", evidenceValidUntil: "2026-11-30" },
  // Met as seen on site: the next visit is due the day after the one of the standing; it was due on that very day.
  v: { verdict: "met", assurance: "verified", verifiedUntil: "2026-12-01" },
  o: { verdict: "met", assurance: "verified", verifiedUntil: "2026-11-30" },
};
const standingOn = "2026-12-01";
/** A standing is of a confirmed inspection; on site only what was seen there counts. */
const looks: Record<string, Options> = {
  standing: { standingOn },
  "standing on site": { standingOn, countOnly: "verified" },
  "locked on site": { countOnly: "verified" },
};

const stages = {
  confirmed: { isSubmitted: true, isConfirmed: true, isDueReached: true },
  submitted: { isSubmitted: true, isConfirmed: false, isDueReached: true },
  "past due": { isSubmitted: false, isConfirmed: false, isDueReached: true },
};

// tier, answers to V W X Y Z R, stage, half points / twice the weight, per cent shown, result, why
type Case = [string, string, string, string, number, Result, string];
const cases: Case[] = [
  // "All mandatory controls met, and score at least 0.90."
  ["T2", "MMMMM-", "confirmed", "20/20", 100, "meets", "everything is met"],
  ["T2", "MMMMN-", "confirmed", "18/20", 90, "meets", "exactly .90 is at least .90"],
  ["T2", "MMPMM-", "confirmed", "18/20", 90, "meets", "in part earns half: .90 again"],
  ["T2", "MPMMM-", "confirmed", "17/20", 85, "improve", "half a point below .90"],
  ["T2", "MMMPM-", "confirmed", "19/20", 95, "improve", "a mandatory control in part is not met, at .95 too"],
  // "No mandatory control not met or not known, score at least 0.60, but not meeting the standard."
  ["T2", "MNMMN-", "confirmed", "12/20", 60, "improve", "exactly .60 is at least .60"],
  ["T2", "MNPMP-", "confirmed", "11/20", 55, "serious", "half a point below .60"],
  ["T2", "PMMPM-", "confirmed", "16/20", 80, "improve", "both mandatory controls in part"],
  ["T2", "PNMPP-", "confirmed", "9/20", 45, "serious", "in part, and below .60"],
  // "Submitted, with any mandatory control not met or not known, or with a score below 0.60."
  ["T2", "NMMMM-", "confirmed", "14/20", 70, "serious", "a mandatory control is not met"],
  [
    "T2",
    "MMMNM-",
    "confirmed",
    "18/20",
    90,
    "serious",
    "the lightest mandatory control weighs as much, at .90 too",
  ],
  ["T2", "MMMUM-", "confirmed", "18/20", 90, "serious", "a mandatory control is not known"],
  [
    "T2",
    "MMM-M-",
    "confirmed",
    "18/20",
    90,
    "serious",
    "a mandatory control is unanswered, and so not known",
  ],
  ["T2", "UUUUU-", "confirmed", "0/20", 0, "serious", "nothing is known, but it was submitted"],
  // "unanswered controls count as not known on the due date and are never left out of the denominator"
  ["T2", "MMMM--", "confirmed", "18/20", 90, "meets", "unanswered is 0 of 1, not nothing of nothing"],
  ["T2", "M--M--", "confirmed", "8/20", 40, "serious", "two answers are not a score of two controls"],
  // "Nothing was submitted by the due date … shown with a score in which unanswered controls count 0."
  ["T2", "MMMMM-", "past due", "20/20", 100, "not_known", "answered in full and never submitted"],
  ["T2", "MM----", "past due", "12/20", 60, "not_known", "what is there, over everything asked"],
  ["T2", "------", "past due", "0/20", 0, "not_known", "not begun"],
  // Not applicable
  ["T2", "MMMMa-", "confirmed", "18/18", 100, "meets", "allowed leaves the denominator"],
  ["T2", "MMaMN-", "confirmed", "14/16", 87, "improve", "allowed: 87.5 is shown as 87, never as 88"],
  ["T2", "MMwMN-", "confirmed", "14/20", 70, "improve", "waiting is not known"],
  ["T2", "MMrMN-", "confirmed", "14/20", 70, "improve", "refused is not known"],
  ["T2", "MMMMw-", "confirmed", "18/20", 90, "meets", "waiting costs its own weight only"],
  ["T2", "MMMaM-", "confirmed", "18/20", 90, "serious", "no approval takes a mandatory control out"],
  // "Recommended controls are shown apart and never change the score."
  ["T2", "MMMMMN", "confirmed", "20/20", 100, "meets", "recommended, not met"],
  ["T2", "MNMMNM", "confirmed", "12/20", 60, "improve", "recommended, met: lifts nothing"],
  ["T2", "MNPMPM", "confirmed", "11/20", 55, "serious", "recommended, met: saves nothing"],
  // "A mandatory control counts as mandatory in the tiers where it is required."
  ["T1", "MMMMMN", "confirmed", "20/26", 76, "serious", "the same control where it is required"],
  ["T1", "MMMMMP", "confirmed", "23/26", 88, "improve", "required there, and in part"],
  ["T3", "MMMMMN", "confirmed", "20/20", 100, "meets", "not asked there at all"],
  // "beside it stands the current standing … in which a met answer whose evidence has expired is shown"
  ["T2", "MMMMe-", "standing", "18/20", 90, "meets", "expired, and still .90"],
  ["T2", "MeMMM-", "standing", "14/20", 70, "improve", "expired counts 0"],
  ["T2", "eMMMM-", "standing", "14/20", 70, "serious", "a mandatory control has expired"],
  ["T2", "eeeee-", "confirmed", "20/20", 100, "meets", "what was locked never looks at the clock"],
  // domain.md: "Verified on site stays valid until the tier's next visit is due."
  ["T2", "vvvvv-", "standing on site", "20/20", 100, "meets", "the next visit is not due yet"],
  [
    "T2",
    "vvvvo-",
    "standing on site",
    "18/20",
    90,
    "meets",
    "the next visit of one was due: it is the company's word",
  ],
  ["T2", "vovvv-", "standing on site", "14/20", 70, "improve", "the same of a heavy one"],
  [
    "T2",
    "vovvM-",
    "standing on site",
    "12/20",
    60,
    "improve",
    "nor does it count more than what was never seen",
  ],
  [
    "T2",
    "ooooo-",
    "standing",
    "20/20",
    100,
    "meets",
    "an old visit takes nothing from what the company says",
  ],
  ["T2", "ooooo-", "locked on site", "20/20", 100, "meets", "what was locked was seen in its year"],
];

for (const [tier, word, stage, sums, percent, result, why] of cases) {
  test(`R-12 ${tier} ${word} ${stage}: ${sums}, ${percent} %, ${result}: ${why}`, () => {
    const scored = scoreInspection({
      book,
      tier,
      scope: {},
      answers: [...word].flatMap((letter, at) => {
        const given = letters[letter];
        return given ? [answer("VWXYZR"[at] ?? "", given.verdict, given)] : [];
      }),
      stage: stages[stage as keyof typeof stages] ?? stages.confirmed,
      options: looks[stage] ?? {},
    });
    const { halfPoints, weight } = scored.points;
    assert.deepEqual(
      [`${halfPoints}/${2 * weight}`, percentShown(scored.points), scored.result],
      [sums, percent, result],
    );
  });
}

test("R-12 the lines above are read against the thresholds of the built-in standard", () => {
  assert.deepEqual([book.meetsFromPercent, book.seriousBelowPercent], [90, 60]);
});

test("R-12 submitted is judged like confirmed, and marked provisional", () => {
  const given = ["V", "W", "X", "Y", "Z"].map((id) => answer(id, "met"));
  const judged = (stage: keyof typeof stages) => {
    const { result, isProvisional } = scoreInspection({
      book,
      tier: "T2",
      scope: {},
      answers: given,
      stage: stages[stage],
    });
    return [result, isProvisional];
  };
  assert.deepEqual(
    [judged("submitted"), judged("confirmed")],
    [
      ["meets", true],
      ["meets", false],
    ],
  );
});
