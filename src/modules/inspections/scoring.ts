// How one company's result and score come out of its answers: exactly the rules of the built-in standard
// (group-standard.yaml, `scoring`). Pure; runs in the browser for the forecast and on the server for the record.

export type Verdict = "met" | "partly" | "not_met" | "unknown" | "not_applicable";
export type Assurance = "declared" | "documented" | "measured" | "verified";
export type ResultKind = "meets" | "improve" | "serious" | "not_known";

/** What scoring looks at in a control of an edition. */
export type ScoredControl = {
  controlId: string;
  area: string;
  topic: string;
  functions: readonly string[];
  harms: readonly string[];
  weight: number;
  isMandatory: boolean;
  /** required, recommended or none, for the tier of this company */
  need: "required" | "recommended" | "none";
  appliesWhen: string;
};

export type ScoredAnswer = {
  controlId: string;
  verdict: Verdict;
  assurance: Assurance;
  /** Not applicable counts only when the division allowed it; null while it waits. */
  naIsAllowed: boolean | null;
  /** The standing only: no evidence of a met answer is valid any more. */
  isExpired?: boolean;
  maturity?: number | null;
};

export type ScoringCase = {
  controls: readonly ScoredControl[];
  /** Scope conditions as the company answered them; `always` needs no answer. */
  scope: Readonly<Record<string, boolean>>;
  answers: readonly ScoredAnswer[];
  isSubmitted: boolean;
  isDueReached: boolean;
  /** Only answers verified on site count as given; all others count as not known. */
  onlyVerified?: boolean;
};

/** Exact sums, in half points: met 2, partly 1, everything else 0 per unit of weight. */
export type Sum = { halfPoints: number; weight: number; count: number; answered: number };

export type Scored = {
  result: ResultKind;
  total: Sum;
  areas: Record<string, Sum>;
  topics: Record<string, Sum>;
  functions: Record<string, Sum>;
  harms: Record<string, Sum>;
  counts: { required: number; answered: number; notApplicable: number; unknown: number; expired: number } & Record<Assurance, number>;
  mandatoryGaps: string[];
  mandatoryPartly: string[];
  maturity: { distribution: number[]; median: number; lowest: number } | null;
};

const halves: Record<Verdict, number> = { met: 2, partly: 1, not_met: 0, unknown: 0, not_applicable: 0 };

/** A condition nobody has answered yet counts as true: a control never drops out by silence. */
export const applies = (control: ScoredControl, scope: ScoringCase["scope"]) =>
  control.appliesWhen === "always" || scope[control.appliesWhen] !== false;

export function score(given: ScoringCase): Scored {
  const answers = new Map(given.answers.map((answer) => [answer.controlId, answer]));
  const sums = { total: none(), areas: {}, topics: {}, functions: {}, harms: {} } as Pick<Scored, "total" | "areas" | "topics" | "functions" | "harms">;
  const counts = { required: 0, answered: 0, notApplicable: 0, unknown: 0, expired: 0, declared: 0, documented: 0, measured: 0, verified: 0 };
  const gaps: string[] = [];
  const partly: string[] = [];
  for (const control of given.controls) {
    if (control.need !== "required" || !applies(control, given.scope)) continue;
    const answer = answers.get(control.controlId);
    if (isTakenOut(control, answer)) {
      counts.notApplicable += 1;
      continue;
    }
    const verdict = counted(answer, given.onlyVerified ?? false);
    counts.required += 1;
    if (answer) {
      counts.answered += 1;
      counts[answer.assurance] += 1;
      if (answer.isExpired) counts.expired += 1;
    }
    if (verdict === "unknown") counts.unknown += 1;
    if (control.isMandatory && (verdict === "not_met" || verdict === "unknown")) gaps.push(control.controlId);
    if (control.isMandatory && verdict === "partly") partly.push(control.controlId);
    addTo(sums, control, halves[verdict], answer !== undefined);
  }
  return {
    result: resultOf(sums.total, gaps.length, partly.length, given),
    ...sums,
    counts,
    mandatoryGaps: gaps,
    mandatoryPartly: partly,
    maturity: maturityOf(given.answers),
  };
}

/**
 * Not applicable leaves the denominator only once the division allowed it. A mandatory control may be answered so
 * only when its scope condition is false, and then it does not apply anyway: here it stays in.
 */
function isTakenOut(control: ScoredControl, answer: ScoredAnswer | undefined): boolean {
  return answer?.verdict === "not_applicable" && answer.naIsAllowed === true && !control.isMandatory;
}

function counted(answer: ScoredAnswer | undefined, onlyVerified: boolean): Verdict {
  if (!answer || (onlyVerified && answer.assurance !== "verified")) return "unknown";
  // Not applicable that waits for approval, and proof that has run out, count as not known.
  if (answer.verdict === "not_applicable") return "unknown";
  return answer.verdict === "met" && answer.isExpired ? "unknown" : answer.verdict;
}

const none = (): Sum => ({ halfPoints: 0, weight: 0, count: 0, answered: 0 });

function addTo(sums: Pick<Scored, "total" | "areas" | "topics" | "functions" | "harms">, control: ScoredControl, half: number, isAnswered: boolean) {
  const into = [
    sums.total,
    (sums.areas[control.area] ??= none()),
    (sums.topics[control.topic] ??= none()),
    ...control.functions.map((name) => (sums.functions[name] ??= none())),
    ...control.harms.map((name) => (sums.harms[name] ??= none())),
  ];
  for (const sum of into) {
    sum.halfPoints += control.weight * half;
    sum.weight += control.weight;
    sum.count += 1;
    if (isAnswered) sum.answered += 1;
  }
}

/** The thresholds are compared in whole numbers, so that 0.8999 never reads as 0.90. */
export const reaches = (sum: Sum, percent: number) => sum.halfPoints * 50 >= percent * sum.weight;

function resultOf(total: Sum, gaps: number, partly: number, given: ScoringCase): ResultKind {
  if (!given.isSubmitted) return given.isDueReached ? "not_known" : forecast(total, gaps, partly);
  return forecast(total, gaps, partly);
}

function forecast(total: Sum, gaps: number, partly: number): ResultKind {
  if (gaps > 0 || !reaches(total, 60)) return "serious";
  return partly === 0 && reaches(total, 90) ? "meets" : "improve";
}

/** 0..1, for showing; null where nothing is required. Never compare this with a threshold, use `reaches`. */
export const scoreOf = (sum: Pick<Sum, "halfPoints" | "weight">) => (sum.weight === 0 ? null : sum.halfPoints / (2 * sum.weight));

/** Ordinal: distribution, lower median and lowest, never a mean. */
function maturityOf(answers: readonly ScoredAnswer[]): Scored["maturity"] {
  const levels = answers.flatMap((answer) => (answer.maturity === null || answer.maturity === undefined ? [] : [answer.maturity])).sort((a, b) => a - b);
  const lowest = levels[0];
  if (lowest === undefined) return null;
  const distribution = [0, 0, 0, 0, 0, 0];
  for (const level of levels) distribution[level] = (distribution[level] ?? 0) + 1;
  return { distribution, median: levels[Math.floor((levels.length - 1) / 2)] ?? lowest, lowest };
}

export type Step = { controlId: string; gain: number; isMandatory: boolean };

/**
 * The shortest honest way to "meets": first every mandatory control that is not met, then the largest gains until the
 * threshold is reached. Gains are shares of the score (0.02 lifts .82 to .84).
 */
export function whatWouldLift(given: ScoringCase): Step[] {
  const now = score(given);
  const answers = new Map(given.answers.map((answer) => [answer.controlId, answer]));
  const open = given.controls
    .filter((control) => control.need === "required" && applies(control, given.scope) && !isTakenOut(control, answers.get(control.controlId)))
    .map((control) => ({ control, missing: 2 - halves[counted(answers.get(control.controlId), given.onlyVerified ?? false)] }))
    .filter((one) => one.missing > 0)
    .sort((a, b) => Number(b.control.isMandatory) - Number(a.control.isMandatory) || b.missing * b.control.weight - a.missing * a.control.weight || (a.control.controlId < b.control.controlId ? -1 : 1));
  const steps: Step[] = [];
  let halfPoints = now.total.halfPoints;
  for (const { control, missing } of open) {
    const isReached = reaches({ ...now.total, halfPoints }, 90);
    if (isReached && !control.isMandatory) break;
    const gained = missing * control.weight;
    halfPoints += gained;
    steps.push({ controlId: control.controlId, gain: gained / (2 * now.total.weight), isMandatory: control.isMandatory });
  }
  return steps;
}

/** Only what both years ask of the company in the same words: `same` names the unchanged controls. */
export function likeForLike(previous: ScoringCase, current: ScoringCase, same: ReadonlySet<string>): { previous: Sum; current: Sum } {
  const asked = (one: ScoringCase) => new Set(one.controls.filter((control) => control.need === "required" && applies(control, one.scope)).map((control) => control.controlId));
  const [before, after] = [asked(previous), asked(current)];
  const isShared = (control: ScoredControl) => same.has(control.controlId) && before.has(control.controlId) && after.has(control.controlId);
  const total = (one: ScoringCase) => score({ ...one, controls: one.controls.filter(isShared) }).total;
  return { previous: total(previous), current: total(current) };
}
