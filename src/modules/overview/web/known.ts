// What stands beside every score, in words: how much of it was answered, left out, not known, verified; its points.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { type Known, type Shares, sharesOf } from "../rules.ts";

type Points = { halfPoints: number; weight: number };

/** "answered 98 % · n/a 2 % · not known 1 % · verified 12 %", of shares in per cent. */
export function useShares(): (shares: Shares) => string {
  const t = useText();
  const format = useFormat();
  return ({ answered, na, unknown, verified }) =>
    t("known.beside", {
      answered: format.percent(answered / 100),
      na: format.percent(na / 100),
      unknown: format.percent(unknown / 100),
      verified: format.percent(verified / 100),
    });
}

/** Of counts, and only what is worth a word: all answered, nothing left out and nothing unknown are the ordinary case. */
export function useRemarkable(): (known: Known) => string {
  const t = useText();
  const format = useFormat();
  const percent = (share: number) => format.percent(share / 100);
  return (known) => {
    const { answered, na, unknown, verified } = sharesOf(known);
    return [
      ...(answered < 100 ? [t("known.answered", { share: percent(answered) })] : []),
      ...(na > 0 ? [t("known.na", { share: percent(na) })] : []),
      ...(unknown > 0 ? [t("known.unknown", { share: percent(unknown) })] : []),
      t("known.verified", { share: percent(verified) }),
    ].join(" · ");
  };
}

/** The same, of counts; and said, where nobody counted when the result was kept. */
export function useKnown(): (known: Known | null) => string {
  const t = useText();
  const say = useShares();
  return (known) => (known ? say(sharesOf(known)) : t("known.notKept"));
}

/** The shares at the end of a row of the heat map or the map. */
export const sharesRead = ([answered = 0, na = 0, unknown = 0, verified = 0]: readonly number[]): Shares => ({
  answered,
  na,
  unknown,
  verified,
});

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
