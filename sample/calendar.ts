// The days of the sample group, all counted from one given day, so that its newest round is alive whenever it is loaded.
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";

/** The fiscal year of the Mihon Group begins in April. */
export const startMonth = 4;

export type RoundDays = {
  fiscalYear: number;
  opensOn: string;
  dueOn: string;
  reviewDueOn: string;
  confirmDueOn: string;
  /** The day the results of the year were locked; null for the round that is running. */
  lockedOn: string | null;
};

export type Calendar = {
  today: string;
  /** Oldest first; the last one is running and was due a week ago. */
  rounds: readonly RoundDays[];
  /** First day of the oldest fiscal year. */
  from: string;
};

export function calendarOf(today: string, years: number): Calendar {
  const dueOn = workday(addDays(today, -7));
  const rounds: RoundDays[] = [];
  for (let ago = years - 1; ago >= 0; ago -= 1) {
    // 52 weeks keep the day of the week.
    const due = addDays(dueOn, -364 * ago);
    rounds.push({
      fiscalYear: fiscalYearOf(dueOn, startMonth) - ago,
      opensOn: addDays(due, -80),
      dueOn: due,
      reviewDueOn: addDays(due, 12),
      confirmDueOn: addDays(due, 21),
      lockedOn: ago === 0 ? null : addDays(due, 24),
    });
  }
  const oldest = rounds[0]?.fiscalYear ?? fiscalYearOf(today, startMonth);
  return { today, rounds, from: fiscalYearBounds(oldest, startMonth).from };
}

/** The day itself, or the Friday before it. */
export function workday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, -1) : weekday === 0 ? addDays(day, -2) : day;
}

const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone is ahead of UTC at noon of a day. */
function offsetOn(day: string, zone: string): number {
  const key = `${zone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name =
    format.formatToParts(new Date(`${day}T12:00:00Z`)).find((part) => part.type === "timeZoneName")?.value ??
    "";
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  offsets.set(key, offset);
  return offset;
}

/** The instant at which a clock in `zone` shows so many minutes after midnight of `day`. */
export function instantAt(day: string, minutes: number, zone: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + (minutes - offsetOn(day, zone)) * 60_000).toISOString();
}

/** The calendar month of a day, 1 to 12. */
export const monthOf = (day: string) => Number(day.slice(5, 7));
