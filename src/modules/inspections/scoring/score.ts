import { type Applicable, applicableControls } from "./applicable.ts";
import { isGap, mandatoryOf, type Reason, reasonsOf, resultOf, type Stage } from "./judge.ts";
import { type Maturity, maturityOf } from "./maturity.ts";
import type { Result, RuleBook, ScopeAnswers, ScoredAnswer } from "./rule-book.ts";
import { noPoints, type Options, type Points, ratio, settle, type Settled, sum } from "./settle.ts";

export type Part = Points & {
  /** Controls in the denominator, and how many of them have any answer. */
  readonly n: number;
  readonly answered: number;
  /** Agreed to be not applicable: n + na are required. */
  readonly na: number;
  readonly unknown: number;
  readonly verified: number;
  /** Mandatory controls that are not met, not even in part. */
  readonly mandatoryGaps: number;
};

/** declared + documented + measured + verified + unknown + expired + na = required. */
export type Counts = {
  /** Controls asked as required, before anything is agreed to be not applicable. */
  readonly required: number;
  readonly answered: number;
  readonly na: number;
  readonly unknown: number;
  readonly expired: number;
  readonly declared: number;
  readonly documented: number;
  readonly measured: number;
  readonly verified: number;
  /** Required in the tier, but taken out by a scope answer. */
  readonly outOfScope: number;
};

export type InspectionScore = {
  /** not_known until submitted. */
  readonly result: Result;
  /** The forecast: what these answers give when they are submitted as they are. */
  readonly ifSubmitted: Result;
  readonly isProvisional: boolean;
  readonly points: Points;
  /** For drawing only; null when nothing counts. */
  readonly score: number | null;
  readonly counts: Counts;
  /** Shares of `counts.required`, 0 to 1: they stand beside every score. */
  readonly shares: {
    readonly answered: number;
    readonly na: number;
    readonly unknown: number;
    readonly verified: number;
  };
  /** Areas and topics add up to `points`. Functions and harms overlap and must not be added up: show each with its n. */
  readonly areas: Readonly<Record<string, Part>>;
  readonly topics: Readonly<Record<string, Part>>;
  readonly functions: Readonly<Record<string, Part>>;
  readonly harms: Readonly<Record<string, Part>>;
  readonly mandatoryGaps: readonly string[];
  readonly mandatoryPartly: readonly string[];
  readonly recommended: { readonly n: number; readonly answered: number; readonly met: number };
  readonly maturity: Maturity | null;
  readonly reasons: readonly Reason[];
  /** The required controls in the edition's order. */
  readonly settled: readonly Settled[];
};

export type ScoreInput = {
  readonly book: RuleBook;
  readonly tier: string;
  readonly scope: ScopeAnswers;
  readonly answers: readonly ScoredAnswer[];
  readonly stage: Stage;
  readonly options?: Options;
};

/** Result and score of one inspection (scoring of the edition; domain.md, "How results are computed"). */
export function scoreInspection({
  book,
  tier,
  scope,
  answers,
  stage,
  options = {},
}: ScoreInput): InspectionScore {
  const given = new Map(answers.map((answer) => [answer.controlId, answer]));
  const asked = applicableControls(book, tier, scope);
  const required = asked.filter((one) => one.demand === "required");
  const settled = required.map((one) => settle(one, given.get(one.control.id), options));
  const points = sum(settled);
  const mandatory = mandatoryOf(settled);
  const counts = count(settled, asked, tier);
  const ifSubmitted = resultOf(book, points, mandatory.gaps.length, mandatory.partly.length);
  return {
    result: stage.isSubmitted ? ifSubmitted : "not_known",
    ifSubmitted,
    isProvisional: isProvisional(stage),
    points,
    score: ratio(points),
    counts,
    shares: sharesOf(counts),
    ...partsOf(required, settled),
    mandatoryGaps: mandatory.gaps,
    mandatoryPartly: mandatory.partly,
    recommended: countRecommended(asked, given),
    maturity: maturityOf(book, tier, settled, given),
    reasons: [...notSubmitted(stage), ...reasonsOf(book, points, mandatory)],
    settled,
  };
}

// Submitted but not confirmed is provisional; so is everything before the due day. Nothing submitted by the due day is
// the figure of that day, and final for it.
const isProvisional = (stage: Stage) => (stage.isSubmitted ? !stage.isConfirmed : !stage.isDueReached);

function notSubmitted(stage: Stage): Reason[] {
  if (stage.isSubmitted) return [];
  return [{ code: stage.isDueReached ? "not_submitted_by_due" : "not_submitted_yet" }];
}

const unknownReadings = new Set(["unknown", "unanswered", "unproven", "na_waiting", "na_refused"]);

function count(settled: readonly Settled[], asked: readonly Applicable[], tier: string): Counts {
  const of = (holds: (one: Settled) => boolean) => settled.reduce((n, one) => (holds(one) ? n + 1 : n), 0);
  return {
    required: settled.length,
    answered: of((one) => one.isAnswered),
    na: of((one) => !one.isCounted),
    unknown: of((one) => unknownReadings.has(one.reading)),
    expired: of((one) => one.reading === "expired"),
    declared: of((one) => one.assurance === "declared"),
    documented: of((one) => one.assurance === "documented"),
    measured: of((one) => one.assurance === "measured"),
    verified: of((one) => one.assurance === "verified"),
    outOfScope: asked.filter((one) => one.because === "scope_false" && one.control.tiers[tier] === "required")
      .length,
  };
}

function sharesOf(counts: Counts): InspectionScore["shares"] {
  const share = (n: number) => (counts.required === 0 ? 0 : n / counts.required);
  return {
    answered: share(counts.answered),
    na: share(counts.na),
    unknown: share(counts.unknown),
    verified: share(counts.verified),
  };
}

type Parts = Pick<InspectionScore, "areas" | "topics" | "functions" | "harms">;

function partsOf(required: readonly Applicable[], settled: readonly Settled[]): Parts {
  const parts = { areas: {}, topics: {}, functions: {}, harms: {} } satisfies Record<
    keyof Parts,
    Record<string, Part>
  >;
  for (const [index, { control }] of required.entries()) {
    const one = settled[index];
    if (!one) continue;
    add(parts.areas, control.area, one);
    add(parts.topics, control.topic, one);
    for (const name of control.functions) add(parts.functions, name, one);
    for (const name of control.harms) add(parts.harms, name, one);
  }
  return parts;
}

type Growing = { -readonly [K in keyof Part]: Part[K] };
const emptyPart: Part = {
  ...noPoints,
  n: 0,
  answered: 0,
  na: 0,
  unknown: 0,
  verified: 0,
  mandatoryGaps: 0,
};

function add(parts: Record<string, Growing>, name: string, one: Settled): void {
  const part = (parts[name] ??= { ...emptyPart });
  if (!one.isCounted) {
    part.na += 1;
    return;
  }
  part.halfPoints += one.halfPoints * one.weight;
  part.weight += one.weight;
  part.n += 1;
  part.answered += one.isAnswered ? 1 : 0;
  part.unknown += unknownReadings.has(one.reading) ? 1 : 0;
  part.verified += one.assurance === "verified" ? 1 : 0;
  part.mandatoryGaps += isGap(one) ? 1 : 0;
}

function countRecommended(
  asked: readonly Applicable[],
  given: ReadonlyMap<string, ScoredAnswer>,
): InspectionScore["recommended"] {
  const answers = asked
    .filter((one) => one.demand === "recommended")
    .map((one) => given.get(one.control.id))
    .filter((answer) => !(answer?.verdict === "not_applicable" && answer.naIsAllowed === true));
  return {
    n: answers.length,
    answered: answers.filter((answer) => answer !== undefined).length,
    met: answers.filter((answer) => answer?.verdict === "met").length,
  };
}
