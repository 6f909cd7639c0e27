// Incidents in numbers: how many reached headquarters within 24 hours, how long it took, by kind, company, country, month or cause.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { ConfidentialCount } from "../../room/web/parts.tsx";
import { type By, bys } from "../rules.ts";
import { FiguresTable } from "./FiguresTable.tsx";
import { type Figures, Opens, Parts, type Place } from "./Opens.tsx";
import "../../web/incidents.css";

type Url = { by: By; from: string; to: string; divisionId: string };

export default function FiguresPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const by = url.by ?? "kind";
  const mayCompare = useMay("result.read");
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
      actions={mayCompare ? <GoButton to="/group/causes">{t("incidentFigures.causes")}</GoButton> : null}
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
          <Whole all={data.all} place={{ by, key: null, days: data, divisionId: url.divisionId }} />
          <FiguresTable data={data} divisionId={url.divisionId} />
        </>
      ) : null}
      <ConfidentialCount />
    </Page>
  );
}

function Whole({ all, place }: { all: Figures["all"]; place: Place }) {
  const t = useText();
  const format = useFormat();
  const span = (hours: number | null) => (hours === null ? "–" : format.span(hours * 3_600_000));
  const opens = (counted: "reported" | "contained", hours: number | null) =>
    hours === null ? "–" : <Opens place={place} counted={counted} number={span(hours)} />;
  return (
    <FactStrip
      isFigures
      facts={[
        {
          label: t("incidentFigures.count"),
          value: <Opens place={place} counted="counted" number={all.count} />,
          notes:
            all.unjudged > 0
              ? [
                  <Opens
                    key="unjudged"
                    place={place}
                    counted="unjudged"
                    number={t("incidentFigures.unjudged", { count: all.unjudged })}
                  />,
                ]
              : [],
        },
        {
          label: t("incidentFigures.within"),
          value: all.counted > 0 ? format.percent(all.withinDay / all.counted) : "–",
          notes: [
            <Parts key="parts" place={place} of="incidents" part={all.withinDay} whole={all.counted} />,
          ],
        },
        {
          label: t("incidentFigures.median"),
          value: opens("reported", all.medianHours),
          notes: [t("incidentFigures.p90", { span: span(all.p90Hours) })],
        },
        {
          label: t("incidentFigures.contain"),
          value: opens("contained", all.containMedianHours),
          notes: [
            <Opens
              key="contained"
              place={place}
              counted="contained"
              number={all.contained === 0 ? 0 : t("incidentFigures.contained", { count: all.contained })}
            />,
          ],
        },
        {
          label: t("incidentFigures.notices"),
          value: all.noticesOwed > 0 ? format.percent(all.noticesInTime / all.noticesOwed) : "–",
          notes: [
            all.noticesOwed > 0 ? (
              <Parts
                key="parts"
                place={place}
                of="notices"
                part={all.noticesInTime}
                whole={all.noticesOwed}
              />
            ) : (
              t("incidentFigures.noNotices")
            ),
          ],
        },
        {
          label: t("incidentFigures.clocks"),
          value: all.clocksOwed > 0 ? format.percent(all.clocksInTime / all.clocksOwed) : "–",
          notes: [
            all.clocksOwed > 0 ? (
              <Parts key="parts" place={place} of="clocks" part={all.clocksInTime} whole={all.clocksOwed} />
            ) : (
              t("incidentFigures.noClocks")
            ),
          ],
        },
      ]}
    />
  );
}
