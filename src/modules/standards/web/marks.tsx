// Small drawn marks of the standard: what a tier is asked, and how much a control weighs.
import { useText } from "#web/text/i18n.ts";

type Demand = "required" | "recommended" | "none";

const shapes: Record<Demand, React.ReactNode> = {
  required: <rect x="1" y="1" width="10" height="10" rx="2" fill="currentColor" />,
  recommended: (
    <rect
      x="1.75"
      y="1.75"
      width="8.5"
      height="8.5"
      rx="2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
  ),
  none: <circle cx="6" cy="6" r="1.2" fill="currentColor" opacity=".45" />,
};

/** Filled: required; outlined: recommended; a dot: not asked. */
export function TierMark({ demand, tier }: { demand: Demand; tier: string }) {
  const t = useText();
  const words = `${tier} ${t(`standard.demand.${demand}`)}`;
  return (
    <svg className="tier-mark" viewBox="0 0 12 12" role="img" aria-label={words}>
      <title>{words}</title>
      {shapes[demand]}
    </svg>
  );
}

/** As many strokes as the weight; the number is read. */
export function Weight({ weight }: { weight: number }) {
  const t = useText();
  return (
    <span
      className="weight"
      role="img"
      aria-label={t("standard.weightOf", { weight })}
      title={t("standard.weightOf", { weight })}
    >
      {Array.from({ length: weight }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <i key={index} />
      ))}
    </span>
  );
}
