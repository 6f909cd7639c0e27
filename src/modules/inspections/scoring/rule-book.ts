// What scoring needs to know of an edition and of the answers: plain data, so that server, screens and reports compute alike.

export type Verdict = "met" | "partly" | "not_met" | "unknown" | "not_applicable";
/** How sure a verdict is, weakest first. */
export type Assurance = "declared" | "documented" | "measured" | "verified";
export type Result = "meets" | "improve" | "serious" | "not_known";
export type Demand = "required" | "recommended" | "none";

export type ScoredControl = {
  readonly id: string;
  readonly area: string;
  readonly topic: string;
  readonly weight: number;
  readonly mandatory: boolean;
  /** By tier; a tier that is not named asks nothing. */
  readonly tiers: Readonly<Record<string, Demand>>;
  readonly functions: readonly string[];
  readonly harms: readonly string[];
  readonly appliesWhen: string;
  readonly cadence: string;
  readonly asksCoverage: boolean;
};

/** The part of an edition that decides results; plain data, whatever the standard. */
export type RuleBook = {
  readonly controls: readonly ScoredControl[];
  /** A score of at least this many per cent can meet the standard. */
  readonly meetsFromPercent: number;
  /** A score below this many per cent is a serious gap. */
  readonly seriousBelowPercent: number;
  readonly maturity: { readonly weights: readonly number[]; readonly tiers: readonly string[] };
  /** Days for which measured evidence counts, by cadence. */
  readonly evidenceDays: Readonly<Record<string, number>>;
  /** Years between two visits on site, by tier. */
  readonly visitYears: Readonly<Record<string, number>>;
};

/** The rules over some of the controls only. */
export const bookOver = (book: RuleBook, controlIds: ReadonlySet<string>): RuleBook => ({
  ...book,
  controls: book.controls.filter((control) => controlIds.has(control.id)),
});

/** Scope condition -> whether it is true of the company. A condition that is not there has not been answered. */
export type ScopeAnswers = Readonly<Record<string, boolean>>;

export type ScoredAnswer = {
  readonly controlId: string;
  readonly verdict: Verdict;
  readonly assurance: Assurance;
  /** Only for not applicable: what the division decided; null or absent while it has not. */
  readonly naIsAllowed?: boolean | null;
  readonly maturity?: number | null;
  /** The last day on which any of the answer's evidence still counts, YYYY-MM-DD; null or absent when there is none. */
  readonly evidenceValidUntil?: string | null;
  /** Of what was verified on site: the last day before the tier's next visit was due; absent where it is not known. */
  readonly verifiedUntil?: string | null;
  /** Of what was measured: the last day on which its reading counts; absent where it is not known. */
  readonly measuredUntil?: string | null;
  /** Where the answer comes from; the proof of an inherited one is not asked of the company. */
  readonly origin?: string;
};

/** The condition that is true of every company. */
export const always = "always";
