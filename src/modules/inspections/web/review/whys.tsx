// Why a desk should look, in words.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { percentShown, type Points } from "../../scoring/settle.ts";
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

/** A score from 0 to 1 as it may be shown: rounded down like everywhere, so that none reads as the threshold it has not reached. */
export const scoreOf = (points: Points): number | null => {
  const percent = percentShown(points);
  return percent === null ? null : percent / 100;
};
