// Dates of a round and the steps open to it. Pure; days are YYYY-MM-DD in the group's zone.
import { addDays, daysBetween, fiscalYearBounds } from "#core/time/fiscal-year.ts";

export type RoundDates = { opensOn: string; dueOn: string; reviewDueOn: string; confirmDueOn: string };
export type RoundState = "draft" | "frozen" | "launching" | "open" | "closed";

/** Eight weeks to answer, two for the desk, two and a half for the executives: what a first round starts from. */
const firstYear = { answerDays: 56, reviewDays: 14, confirmDays: 18 };

/** Saturdays and Sundays move on to Monday. Public holidays differ by country; the group office sees the weekday. */
export function workingDay(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/** The same calendar day so many years later; 29 February becomes the 28th. */
function yearsLater(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return [year + years, month, Math.min(date, last)]
    .map((part, index) => String(part).padStart(index === 0 ? 4 : 2, "0"))
    .join("-");
}

/** The first day of the seventh month of a fiscal year: 1 October where the year begins in April. */
function midYear(fiscalYear: number, startMonth: number): string {
  const { from } = fiscalYearBounds(fiscalYear, startMonth);
  const [year = 0, month = 1] = from.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + 6, 1)).toISOString().slice(0, 10);
}

/**
 * Dates for a round of a fiscal year: last year's, moved on; without one, from the middle of the year. A round never
 * opens in the past: when its day has gone by, it opens today and keeps its lengths.
 */
export function proposeDates(given: {
  fiscalYear: number;
  startMonth: number;
  today: string;
  previous: (RoundDates & { fiscalYear: number }) | null;
}): RoundDates {
  const { fiscalYear, startMonth, today, previous } = given;
  const planned = previous
    ? yearsLater(previous.opensOn, fiscalYear - previous.fiscalYear)
    : midYear(fiscalYear, startMonth);
  const lengths = previous
    ? {
        answerDays: daysBetween(previous.opensOn, previous.dueOn),
        reviewDays: daysBetween(previous.dueOn, previous.reviewDueOn),
        confirmDays: daysBetween(previous.reviewDueOn, previous.confirmDueOn),
      }
    : firstYear;
  const opensOn = workingDay(planned < today ? today : planned);
  const dueOn = workingDay(addDays(opensOn, lengths.answerDays));
  const reviewDueOn = workingDay(addDays(dueOn, lengths.reviewDays));
  return { opensOn, dueOn, reviewDueOn, confirmDueOn: workingDay(addDays(reviewDueOn, lengths.confirmDays)) };
}

/** What is wrong with the order of the dates, as the field it belongs to; null when nothing is. */
export function datesProblem(dates: RoundDates): keyof RoundDates | null {
  if (!(dates.opensOn < dates.dueOn)) return "dueOn";
  if (!(dates.dueOn <= dates.reviewDueOn)) return "reviewDueOn";
  return dates.reviewDueOn <= dates.confirmDueOn ? null : "confirmDueOn";
}

/** The days by which something is due that have gone by: a round opened with them is late from its first hour. */
export const passedDays = (dates: Omit<RoundDates, "opensOn">, today: string) =>
  (["dueOn", "reviewDueOn", "confirmDueOn"] as const).filter((name) => dates[name] < today);

/** No day from the opening to the last confirmation lies in the fiscal year that the round is named after. */
export const isOfAnotherYear = (
  {
    fiscalYear,
    opensOn,
    confirmDueOn,
  }: Pick<RoundDates, "opensOn" | "confirmDueOn"> & { fiscalYear: number },
  startMonth: number,
): boolean => {
  const { from, to } = fiscalYearBounds(fiscalYear, startMonth);
  return confirmDueOn < from || opensOn >= to;
};

export type RoundStep = "change" | "freeze" | "thaw" | "launch" | "add" | "leave" | "close";

const openIn: Record<RoundStep, readonly RoundState[]> = {
  change: ["draft"],
  freeze: ["draft"],
  thaw: ["frozen"],
  launch: ["frozen", "launching"],
  add: ["open"],
  leave: ["open"],
  close: ["open"],
};

/** For every step null when it may be done now, else the reason as a key of the catalogue. */
export function stepsNow(state: RoundState, manages: boolean): Record<RoundStep, string | null> {
  const reason = (step: RoundStep) =>
    !manages ? "round.not_yours" : openIn[step].includes(state) ? null : `round.not_now.${state}`;
  return Object.fromEntries(
    (Object.keys(openIn) as RoundStep[]).map((step) => [step, reason(step)]),
  ) as Record<RoundStep, string | null>;
}

/** The binding of a standard follows the relation: it binds the parent and consolidated companies, it asks the others. */
export const bindingOf = (relation: string): "bound" | "asked" =>
  relation === "parent" || relation === "consolidated" ? "bound" : "asked";
