// Small rule books and answers for the tests of scoring.
import type { EditionContent } from "#modules/standards/edition.ts";
import type { Stage } from "#modules/inspections/scoring/judge.ts";
import type {
  RuleBook,
  ScopeAnswers,
  ScoredAnswer,
  ScoredControl,
  Verdict,
} from "#modules/inspections/scoring/rule-book.ts";
import { type InspectionScore, scoreInspection } from "#modules/inspections/scoring/score.ts";
import type { Options } from "#modules/inspections/scoring/settle.ts";

export const control = (id: string, part: Partial<ScoredControl> = {}): ScoredControl => ({
  id,
  area: "ORG",
  topic: "rules",
  weight: 1,
  mandatory: false,
  tiers: { T1: "required", T2: "required", T3: "required", T4: "required" },
  functions: ["govern"],
  harms: ["attack"],
  appliesWhen: "always",
  cadence: "yearly",
  asksCoverage: false,
  ...part,
});

export const answer = (
  controlId: string,
  verdict: Verdict,
  part: Partial<ScoredAnswer> = {},
): ScoredAnswer => ({
  controlId,
  verdict,
  assurance: "declared",
  ...part,
});

export const bookOf = (controls: readonly ScoredControl[]): RuleBook => ({
  controls,
  meetsFromPercent: 90,
  seriousBelowPercent: 60,
  maturity: { weights: [3], tiers: ["T1", "T2"] },
  evidenceDays: {
    continuous: 35,
    monthly: 35,
    quarterly: 100,
    half_yearly: 195,
    yearly: 395,
    event: 395,
    audit_cycle: 1500,
  },
  visitYears: { T1: 1, T2: 2, T3: 3, T4: 4 },
});

/** The rule book of an edition. */
export const ruleBook = (edition: EditionContent): RuleBook => ({
  controls: edition.controls,
  meetsFromPercent: edition.scoring.meetsFromPercent,
  seriousBelowPercent: edition.scoring.seriousBelowPercent,
  maturity: edition.maturity,
  evidenceDays: Object.fromEntries(edition.cadences.map((one) => [one.id, one.evidenceValidDays])),
  visitYears: Object.fromEntries(
    edition.tiers.flatMap((one) => (one.onSiteAuditEveryYears ? [[one.id, one.onSiteAuditEveryYears]] : [])),
  ),
});

export const submitted: Stage = { isSubmitted: true, isConfirmed: true, isDueReached: true };

type Rest = { tier?: string; scope?: ScopeAnswers; options?: Options };

export const inspect = (
  controls: readonly ScoredControl[],
  answers: readonly ScoredAnswer[],
  stage = submitted,
  rest: Rest = {},
): InspectionScore =>
  scoreInspection({
    book: bookOf(controls),
    tier: rest.tier ?? "T2",
    scope: rest.scope ?? {},
    answers,
    stage,
    options: rest.options ?? {},
  });
