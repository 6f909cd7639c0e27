// Three results of three days side by side: locked last year, this year, how it stands today.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { type Fact, FactStrip } from "#web/ui/Panel.tsx";
import { useKnown, usePoints } from "../known.ts";
import { knownOf } from "./shown.ts";
import { type CompanyResult, threeOf, type Year } from "./years.ts";

export function ResultStrip({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  const known = useKnown();
  const points = usePoints();
  const { last, now, standing } = threeOf(result);
  const value = (year: Year | undefined) =>
    year ? (
      <>
        {year.answeredCount === 0
          ? "–"
          : format.score(year.percent === null ? null : year.percent / 100, true)}
        <ResultBadge result={year.result} isProvisional={year.isProvisional && year.result !== "not_known"} />
      </>
    ) : (
      <span className="mute">–</span>
    );
  /** Edition, tier and points, then how much of it was answered, left out, not known, verified. */
  const beside = (year: Year) => [
    `${t("companyResult.edition", { edition: year.edition })} · ${year.tier} · ${points(year)}`,
    known(knownOf(year)),
  ];
  const facts: Fact[] = [
    {
      label: last
        ? t("companyResult.lockedYear", { year: format.fiscalYear(last.fiscalYear) })
        : t("companyResult.noLastYear"),
      end: last ? format.moment(last.computedAt, "plain") : null,
      value: value(last),
      notes: last ? beside(last) : [],
    },
    {
      label: now
        ? `${format.fiscalYear(now.fiscalYear)}, ${t(`inspection.${now.state}`)}`
        : t("companyResult.notAsked"),
      value: value(now),
      notes: now ? beside(now) : [],
    },
    {
      label: t("standing.current"),
      end: standing ? format.age(standing.computedAt) : null,
      value: value(standing),
      isLive: true,
      notes: standing
        ? [
            ...beside(standing),
            standing.expiredCount > 0
              ? t("companyResult.expired", { count: standing.expiredCount })
              : t("companyResult.noneExpired"),
          ]
        : [],
    },
  ];
  return <FactStrip facts={facts} isFigures />;
}
