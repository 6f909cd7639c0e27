// Are we better, really: over all companies and controls of each year, and over those that every year has.
import { useOperation } from "#web/api.ts";
import { Drawing } from "#web/charts/Drawing.tsx";
import { Picture } from "#web/charts/Picture.tsx";
import { trendDrawing } from "#web/charts/trend.ts";
import type { Output } from "#core/contract.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import type { View } from "./view.ts";

type Trend = Output<typeof overview.getTrend>;
type Year = Trend["years"][number];

export function TrendPanel({ view: { tier, region, division } }: { view: View }) {
  const t = useText();
  const part = {
    ...(tier ? { tier } : {}),
    ...(region ? { region } : {}),
    ...(division ? { division } : {}),
  };
  const trend = useOperation(overview.getTrend, part, { keep: true });
  if (trend.data) return <TrendPicture trend={trend.data} />;
  return (
    <Panel title={t("trend.title")}>
      {trend.isError ? <ErrorState error={trend.error} /> : <Loading rows={6} />}
    </Panel>
  );
}

const shareOf = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);

function TrendPicture({ trend }: { trend: Trend }) {
  const t = useText();
  const format = useFormat();
  const one = (value: number) => format.number(value, Number.isInteger(value) ? 0 : 1);
  const shown = trend.years.map((year, index) => ({
    year,
    label: format.fiscalYear(year.fiscalYear),
    full: shareOf(year.meets, year.companies),
    same: year.sameMeets === null ? null : shareOf(year.sameMeets, trend.sameCompanies),
    below:
      index === 0
        ? t("trend.companies", { count: year.companies })
        : t("trend.moved", { companies: year.companies, joined: year.joined, left: year.left }),
  }));
  const drawing = trendDrawing(
    shown.map(({ year, ...rest }) => ({ ...rest, ...(year.isNewEdition ? { mark: markOf(year, t) } : {}) })),
    { same: t("trend.same"), full: t("trend.full"), number: one },
  );
  const rows = shown.map(({ year, label, full, same }) => [
    label,
    year.edition,
    year.companies,
    year.meets,
    full === null ? null : one(full),
    same === null ? null : one(same),
    year.joined,
    year.left,
    year.provisional,
  ]);
  return (
    <Picture
      className="trend-panel"
      title={useTitle(shown)}
      more={t("trend.unit")}
      drawing={drawing}
      fileName="yagura-trend"
      summary={shown
        .map(({ year, label, full, same }) =>
          t("trend.summary", {
            year: label,
            edition: year.edition,
            full: full === null ? "–" : one(full),
            same: same === null ? "–" : one(same),
            companies: year.companies,
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t("trend.year"),
          t("trend.edition"),
          t("trend.asked"),
          t("trend.meeting"),
          t("trend.fullShare"),
          t("trend.sameShare"),
          t("trend.joined"),
          t("trend.left"),
          t("trend.provisional"),
        ],
        rows,
      }}
    >
      <div id="trend">
        <Drawing drawing={drawing} label={t("trend.title")} />
      </div>
      <p className="age">
        {trend.sameControls === null
          ? t("trend.notComparable")
          : shown.some(({ same }) => same === null)
            ? t("trend.beingCompared")
            : t("trend.sameNote", {
                companies: trend.sameCompanies,
                controls: trend.sameControls,
                years: shown.length,
              })}
      </p>
    </Picture>
  );
}

function markOf(year: Year, t: ReturnType<typeof useText>): string[] {
  const head = t("trend.editionMark", { edition: year.edition });
  return year.changes ? [head, t("trend.changes", year.changes)] : [head];
}

type Shown = { full: number | null; same: number | null };

/** What the last year did; an edition change alone is never called progress. */
function useTitle(shown: readonly Shown[]): string {
  const t = useText();
  const format = useFormat();
  const [before, last] = shown.slice(-2);
  if (!before || !last || shown.length < 2) return t("trend.first");
  const moved = (of: "full" | "same") =>
    last[of] === null || before[of] === null ? null : Math.round((last[of] - before[of]) * 10) / 10;
  const [same, full] = [moved("same"), moved("full")];
  if (same === null) return t("trend.onlyFull");
  const signed = (value: number) =>
    `${value > 0 ? "+" : value < 0 ? "−" : "±"}${format.number(Math.abs(value), 1)}`;
  const way = same > 0 ? "up" : same < 0 ? "down" : "level";
  return t(`trend.${way}`, { same: format.number(Math.abs(same), 1), full: signed(full ?? 0) });
}
