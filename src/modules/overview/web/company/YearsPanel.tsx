// Earlier years, each with its edition: scores of different editions are not a line.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { type CompanyResult, yearsOf } from "./shown.ts";

export function YearsPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  const years = yearsOf(result);
  if (years.length === 0) return null;
  return (
    <Panel title={t("years.title", { count: years.length })} isFlush>
      <div className="scroll">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t("trend.year")}</th>
              <th scope="col">{t("trend.edition")}</th>
              <th scope="col">{t("results.tier")}</th>
              <th scope="col">{t("results.result")}</th>
              <th scope="col" className="num">
                {t("results.score")}
              </th>
              <th scope="col" className="num">
                {t("results.verified")}
              </th>
            </tr>
          </thead>
          <tbody>
            {years.map((year, index) => (
              <tr key={year.roundId}>
                <td>
                  <Go
                    to="/companies/$id/result"
                    params={{ id: result.companyId }}
                    search={{ roundId: year.roundId }}
                  >
                    {format.fiscalYear(year.fiscalYear)}
                  </Go>
                </td>
                <td
                  className={
                    years[index + 1] && years[index + 1]?.edition !== year.edition ? "strong" : "mute"
                  }
                >
                  {year.edition}
                </td>
                <td>{year.tier}</td>
                <td>
                  <ResultBadge
                    result={year.result}
                    isPlain
                    isProvisional={year.isProvisional && year.result !== "not_known"}
                  />
                </td>
                <td className="num">
                  {year.percent === null || year.answeredCount === 0
                    ? "–"
                    : format.score(year.percent / 100, true)}
                </td>
                <td className="num">{format.percent(year.verifiedPercent / 100)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
