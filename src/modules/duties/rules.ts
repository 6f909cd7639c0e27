// When a duty reminds and when it climbs. Pure; moments are instants.

export type DutyKind = "inspection.answer" | "inspection.review" | "inspection.confirm" | "delegation.answer";

type Rule = {
  /** Days before the due moment on which the addressee is reminded. */
  remindBefore: readonly number[];
  /** Days after it at which the duty rises: to the company executive, the division, the group office. */
  riseAfter: readonly [number, number, number];
};

const yearly: Rule = { remindBefore: [28, 14, 7, 2, 0], riseAfter: [1, 3, 7] };
const short: Rule = { remindBefore: [3, 1, 0], riseAfter: [2, 5, 10] };
const rules: Record<DutyKind, Rule> = {
  "inspection.answer": yearly,
  "inspection.review": short,
  "inspection.confirm": short,
  "delegation.answer": short,
};

export type Step = { at: Date; kind: "remind" | "rise"; level: number };
const day = 86_400_000;

/** Every step of a duty in order; steps before its start are left out. */
export function stepsOf(kind: string, startsAt: Date, dueAt: Date): Step[] {
  const rule = rules[kind as DutyKind] ?? short;
  const reminders = rule.remindBefore.map(
    (days): Step => ({ at: new Date(dueAt.getTime() - days * day), kind: "remind", level: 0 }),
  );
  const rises = rule.riseAfter.map(
    (days, index): Step => ({ at: new Date(dueAt.getTime() + days * day), kind: "rise", level: index + 1 }),
  );
  return [...reminders, ...rises]
    .filter((step) => step.at > startsAt)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
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

/** The third postponement needs the division (domain.md, mechanism 3). */
export const needsDivision = (nth: number) => nth >= 3;

/** The last instant of a calendar day in a zone: a duty due "on" a day is due then. */
export function endOfDay(dayText: string, timeZone: string): Date {
  const next = new Date(Date.parse(`${dayText}T00:00:00Z`) + day);
  const wanted = next.getTime();
  // Two rounds find the offset also across a change to or from summer time.
  let guess = wanted - offsetAt(new Date(wanted), timeZone);
  guess = wanted - offsetAt(new Date(guess), timeZone);
  return new Date(guess - 1000);
}

function offsetAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) -
    Math.floor(at.getTime() / 1000) * 1000
  );
}
