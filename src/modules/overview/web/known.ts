// What stands beside every score, in words: how much of it was answered, left out, not known, verified; its points.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { type Known, sharesOf } from "../rules.ts";

type Points = { halfPoints: number; weight: number };

/** "answered 98 % · not applicable 2 % · not known 1 % · verified 12 %" */
export function useKnown(): (known: Known) => string {
  const t = useText();
  const format = useFormat();
  return (known) => {
    const shares = sharesOf(known);
    return t("known.beside", {
      answered: format.percent(shares.answered / 100),
      na: format.percent(shares.na / 100),
      unknown: format.percent(shares.unknown / 100),
      verified: format.percent(shares.verified / 100),
    });
  };
}

/** "41 of 58 points" */
export function usePoints(): (points: Points) => string {
  const t = useText();
  const format = useFormat();
  return ({ halfPoints, weight }) =>
    t("known.points", {
      points: format.number(halfPoints / 2, halfPoints % 2),
      weight: format.number(weight),
    });
}
