// When what clocks hang on is to be said, and what bars an incident from being over. Pure.
import type { Clock } from "#modules/clock-rules/mechanism/clocks.ts";

const hour = 3_600_000;
/** In hours: answers come within the first, and half a day at most. */
const soonest = 1;
const latest = 12;

/** By half of what is left of the clock that is due first; of one that is due at once, within the hour. */
export function lawDueWithin(now: Date, clocks: readonly Pick<Clock, "dueAt">[]): Date {
  const left = Math.min(...clocks.map(({ dueAt }) => (dueAt ? Date.parse(dueAt) - now.getTime() : 0)));
  const half = left / 2 / hour;
  return new Date(now.getTime() + Math.min(latest, Math.max(soonest, half)) * hour);
}
