// Rosters as plain rules: who is on call when, laid out from turns and hours on the clocks of a zone, and what is left empty. Pure.
import { addDays, daysBetween } from "#core/time/fiscal-year.ts";
import type { DutyKind } from "#modules/duties/kinds.ts";
import { dayIn, instantOf } from "#modules/duties/rules.ts";

/** What a roster serves. Each later capability with a hard clock that wakes somebody adds its own. */
export const purposes = ["incident", "monitoring"] as const;
export type Purpose = (typeof purposes)[number];

/** The duties that ask whoever is on call; the table on_call_kinds says the same to the statements. */
export const kindsServed: Readonly<Partial<Record<DutyKind, Purpose>>> = {
  "incident.report": "incident",
  "incident.respond_now": "incident",
  "incident.take_note": "incident",
  "incident.take_note_now": "incident",
  "incident.look_at_now": "incident",
  "incident.law_clock": "incident",
  "incident.notice": "incident",
  "incident.notice_approve": "incident",
  "incident.notice_second": "incident",
  "incident.look_through": "incident",
  "incident.assign_mail": "incident",
};

/** The permission by which the records of a purpose are opened: whoever is on call without it is pointed out. */
export const opensRecords: Readonly<Partial<Record<Purpose, string>>> = { incident: "incident.read" };

export const tiers = [1, 2] as const;
/** So far ahead turns are laid out. */
export const horizonDays = 92;
/** So far ahead a gap is owed by whoever keeps the roster. */
export const gapDays = 14;

export type Rule = {
  tier: number;
  /** `turns`: one after the other, each `every` days long. `hours`: on these days of the week, changing every so many weeks. */
  kind: "turns" | "hours";
  timeZone: string;
  /** HH:MM on the clocks of the zone. */
  at: string;
  until: string | null;
  /** 1 is Monday. */
  weekdays: readonly number[];
  every: number;
  startsOn: string;
  /** The first day on which no turn begins. */
  endsOn: string | null;
  people: readonly string[];
};

export type Shift = { id: string; tier: number; personId: string; startsAt: string; endsAt: string };
export type Turn = {
  tier: number;
  personId: string;
  startsAt: Date;
  endsAt: Date;
  shiftId: string | null;
};
export type Span = { startsAt: Date; endsAt: Date };

const dayMs = 86_400_000;
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The instant at which the clocks of a zone show this time of this day. */
export const momentOf = (day: string, time: string, timeZone: string): Date =>
  instantOf(Date.parse(`${day}T00:00:00Z`) + minutesOf(time) * 60_000, timeZone);

/** 1 is Monday. */
export const weekdayOf = (day: string): number => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** The Monday on or before a day. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));

/** Everything that a rule lays out and that touches the span, as it is: not cut. */
export function turnsOf(rule: Rule, within: Span): Turn[] {
  return rule.kind === "turns" ? oneAfterTheOther(rule, within) : onHours(rule, within);
}

function oneAfterTheOther(rule: Rule, within: Span): Turn[] {
  const first = dayIn(new Date(within.startsAt.getTime() - rule.every * dayMs), rule.timeZone);
  const turns: Turn[] = [];
  for (let nth = Math.max(0, Math.floor(daysBetween(rule.startsOn, first) / rule.every)); ; nth += 1) {
    const day = addDays(rule.startsOn, nth * rule.every);
    if (rule.endsOn && day >= rule.endsOn) break;
    const next = addDays(day, rule.every);
    const lastDay = rule.endsOn && next > rule.endsOn ? rule.endsOn : next;
    const startsAt = momentOf(day, rule.at, rule.timeZone);
    if (startsAt >= within.endsAt) break;
    turns.push({
      tier: rule.tier,
      personId: rule.people[nth % rule.people.length] ?? "",
      startsAt,
      endsAt: momentOf(lastDay, rule.at, rule.timeZone),
      shiftId: null,
    });
  }
  return turns.filter((turn) => turn.endsAt > within.startsAt);
}

function onHours(rule: Rule, within: Span): Turn[] {
  const [at, until] = [rule.at, rule.until ?? rule.at];
  const week = mondayOf(rule.startsOn);
  const turns: Turn[] = [];
  const from = dayIn(new Date(within.startsAt.getTime() - 2 * dayMs), rule.timeZone);
  for (let day = from > rule.startsOn ? from : rule.startsOn; ; day = addDays(day, 1)) {
    if (rule.endsOn && day >= rule.endsOn) break;
    const startsAt = momentOf(day, at, rule.timeZone);
    if (startsAt >= within.endsAt) break;
    if (!rule.weekdays.includes(weekdayOf(day))) continue;
    const nth = Math.floor(daysBetween(week, day) / 7 / rule.every);
    turns.push({
      tier: rule.tier,
      personId: rule.people[nth % rule.people.length] ?? "",
      startsAt,
      // Until a time that is not later the same day is one of the next.
      endsAt: momentOf(until > at ? day : addDays(day, 1), until, rule.timeZone),
      shiftId: null,
    });
  }
  return turns.filter((turn) => turn.endsAt > within.startsAt && turn.endsAt > turn.startsAt);
}

/** What is left of turns where a shift lies over them. */
function cutBy(turns: readonly Turn[], shift: Turn): Turn[] {
  return turns.flatMap((turn) => {
    if (turn.tier !== shift.tier || turn.endsAt <= shift.startsAt || turn.startsAt >= shift.endsAt)
      return [turn];
    return [
      ...(turn.startsAt < shift.startsAt ? [{ ...turn, endsAt: shift.startsAt }] : []),
      ...(turn.endsAt > shift.endsAt ? [{ ...turn, startsAt: shift.endsAt }] : []),
    ];
  });
}

/** Rules laid out with single shifts over them, a later one over an earlier one. */
export function layOut(rules: readonly Rule[], shifts: readonly Shift[], within: Span): Turn[] {
  let turns = rules.flatMap((rule) => turnsOf(rule, within));
  for (const { id, tier, personId, startsAt, endsAt } of shifts) {
    const shift = {
      tier,
      personId,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
      shiftId: id,
    };
    if (shift.endsAt <= within.startsAt || shift.startsAt >= within.endsAt) continue;
    turns = [...cutBy(turns, shift), shift];
  }
  return turns
    .filter((turn) => turn.endsAt > within.startsAt)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.tier - b.tier);
}

/** The hours of a span in which nobody of these is there. */
export function gapsIn(there: readonly Span[], within: Span): Span[] {
  const gaps: Span[] = [];
  let reached = within.startsAt;
  for (const one of [...there].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    if (one.startsAt >= within.endsAt) break;
    if (one.startsAt > reached) gaps.push({ startsAt: reached, endsAt: one.startsAt });
    if (one.endsAt > reached) reached = one.endsAt;
  }
  if (reached < within.endsAt) gaps.push({ startsAt: reached, endsAt: within.endsAt });
  return gaps;
}

export type Person = { id: string; isThere: boolean; goneOn: string | null };

/** Somebody who has left by then, or cannot sign in, is nobody. */
export const counts = (person: Person | undefined, startsAt: Date, timeZone: string): boolean =>
  person !== undefined &&
  person.isThere &&
  (person.goneOn === null || dayIn(startsAt, timeZone) < person.goneOn);

/** Whether an absence in whole days touches a turn, by the clocks of the zone. */
export function isAwayIn(
  turn: Span,
  { from, until }: { from: string; until: string },
  timeZone: string,
): boolean {
  return (
    momentOf(from, "00:00", timeZone) < turn.endsAt && momentOf(until, "00:00", timeZone) > turn.startsAt
  );
}

export type Absence = { personId: string; from: string; until: string };

/** What is left of a turn where its person is there: the days away are cut out of it. */
export function thereIn(
  turn: Span & { personId: string },
  absences: readonly Absence[],
  timeZone: string,
): Span[] {
  let left: Span[] = [{ startsAt: turn.startsAt, endsAt: turn.endsAt }];
  for (const { personId, from, until } of absences) {
    if (personId !== turn.personId) continue;
    const away = { startsAt: momentOf(from, "00:00", timeZone), endsAt: momentOf(until, "00:00", timeZone) };
    left = left.flatMap((span) =>
      [
        { startsAt: span.startsAt, endsAt: new Date(Math.min(+span.endsAt, +away.startsAt)) },
        { startsAt: new Date(Math.max(+span.startsAt, +away.endsAt)), endsAt: span.endsAt },
      ].filter((one) => one.endsAt > one.startsAt),
    );
  }
  return left;
}

/** Who is next on this tier after a turn: the first that begins when it ends, or later. */
export function nextAfter<T extends { tier: number; startsAt: string; endsAt: string }>(
  turns: readonly T[],
  { tier, endsAt }: T,
): T | undefined {
  return turns
    .filter((one) => one.tier === tier && one.startsAt >= endsAt)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))[0];
}

/** Why a rule cannot stand as it is; the code of the refusal. */
export function wrongIn(rule: Rule): string | null {
  if (rule.endsOn !== null && rule.endsOn <= rule.startsOn) return "on_call.rule_days";
  if (rule.kind === "hours" && (rule.until === null || rule.weekdays.length === 0))
    return "on_call.rule_hours";
  return null;
}
