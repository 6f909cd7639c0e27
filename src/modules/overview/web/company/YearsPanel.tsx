// Earlier years, each with its edition: scores of different editions are not a line.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads } from "#web/ui/small.tsx";
import { sharesOf } from "../../rules.ts";
import { knownOf } from "./shown.ts";
import { type CompanyResult, yearsOf } from "./years.ts";

export function YearsPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  const years = yearsOf(result);
  if (years.length === 0) return null;
  return (
    <Panel title={t("years.title", { count: years.length })} isFlush>
      <div className="scroll">
        <table className="grid">
          <Heads
            of={[
              [t("trend.year")],
              [t("trend.edition")],
              [t("results.tier")],
              [t("results.result")],
              [t("results.score"), "num"],
              [t("results.points"), "num wide-only"],
              [t("results.answered"), "num wide-only"],
              [t("results.na"), "num wide-only"],
              [t("results.unknown"), "num"],
              [t("results.verified"), "num"],
            ]}
          />
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
                <td className="num wide-only">
                  {year.weight === 0
                    ? "–"
                    : `${format.number(year.halfPoints / 2, year.halfPoints % 2)}\u00a0/\u00a0${format.number(year.weight)}`}
                </td>
                {(["answered", "na", "unknown", "verified"] as const).map((share) => (
                  <td
                    key={share}
                    className={share === "answered" || share === "na" ? "num wide-only" : "num"}
                  >
                    {format.percent(sharesOf(knownOf(year))[share] / 100)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
