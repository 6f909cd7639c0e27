// On which days a company works. Pure; days are YYYY-MM-DD and have no zone.
import { parseDay } from "#core/text/format.ts";
import { addDays } from "#core/time/fiscal-year.ts";

export type Calendar = {
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  workDays: readonly number[];
  holidays: ReadonlySet<string>;
};

export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

export const isWorkDay = (day: string, calendar: Calendar): boolean =>
  calendar.workDays.includes(weekdayOf(day)) && !calendar.holidays.has(day);

/** A list of holidays that is wrong must not carry a reminder away for ever. */
const longestBreak = 31;

/** The day itself or the last working day before it; itself where a month has none. */
export function workDayOnOrBefore(day: string, calendar: Calendar): string {
  for (let back = 0; back <= longestBreak; back += 1) {
    const one = addDays(day, -back);
    if (isWorkDay(one, calendar)) return one;
  }
  return day;
}

export type Holiday = { day: string; name: string };

/**
 * "2027/1/1 元日", one a line, as pasted from a sheet or a government's list: with tab, comma or space, full-width digits,
 * in any order. Lines without a day or a name are given back as they stand.
 */
export function readHolidays(pasted: string): { holidays: Holiday[]; wrong: string[] } {
  const byDay = new Map<string, string>();
  const wrong: string[] = [];
  for (const line of pasted.split(/\r?\n/)) {
    const text = line.normalize("NFKC").trim();
    if (text === "") continue;
    const [given = "", ...rest] = text.split(/[\t,;、]\s*|\s+/);
    const day = parseDay(given);
    const name = rest.join(" ").replaceAll('"', "").trim().slice(0, 100);
    if (day === null || name === "") wrong.push(text);
    else byDay.set(day, name);
  }
  const holidays = [...byDay].map(([day, name]) => ({ day, name }));
  return { holidays: holidays.toSorted((a, b) => (a.day < b.day ? -1 : 1)), wrong };
}
