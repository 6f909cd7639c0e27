// Whose clock is hard, from when, and who is asked next. Pure.
import { type DutyKind, risesOf } from "./rules.ts";

/** From this level on the clock is hard: whoever is told is asked to say within so many hours that they have taken note. */
export type Hard = { fromLevel: number; withinHours: number };

/**
 * What rises on its way up is hard from the division on, what rises to the group office alone from there. A kind that is
 * hard from its first moment (a report within 24 hours of discovery) has level 0: then the addressee is asked as well.
 */
const hard: Partial<Record<DutyKind, Hard>> = {
  "inspection.answer": { fromLevel: 3, withinHours: 24 },
  "service.answer": { fromLevel: 3, withinHours: 24 },
  "inspection.confirm": { fromLevel: 3, withinHours: 24 },
  "inspection.review": { fromLevel: 4, withinHours: 24 },
  "inspection.question": { fromLevel: 4, withinHours: 24 },
};

export const hardOf = (kind: string): Hard | undefined => hard[kind as DutyKind];

/** By kind, for statements. */
export const hardFromLevel: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(hard).map(([kind, { fromLevel }]) => [kind, fromLevel]),
);

/** Nobody above is left: the same are asked so often in all. */
export const mostAsked = 3;

export type Next =
  /** Somebody else is asked. */
  | { is: "risen"; level: number }
  /** The same are asked once more. */
  | { is: "asked_again" }
  /** It has been asked often enough; that nobody answered stays to be seen. */
  | { is: "given_up" };

/** What follows a call that nobody answered in time. */
export function afterSilence(kind: string, level: number, nth: number): Next {
  const above = risesOf(kind)
    .filter((one) => one > level)
    .sort((a, b) => a - b)[0];
  if (above !== undefined) return { is: "risen", level: above };
  return nth < mostAsked ? { is: "asked_again" } : { is: "given_up" };
}

/** Whether this step of the clock asks to take note: it came to a level from which on the clock is hard. */
export const asksFor = (
  kind: string,
  before: { level: number; step: number },
  to: { level: number; reminded: boolean },
): Hard | null => {
  const rule = hardOf(kind);
  if (!rule || !to.reminded || to.level < rule.fromLevel) return null;
  return to.level > before.level || (rule.fromLevel === 0 && before.step === 0) ? rule : null;
};
