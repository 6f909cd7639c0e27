// When things happened in one inspection: begun, handed in, reviewed, confirmed, locked; by the clocks of those who did it.
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt, type RoundDays } from "./calendar.ts";
import type { Aim, Company, RoundState } from "./company.ts";
import { groupZone } from "./plan.ts";
import type { Random } from "./random.ts";

export type Course = {
  begunAt: string | null;
  submittedAt: string | null;
  reviewedAt: string | null;
  returnedAt: string | null;
  confirmedAt: string | null;
  lockedAt: string | null;
  isLate: boolean;
  /** The day of handing in, or today where that has not come. */
  until: string;
};

/** The provider of the shared services answers before those who rest on it (a round's own default). */
export const providerLeadDays = 14;

const after = (state: RoundState, states: readonly RoundState[]) => states.includes(state);

export function courseOf(
  company: Company,
  aim: Aim,
  round: RoundDays,
  today: string,
  random: Random,
): Course {
  const { state } = aim;
  const at = (day: string | null, zone: string) =>
    day === null ? null : instantAt(day, random.int(9 * 60, 18 * 60), zone);
  const last = company.leftOn && company.leftOn < today ? addDays(company.leftOn, -1) : today;
  const isGiven = !after(state, ["not_begun", "answering"]);
  const submitted = isGiven ? submittedOn(company, aim, round, random) : null;
  const joined = company.joinedOn > round.opensOn ? addDays(company.joinedOn, 10) : round.opensOn;
  const latest = submitted ?? (round.lockedOn === null ? last : round.dueOn);
  const begun =
    state === "not_begun" ? null : earlier(addDays(joined, random.int(3, 30)), addDays(latest, -3));
  const isReviewed = after(state, ["reviewed", "confirmed", "locked"]);
  const reviewed = submitted && isReviewed ? addDays(submitted, aim.isLate ? 1 : random.int(2, 4)) : null;
  // Lately, so that the days to answer again are running whenever the sample is loaded.
  const returned = submitted && state === "returned" ? addDays(today, -random.int(2, 4)) : null;
  const confirmed =
    reviewed && state !== "reviewed" ? addDays(reviewed, aim.isLate ? 1 : random.int(1, 3)) : null;
  const locked = confirmed && state === "locked" ? (round.lockedOn ?? addDays(confirmed, 1)) : null;
  return {
    begunAt: at(begun, company.timeZone),
    submittedAt: at(submitted, company.timeZone),
    reviewedAt: at(reviewed, groupZone),
    returnedAt: at(returned, groupZone),
    confirmedAt: at(confirmed, company.timeZone),
    lockedAt: at(locked, groupZone),
    isLate: aim.isLate,
    until: submitted ?? latest,
  };
}

const earlier = (one: string, other: string) => (one < other ? one : other);

/** Most hand in during the last weeks. What goes on from hand to hand was handed in earlier than what waits. */
function submittedOn(company: Company, aim: Aim, round: RoundDays, random: Random): string {
  if (company.providesSharedServices) return addDays(round.dueOn, -providerLeadDays - random.int(0, 1));
  if (aim.isLate) return addDays(round.dueOn, random.int(1, 3));
  const isRunning = round.lockedOn === null;
  // Locked ones were read and signed at once: what they had measured is still fresh.
  if (isRunning && aim.state === "locked") return addDays(round.dueOn, -3 - random.int(0, 8));
  const least = isRunning && aim.state !== "submitted" ? 3 : 0;
  return addDays(round.dueOn, -least - Math.floor(random.next() ** 2 * 26));
}
