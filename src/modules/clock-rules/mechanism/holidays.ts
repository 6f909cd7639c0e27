// The federal holidays of the United States (5 U.S.C. 6103): what is no business day for the SEC (17 CFR 240.0-2, Form 8-K
// general instruction B.1). Pure. A holiday on a Saturday is kept on the Friday before, on a Sunday on the Monday after.
import { addDays } from "#core/time/fiscal-year.ts";
import { weekdayOf } from "#modules/organization/calendar/rules.ts";

const dayOf = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

function nth(year: number, month: number, weekday: number, n: number): string {
  const first = dayOf(year, month, 1);
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7);
}

function lastMonday(year: number, month: number): string {
  const last = addDays(dayOf(year, month + 1, 1), -1);
  return addDays(last, 1 - weekdayOf(last));
}

function kept(day: string): string {
  const weekday = weekdayOf(day);
  return weekday === 6 ? addDays(day, -1) : weekday === 7 ? addDays(day, 1) : day;
}

const known = new Map<number, ReadonlySet<string>>();

export function federalHolidays(year: number): ReadonlySet<string> {
  const before = known.get(year);
  if (before) return before;
  const fixed = [
    [1, 1],
    [6, 19],
    [7, 4],
    [11, 11],
    [12, 25],
  ] as const;
  const made = new Set([
    ...fixed.map(([month, day]) => kept(dayOf(year, month, day))),
    // New Year's Day of the next year, where it is kept on the last day of this one.
    kept(dayOf(year + 1, 1, 1)),
    nth(year, 1, 1, 3),
    nth(year, 2, 1, 3),
    lastMonday(year, 5),
    nth(year, 9, 1, 1),
    nth(year, 10, 1, 2),
    nth(year, 11, 4, 4),
  ]);
  known.set(year, made);
  return made;
}
