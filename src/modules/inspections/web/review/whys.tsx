// Why a desk should look, in words.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { SheetRow } from "./desk.ts";

type Why = SheetRow["whys"][number];

export function useWhy(): (why: Why) => string {
  const t = useText();
  const format = useFormat();
  return (why) =>
    t(`review.why.${why.code}`, {
      verdict: why.verdict ? t(`verdict.${why.verdict}`) : "",
      share: why.percent === undefined ? "" : format.percent(why.percent / 100),
      day: why.day ? format.day(why.day, "plain") : "",
    });
}

/** A score as its exact parts give it, from 0 to 1. */
export const scoreOf = ({ halfPoints, weight }: { halfPoints: number; weight: number }): number | null =>
  weight === 0 ? null : halfPoints / (2 * weight);
