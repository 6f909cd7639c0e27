// What stands behind each year: the edition, who was asked and who was not, how much was verified, how old it is.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { isPartial } from "../../trend/rules.ts";
import { numberIn, pointOf, type Trend, type Year } from "./shown.ts";
import { verifiedOf } from "./TrendPicture.tsx";

export function YearTable({ trend }: { trend: Trend }) {
  const t = useText();
  const company = trend.company !== null;
  // A column of dashes says nothing: it is there once something was corrected.
  const isCorrected = trend.years.some((year) => pointOf(trend, year).restated !== null);
  return (
    <Panel title={t("trend.behind", { count: trend.years.length })} isFlush>
      <Scroll label={t("trend.behind", { count: trend.years.length })}>
        <table className="grid years-table">
          <Heads
            of={[
              [t("trend.year")],
              [t("trend.edition")],
              [t("trend.source")],
              ...(company ? ([[t("results.result")]] as [string][]) : []),
              [company ? t("trend.fullScore") : t("trend.fullShare"), "num"],
              ...(isCorrected
                ? ([[t(company ? "trend.restatedScore" : "trend.restated"), "num"]] as [string, string][])
                : []),
              [company ? t("trend.sameScore") : t("trend.sameShare"), "num"],
              ...((company
                ? [[t("trend.tierMedian"), "num"]]
                : [
                    [t("trend.asked"), "num"],
                    [t("trend.leftOut"), "num"],
                    [t("trend.joined"), "num"],
                    [t("trend.left"), "num"],
                  ]) as [string, string][]),
              [t("trend.verified"), "num"],
              [t("trend.dataAt")],
            ]}
          />
          <tbody>
            {trend.years.toReversed().map((year) => (
              <Line
                key={year.roundId ?? year.fiscalYear}
                trend={trend}
                year={year}
                isCorrected={isCorrected}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function Line({ trend, year, isCorrected }: { trend: Trend; year: Year; isCorrected: boolean }) {
  const t = useText();
  const format = useFormat();
  const { full, same, restated, median } = pointOf(trend, year);
  const shown = numberIn(trend, format);
  const one = (value: number | null) => (value === null ? "–" : shown(value));
  const label = format.fiscalYear(year.fiscalYear);
  const to = trend.company ? `/companies/${trend.company.id}/result` : "/group/overview";
  return (
    <tr>
      <td>
        {year.roundId ? (
          <Go to={to} search={{ roundId: year.roundId }}>
            {label}
          </Go>
        ) : (
          label
        )}
      </td>
      <td className={year.isNewEdition ? "strong" : "mute"}>{year.edition || "–"}</td>
      <td>
        {year.isImported ? (
          <span className="badge tag">{t("trend.imported")}</span>
        ) : (
          <span className="mute">{t("trend.keptHere")}</span>
        )}
      </td>
      {trend.company ? (
        <td>{year.own?.result ? <ResultBadge result={year.own.result} isPlain /> : "–"}</td>
      ) : null}
      <td className="num">
        {!trend.company && isPartial(year, trend.years)
          ? t("trend.ofCompanies", { meets: year.meets, companies: year.companies })
          : one(full)}
      </td>
      {isCorrected ? (
        <td className="num">
          {restated === null ? "–" : one(restated)}
          {!trend.company && year.restated > 0 ? ` (${t("trend.companies", { count: year.restated })})` : ""}
        </td>
      ) : null}
      <td className="num strong">{one(same)}</td>
      {trend.company ? (
        <td className="num">
          {one(median)}
          {median !== null && year.own?.tier ? ` (${year.own.tier})` : ""}
        </td>
      ) : null}
      {(trend.company ? [] : [year.companies, year.leftOut, year.joined, year.left]).map((count, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <td key={at} className="num">
          {year.isImported && at > 0 ? "–" : format.number(count)}
          {at === 0 && year.scoreOnly > 0 ? ` (${t("trend.scoreOnly", { count: year.scoreOnly })})` : ""}
        </td>
      ))}
      <td className="num">{verifiedOf(trend, year, format.percent) ?? "–"}</td>
      <td className="mute">{year.dataAt === null ? "–" : format.momentDay(year.dataAt, "plain")}</td>
    </tr>
  );
}
