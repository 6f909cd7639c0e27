// When one share may be called lower than another. Pure.
import { wilson } from "#core/wilson.ts";

type Share = { part: number; whole: number };

/** Whether the last of a row of groups stands apart from the next: groups whose intervals overlap are not ranked. */
export const isFurthestBehind = (last: Share, next: Share): boolean =>
  wilson(last.part, last.whole).high < wilson(next.part, next.whole).low;
