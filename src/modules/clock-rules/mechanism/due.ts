// Lent to later modules.
// When a clock is due: an instant in UTC, counted in the zone of the company. Pure.
import { addDays } from "#core/time/fiscal-year.ts";
import { type Calendar, isWorkDay } from "#modules/organization/calendar/rules.ts";
import { federalHolidays } from "./holidays.ts";
import type { Mechanism, Unit } from "./rules.ts";

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/** How far local time is ahead of UTC at an instant, in milliseconds. */
function aheadAt(at: number, zone: string): number {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const local = Date.UTC(
    Number(part["year"]),
    Number(part["month"]) - 1,
    Number(part["day"]),
    Number(part["hour"]),
    Number(part["minute"]),
    Number(part["second"]),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** The calendar day of an instant where the company is. */
export const dayIn = (at: string, zone: string): string => localIn(at, zone).slice(0, 10);

/** The instant at which the clocks of a zone show a time, written as YYYY-MM-DDTHH:mm[:ss]. */
export function instantIn(local: string, zone: string): string {
  const at = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  const guess = at - aheadAt(at, zone);
  return new Date(at - aheadAt(guess, zone)).toISOString();
}

/** What the clocks of a zone show at an instant, as YYYY-MM-DDTHH:mm. */
export const localIn = (at: string, zone: string): string => {
  const instant = Date.parse(at);
  return new Date(instant + aheadAt(instant, zone)).toISOString().slice(0, 16);
};

/** The last second of a day where the company is, whatever summer time did on it. */
export const endOfDay = (day: string, zone: string): string => instantIn(`${day}T23:59:59`, zone);

/** The same day so many months later; the last of a month that is shorter. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

const always: Calendar = { workDays: [1, 2, 3, 4, 5], holidays: new Set() };
/** A calendar that never works must not keep anybody counting. */
const longestWalk = 4000;

function addBusinessDays(day: string, amount: number, startsSame: boolean, isOn: (day: string) => boolean) {
  let at = startsSame ? day : addDays(day, 1);
  let left = amount;
  for (let step = 0; step < longestWalk; step += 1, at = addDays(at, 1)) {
    if (isOn(at)) left -= 1;
    if (left <= 0) return at;
  }
  return at;
}

function isOnIn(kind: Mechanism["calendar"], calendar: Calendar | undefined): (day: string) => boolean {
  if (kind === "company") return (day) => isWorkDay(day, calendar ?? always);
  return (day) =>
    isWorkDay(day, { workDays: [1, 2, 3, 4, 5], holidays: federalHolidays(Number(day.slice(0, 4))) });
}

type Counted = Pick<Mechanism, "dayStart" | "calendar">;

/** The instant so much after another: minutes and hours elapse, days, months and years end with the day where the company is. */
export function after(
  at: string,
  { amount, unit }: { amount: number; unit: Exclude<Unit, "none"> },
  { dayStart, calendar }: Counted,
  zone: string,
  days?: Calendar,
): string {
  const minutes = unit === "minute" ? amount : unit === "hour" ? amount * 60 : null;
  if (minutes !== null) return new Date(Date.parse(at) + minutes * 60_000).toISOString();
  const day = dayIn(at, zone);
  const startsSame = dayStart === "same";
  if (unit === "calendar_day")
    return endOfDay(addDays(day, startsSame ? Math.max(0, amount - 1) : amount), zone);
  if (unit === "business_day")
    return endOfDay(addBusinessDays(day, amount, startsSame, isOnIn(calendar, days)), zone);
  return endOfDay(addMonths(day, unit === "year" ? amount * 12 : amount), zone);
}

export type Pause = { from: string; to: string | null };

/**
 * The due time with what stood still left out: hours go on with what was left of them, days with as many days as were left, counted by
 * the calendar from the end of the pause. So what is due by working days never ends on a day off.
 *
 * @returns null while a pause is open.
 */
export function afterPauses(
  at: string,
  length: { amount: number; unit: Exclude<Unit, "none"> },
  counted: Counted,
  zone: string,
  days: Calendar | undefined,
  pauses: readonly Pause[],
): string | null {
  let due = after(at, length, counted, zone, days);
  for (const pause of pauses.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const from = [pause.from, at].toSorted().at(-1) ?? pause.from;
    if (from > due) continue;
    if (pause.to === null) return null;
    if (pause.to <= from) continue;
    due = goingOn(due, from, pause.to, length.unit, counted, zone, days);
  }
  return due;
}

function goingOn(
  due: string,
  from: string,
  to: string,
  unit: Exclude<Unit, "none">,
  { calendar }: Counted,
  zone: string,
  days: Calendar | undefined,
): string {
  if (unit === "minute" || unit === "hour")
    return new Date(Date.parse(due) + Date.parse(to) - Date.parse(from)).toISOString();
  const isOn = unit === "business_day" ? isOnIn(calendar, days) : () => true;
  const last = dayIn(due, zone);
  let left = 0;
  for (let day = addDays(dayIn(from, zone), 1); day <= last && left < longestWalk; day = addDays(day, 1))
    if (isOn(day)) left += 1;
  const back = dayIn(to, zone);
  return endOfDay(left === 0 ? back : addBusinessDays(back, left, false, isOn), zone);
}
