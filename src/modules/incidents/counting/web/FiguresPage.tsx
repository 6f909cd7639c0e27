// Incidents in numbers: how many reached headquarters within 24 hours, how long it took, by kind, company, country or month.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import "../../web/incidents.css";

type Figures = Output<typeof incidents.getIncidentFigures>;
const bys = ["kind", "company", "country", "month"] as const;
type By = (typeof bys)[number];
type Url = { by: By; from: string; to: string; divisionId: string };

export default function FiguresPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const by = url.by ?? "kind";
  const figures = useOperation(
    incidents.getIncidentFigures,
    {
      by,
      ...(url.from ? { from: String(url.from) } : {}),
      ...(url.to ? { to: String(url.to) } : {}),
      ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    },
    { keep: true },
  );
  const { data } = figures;
  return (
    <Page
      title={
        data && data.all.counted > 0
          ? t("incidentFigures.sentence", {
              share: format.percent(data.all.withinDay / data.all.counted),
              count: data.all.counted,
            })
          : t("incidentFigures.title")
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("incidentFigures.title") }]}
      after={data ? <span className="age">{format.age(data.at)}</span> : null}
    >
      <div className="filters">
        <Segmented<By>
          label={t("incidentFigures.by")}
          value={by}
          choices={bys.map((value) => ({ value, label: t(`incidentFigures.by.${value}`) }))}
          onChange={(to) => set({ by: to === "kind" ? undefined : to } as never)}
        />
        <DateField
          label={t("incidentFigures.from")}
          value={url.from ?? data?.from ?? ""}
          onChange={(from) => set({ from: from || undefined } as never)}
        />
        <DateField
          label={t("incidentFigures.to")}
          value={url.to ?? data?.to ?? ""}
          onChange={(to) => set({ to: to || undefined } as never)}
        />
      </div>
      {figures.isError ? <ErrorState error={figures.error} onRetry={() => void figures.refetch()} /> : null}
      {figures.isPending ? <Loading rows={8} /> : null}
      {data && data.all.count === 0 ? (
        <EmptyState title={t("incidentFigures.none")}>{t("incidentFigures.noneHelp")}</EmptyState>
      ) : null}
      {data && data.all.count > 0 ? (
        <>
          <Whole all={data.all} />
          <Table data={data} by={by} />
        </>
      ) : null}
    </Page>
  );
}

function Whole({ all }: { all: Figures["all"] }) {
  const t = useText();
  const format = useFormat();
  const span = (hours: number | null) => (hours === null ? "–" : format.span(hours * 3_600_000));
  return (
    <FactStrip
      isFigures
      facts={[
        {
          label: t("incidentFigures.count"),
          value: format.number(all.count),
          ...(all.unjudged > 0 ? { notes: [t("incidentFigures.unjudged", { count: all.unjudged })] } : {}),
        },
        {
          label: t("incidentFigures.within"),
          value: all.counted > 0 ? format.percent(all.withinDay / all.counted) : "–",
          notes: [`${format.number(all.withinDay)} / ${format.number(all.counted)}`],
        },
        {
          label: t("incidentFigures.median"),
          value: span(all.medianHours),
          notes: [t("incidentFigures.p90", { span: span(all.p90Hours) })],
        },
        {
          label: t("incidentFigures.contain"),
          value: span(all.containMedianHours),
          notes: [t("incidentFigures.contained", { count: all.contained })],
        },
        {
          label: t("incidentFigures.notices"),
          value: all.noticesOwed > 0 ? format.percent(all.noticesInTime / all.noticesOwed) : "–",
          notes: [
            all.noticesOwed > 0
              ? `${format.number(all.noticesInTime)} / ${format.number(all.noticesOwed)}`
              : t("incidentFigures.noNotices"),
          ],
        },
        {
          label: t("incidentFigures.clocks"),
          value: all.clocksOwed > 0 ? format.percent(all.clocksInTime / all.clocksOwed) : "–",
          notes: [
            all.clocksOwed > 0
              ? `${format.number(all.clocksInTime)} / ${format.number(all.clocksOwed)}`
              : t("incidentFigures.noClocks"),
          ],
        },
      ]}
    />
  );
}

/** A share of few is left grey: it says nothing of how fast somebody is. Of nothing there is no share. */
function Share({ part, whole, fewest }: { part: number; whole: number; fewest: number }) {
  const format = useFormat();
  if (whole === 0) return "–";
  return (
    <span className={whole < fewest ? "inc-share few" : "inc-share"}>
      <i aria-hidden="true">
        <b style={{ width: `${Math.round((part / whole) * 100)}%` }} />
      </i>
      <span className="tn">
        {format.percent(part / whole)}{" "}
        <span className="mute">
          {part}/{whole}
        </span>
      </span>
    </span>
  );
}

function Table({ data, by }: { data: Figures; by: By }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const span = (hours: number | null) => (hours === null ? "–" : format.span(hours * 3_600_000));
  const name = (row: Figures["rows"][number]) => {
    if (by === "kind")
      return (
        <Go to="/incidents" search={{ kind: row.key, view: "all" }}>
          {any(`incident.kind.${row.key}`)}
        </Go>
      );
    if (by === "company")
      return (
        <Go to="/incidents" search={{ companyId: row.key, view: "all" }}>
          <LangText text={row.name ?? ""} />
        </Go>
      );
    if (by === "country")
      return row.key ? (
        <Go to="/incidents" search={{ country: row.key, view: "all" }}>
          {format.country(row.key)}
        </Go>
      ) : (
        "–"
      );
    return format.day(`${row.key}-01`, "month");
  };
  return (
    <Panel title={t(`incidentFigures.by.${by}`)} isFlush>
      <div className="scroll-x">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t(`incidentFigures.by.${by}`)}</th>
              <th scope="col" className="num">
                {t("incidentFigures.count")}
              </th>
              <th scope="col">{t("incidentFigures.within")}</th>
              <th scope="col" className="num">
                {t("incidentFigures.median")}
              </th>
              <th scope="col" className="num">
                {t("incidentFigures.p90Head")}
              </th>
              <th scope="col" className="num">
                {t("incidentFigures.contain")}
              </th>
              <th scope="col">{t("incidentFigures.notices")}</th>
              <th scope="col">{t("incidentFigures.clocks")}</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{name(row)}</th>
                <td className="num tn">{format.number(row.count)}</td>
                <td>
                  <Share part={row.withinDay} whole={row.counted} fewest={data.fewest} />
                </td>
                <td className="num tn">{span(row.medianHours)}</td>
                <td className="num tn">{span(row.p90Hours)}</td>
                <td className="num tn">{span(row.containMedianHours)}</td>
                <td>
                  <Share part={row.noticesInTime} whole={row.noticesOwed} fewest={data.fewest} />
                </td>
                <td>
                  <Share part={row.clocksInTime} whole={row.clocksOwed} fewest={data.fewest} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
