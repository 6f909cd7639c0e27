// Three results of three days side by side: locked last year, this year, how it stands today.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { type Fact, FactStrip } from "#web/ui/Panel.tsx";
import { shareDown } from "../board.ts";
import { type CompanyResult, threeOf, type Year } from "./shown.ts";

export function ResultStrip({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
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
  const verified = (year: Year) => t("known.verified", { share: format.percent(year.verifiedPercent / 100) });
  const facts: Fact[] = [
    {
      label: last
        ? t("companyResult.lockedYear", { year: format.fiscalYear(last.fiscalYear) })
        : t("companyResult.noLastYear"),
      end: last ? format.moment(last.computedAt, "plain") : null,
      value: value(last),
      notes: last ? [`${t("companyResult.edition", { edition: last.edition })} · ${verified(last)}`] : [],
    },
    {
      label: now
        ? `${format.fiscalYear(now.fiscalYear)}, ${t(`inspection.${now.state}`)}`
        : t("companyResult.notAsked"),
      end: now ? t("companyResult.edition", { edition: now.edition }) : null,
      value: value(now),
      notes: now
        ? [
            `${t("companyResult.answered", { share: format.percent(shareDown(now.answeredCount, now.requiredCount)) })} · ${verified(now)}`,
          ]
        : [],
    },
    {
      label: t("standing.current"),
      end: standing ? format.age(standing.computedAt) : null,
      value: value(standing),
      isLive: true,
      notes: standing
        ? [
            standing.expiredCount > 0
              ? t("companyResult.expired", { count: standing.expiredCount })
              : t("companyResult.noneExpired"),
          ]
        : [],
    },
  ];
  return <FactStrip facts={facts} isFigures />;
}
