// When a duty reminds and when it rises. Pure; moments are instants, days are those of the addressee's zone.
import type { Say } from "#core/text/format.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { type DutyKind, type Level, type Rule, rules } from "./kinds.ts";
import { type Calendar, workDayOnOrBefore } from "#modules/organization/calendar/rules.ts";

/** Owed beside the way of its subject from hand to hand: a step of that way neither closes it nor is its clock. */
export const besideTheWay: readonly DutyKind[] = [
  "inspection.question",
  "inspection.asked_again",
  "inspection.signed_for",
  "service.answer",
  "evidence.renew",
];

/** From this level on the clock is hard: whoever is told is asked to say within so many minutes that they have taken note. */
export type Hard = {
  fromLevel: number;
  withinMinutes: number;
  /** Only from the moment on that the duty itself names (`rings_from`): a clock of thirty days wakes nobody on its first night. */
  byMoment?: true;
};
/** Who leaves it until the morning may be too late: the last hours of a clock whose length is its own. */
export const lastHours = 6;
export const inLastHours = (dueAt: Date): Date => new Date(dueAt.getTime() - lastHours * 3_600_000);

const aDay = 24 * 60;

/**
 * What rises on its way up is hard from the division on, what rises to the group office alone from there. A kind that is
 * hard from its first moment (a report within 24 hours of discovery) has level 0: then the addressee is asked as well.
 */
const hard: Partial<Record<DutyKind, Hard>> = {
  "inspection.answer": { fromLevel: 3, withinMinutes: aDay },
  "service.answer": { fromLevel: 3, withinMinutes: aDay },
  "inspection.confirm": { fromLevel: 3, withinMinutes: aDay },
  "inspection.review": { fromLevel: 4, withinMinutes: aDay },
  "inspection.question": { fromLevel: 4, withinMinutes: aDay },
  // Day and night: mail alone wakes nobody.
  "incident.report": { fromLevel: 1, withinMinutes: 60 },
  "incident.respond_now": { fromLevel: 0, withinMinutes: 30 },
  "incident.take_note_now": { fromLevel: 0, withinMinutes: 30 },
  "incident.look_at_now": { fromLevel: 0, withinMinutes: 30 },
  "incident.law_clock": { fromLevel: 0, withinMinutes: 60, byMoment: true },
  "incident.notice": { fromLevel: 0, withinMinutes: 60, byMoment: true },
  "incident.notice_approve": { fromLevel: 0, withinMinutes: 60, byMoment: true },
  "incident.notice_second": { fromLevel: 0, withinMinutes: 60, byMoment: true },
  "incident.look_through": { fromLevel: 0, withinMinutes: 60, byMoment: true },
  "incident.assign_mail": { fromLevel: 0, withinMinutes: 60, byMoment: true },
};

export const hardOf = (kind: string): Hard | undefined => hard[kind as DutyKind];

/** By kind, for statements. */
export const hardFromLevel: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(hard).map(([kind, { fromLevel }]) => [kind, fromLevel]),
);

/** Those that are hard only when the duty says so. */
export const hardByMoment: readonly string[] = Object.entries(hard).flatMap(([kind, { byMoment }]) =>
  byMoment ? [kind] : [],
);

/** Whose turn it is at levels 1 to 4, as the permission that its holder has at the company. */
export const risenTo = [
  "inspection.answer",
  "inspection.confirm",
  "inspection.review",
  "round.manage",
] as const;

/** The levels to which a kind rises. */
export const risesOf = (kind: string): Level[] => riseOf(rules[kind as DutyKind]).map(([, level]) => level);

const riseOf = (rule: Rule | undefined) => rule?.hours?.rise ?? rule?.rise ?? [];

/** Its clock counts elapsed hours: nobody may give it more. */
export const isByHours = (kind: string): boolean => rules[kind as DutyKind]?.hours !== undefined;

/** Nobody is reminded at midnight: each step comes when the working day begins at the addressee's. */
const morning = 9;

/** What is said of an exercise begins with its mark, in three languages at once: whoever reads it may be woken by it. */
export const markedExercise = (of: { isExercise: boolean }, what: string, say: Say): string =>
  of.isExercise ? say("duty.exercise", { what }) : what;

export type Step = { at: Date; kind: "remind" | "rise"; level: number };
const day = 86_400_000;

/**
 * Every step of a duty in order; steps before its start are left out. With the calendar of the unit a reminder comes on the
 * last working day before rather than on a day off; days of rising are counted as they are (domain.md, mechanism 3).
 */
export function stepsOf(
  kind: string,
  startsAt: Date,
  dueAt: Date,
  timeZone: string,
  calendar?: Calendar,
  /** Its own days of rising, in place of its kind's. */
  rises?: Rule["rise"] | null,
  /** Of a clock of hours, the moment from which it is hard: a step of its own. */
  ringsFrom?: Date | null,
): Step[] {
  const rule = rules[kind as DutyKind] ?? rules["inspection.review"];
  if (rule.hours) return stepsByHours(rule.hours, startsAt, dueAt, ringsFrom);
  const dueDay = dayIn(dueAt, timeZone);
  const reminders = remindersOf(rule, dueDay, startsAt, timeZone, calendar);
  const rising = (rises ?? rule.rise).map(
    ([days, level]): Step => ({ at: timeOn(dueDay, days, timeZone), kind: "rise", level }),
  );
  return [...reminders, ...rising]
    .filter((step) => step.at > startsAt)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Elapsed time: 24 hours are 24 hours also where the clocks are put forward or back in between. */
function stepsByHours(
  { remindAfter, remindBeforeDue = [], rise, shares = [] }: NonNullable<Rule["hours"]>,
  startsAt: Date,
  dueAt: Date,
  ringsFrom: Date | null | undefined,
): Step[] {
  const after = (hours: number, from = startsAt) => new Date(from.getTime() + hours * 3_600_000);
  const whole = (dueAt.getTime() - startsAt.getTime()) / 3_600_000;
  const beforeDue = remindBeforeDue.map((hours) => after(-hours, dueAt)).filter((at) => at > startsAt);
  const reminders = [...remindAfter, ...shares.map((share) => share * whole)].map((hours) => after(hours));
  return [
    ...[...beforeDue, ...reminders, ...(ringsFrom ? [ringsFrom] : [])].map(
      (at): Step => ({ at, kind: "remind", level: 0 }),
    ),
    ...rise.map(
      ([hours, level]): Step => ({
        at: after(hours, shares.length > 0 ? dueAt : startsAt),
        kind: "rise",
        level,
      }),
    ),
  ].sort((a, b) => a.at.getTime() - b.at.getTime() || a.level - b.level);
}

function remindersOf(
  rule: Rule,
  dueDay: string,
  startsAt: Date,
  timeZone: string,
  calendar: Calendar | undefined,
): Step[] {
  const before = [...rule.remindBefore, ...(rule.remindAfter ?? []).map((days) => -days)];
  const at = before.map((days) => {
    const usual = timeOn(dueDay, -days, timeZone);
    if (!calendar) return usual;
    const moved = timeOn(workDayOnOrBefore(addDays(dueDay, -days), calendar), 0, timeZone);
    // Begun on days off only: late is better than never.
    return moved > startsAt ? moved : usual;
  });
  // Two that fall on one working day are one.
  return [...new Set(at.map((one) => one.getTime()))].map((time) => ({
    at: new Date(time),
    kind: "remind",
    level: 0,
  }));
}

export type Advance = { reminded: boolean; level: number; step: number; nextAt: Date | null };

/**
 * Where a duty stands at `now`, having done `step` of its steps. Several steps that fell due while nobody looked are
 * one reminder at the highest level reached.
 */
export function advance(steps: readonly Step[], step: number, now: Date): Advance {
  const passed = steps.filter((one) => one.at <= now);
  const next = steps[passed.length];
  return {
    reminded: passed.length > step,
    level: passed.reduce((highest, one) => Math.max(highest, one.level), 0),
    step: passed.length,
    nextAt: next ? next.at : null,
  };
}

/** Longer than this at once is no postponement that one grants oneself. */
export const daysGrantedAtOnce = 31;

/** The third postponement needs the division (domain.md, mechanism 3), and any by more than a month. */
export const needsDivision = (nth: number, byDays: number) => nth >= 3 || byDays > daysGrantedAtOnce;

/** The calendar day of an instant in a zone, YYYY-MM-DD. */
export const dayIn = (at: Date, timeZone: string): string =>
  new Date(at.getTime() + offsetAt(at, timeZone)).toISOString().slice(0, 10);

type Due = { dueAt: string; timeZone: string };

export type NeedCounts = { count: number; today: number; overdue: number };
type Counted = { count: number; todayCount: number; overdueCount: number };

/**
 * What needs somebody, counted once for the sentence of the home page, its badge and its list: every duty, however many of
 * them stand in one line, and every postponement to decide.
 */
export function needCounts(bundles: readonly Counted[], asked: readonly Due[], now: Date): NeedCounts {
  const urgent = urgentOf(asked, now);
  const sum = (of: (one: Counted) => number) => bundles.reduce((total, one) => total + of(one), 0);
  return {
    count: sum((one) => one.count) + asked.length,
    today: sum((one) => one.todayCount) + urgent.today,
    overdue: sum((one) => one.overdueCount) + urgent.overdue,
  };
}

/** How many are due on this very day where they are due, and how many are over; one that is over is not today's. */
export function urgentOf(all: readonly Due[], now: Date): { today: number; overdue: number } {
  const isOver = (one: Due) => Date.parse(one.dueAt) < now.getTime();
  const isToday = (one: Due) => dayIn(new Date(one.dueAt), one.timeZone) === dayIn(now, one.timeZone);
  return {
    today: all.filter((one) => !isOver(one) && isToday(one)).length,
    overdue: all.filter(isOver).length,
  };
}

/** The last instant of a calendar day in a zone: a duty due "on" a day is due then. */
export const endOfDay = (dayText: string, timeZone: string): Date =>
  new Date(instantOf(Date.parse(`${dayText}T00:00:00Z`) + day, timeZone).getTime() - 1000);

const timeOn = (dayText: string, days: number, timeZone: string): Date =>
  instantOf(Date.parse(`${dayText}T00:00:00Z`) + days * day + morning * 3_600_000, timeZone);

/** The instant at which the clocks of a zone show what `wall` shows in UTC. */
export function instantOf(wall: number, timeZone: string): Date {
  // Two rounds find the offset also across a change to or from summer time.
  const guess = wall - offsetAt(new Date(wall), timeZone);
  return new Date(wall - offsetAt(new Date(guess), timeZone));
}

const clocks = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs a hundred times its use, and one look at the clock moves many duties.
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  // Swedish writes a moment as ISO 8601 does; formatToParts costs more than twice as much as reading that.
  const made = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  clocks.set(timeZone, made);
  return made;
}

function offsetAt(at: Date, timeZone: string): number {
  const [year = 0, month = 1, day, hour, minute, second] = clockOf(timeZone)
    .format(at)
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}
