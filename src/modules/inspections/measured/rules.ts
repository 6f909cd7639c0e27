// What a measurement answers. Pure: the page says the same as the server.
import type { Verdict } from "../scoring/rule-book.ts";

export type Figure = { holds: number; all: number; unknown: number; staleSince: string | null };

/** Nothing is proven by a figure that has gone stale. */
export const isUsable = ({ staleSince, all }: Pick<Figure, "staleSince" | "all">): boolean =>
  staleSince === null && all > 0;

/** Met where it holds for all; what nobody knows does not hold. */
export function verdictOf({
  holds,
  all,
}: Pick<Figure, "holds" | "all">): Extract<Verdict, "met" | "partly" | "not_met"> {
  if (holds === all) return "met";
  return holds === 0 ? "not_met" : "partly";
}

/** In tenths of a per cent, rounded down: 100 is all of them and nothing else. */
export const percentOf = ({ holds, all }: Pick<Figure, "holds" | "all">): number =>
  Math.floor((1000 * holds) / all) / 10;
