// Whether a step of a hard clock asks somebody to take note, and who is asked next. Pure.
import { type Hard, hardOf, risesOf } from "./rules.ts";

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

type Before = {
  level: number;
  step: number;
  /** The last step that was done, and the moment from which this duty is hard, where its kind leaves that to it. */
  lastStepAt?: Date | undefined;
  ringsFrom?: Date | null;
};

/** Whether this step of the clock asks to take note: it came to a level, or to the moment, from which on the clock is hard. */
export const asksFor = (
  kind: string,
  before: Before,
  to: { level: number; reminded: boolean },
  now: Date,
): Hard | null => {
  const rule = hardOf(kind);
  if (!rule || !to.reminded || to.level < rule.fromLevel) return null;
  if (rule.byMoment) {
    if (!before.ringsFrom || now < before.ringsFrom) return null;
    const hasRung = before.lastStepAt !== undefined && before.lastStepAt >= before.ringsFrom;
    return to.level > before.level || !hasRung ? rule : null;
  }
  return to.level > before.level || (rule.fromLevel === 0 && before.step === 0) ? rule : null;
};
