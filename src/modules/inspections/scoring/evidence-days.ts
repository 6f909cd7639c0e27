import type { Assurance, RuleBook } from "./rule-book.ts";
import type { Day } from "./settle.ts";

export type EvidenceInput = {
  readonly book: RuleBook;
  readonly cadence: string;
  readonly tier: string;
  readonly kind: Assurance;
  /** The day the evidence shows the state of. */
  readonly validFrom: Day;
  /** The due day of the next yearly round, where it is known. */
  readonly nextRoundOn?: Day;
};

/** Used when an edition has no yearly cadence of its own. */
const yearlyDays = 395;

/**
 * The last day on which evidence still counts (evidence_validity_rule). Measured evidence follows the cadence. Declared
 * and documented evidence lasts until the next yearly round, at most the yearly period; only cadences longer than a year
 * (the audit cycle) give it more. What was verified on site stays valid until the tier's next visit is due.
 */
export function evidenceValidUntil({
  book,
  cadence,
  tier,
  kind,
  validFrom,
  nextRoundOn,
}: EvidenceInput): Day {
  const yearly = book.evidenceDays["yearly"] ?? yearlyDays;
  const ofCadence = book.evidenceDays[cadence] ?? yearly;
  if (kind === "measured") return addDays(validFrom, ofCadence);
  if (kind === "verified") {
    const until = visitCountsUntil(book, tier, validFrom);
    if (until) return until;
  }
  if (ofCadence > yearly) return addDays(validFrom, ofCadence);
  const latest = addDays(validFrom, yearly);
  return nextRoundOn !== undefined && validFrom < nextRoundOn && nextRoundOn < latest ? nextRoundOn : latest;
}

/** What proves no longer than to a day of its own, whatever the cadence gives: a rule to its next look. */
export const notBeyond = (until: Day, own: Day | null): Day => (own !== null && own < until ? own : until);

/** The last day of what was seen on site on `day`; null where the standard sets the tier no visits. */
export function visitCountsUntil(book: RuleBook, tier: string, day: Day): Day | null {
  const years = book.visitYears[tier];
  return years === undefined ? null : addYears(day, years);
}

function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The same day of a later year; 29 February becomes the 28th where there is none. */
function addYears(day: Day, years: number): Day {
  const year = Number(day.slice(0, 4)) + years;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(year);
  if (date.getUTCDate() !== Number(day.slice(8))) date.setUTCDate(0);
  return date.toISOString().slice(0, 10);
}
