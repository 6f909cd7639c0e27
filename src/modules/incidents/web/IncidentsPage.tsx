// The register: every event and incident in one's scope; what runs out first.
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { shownColumns } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { incidents } from "../contract.ts";
import { ConfidentialCount } from "../room/web/parts.tsx";
import { useColumns } from "./columns.tsx";
import { IncidentFilters } from "./IncidentFilters.tsx";
import { RegisterMenu } from "./RegisterMenu.tsx";
import { type Counts, narrowingOf, type Row, type Url, urlNames, type View, views } from "./incident.ts";
import "./incidents.css";

export default function IncidentsPage() {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const narrowing = narrowingOf(url);
  const view = url.view ?? "running";
  const sort =
    url.sort ??
    (view === "running" || view === "grave" ? "grave" : view === "unreported" ? "due" : "-discovered");
  const counts = useOperation(incidents.countIncidents, narrowing, { keep: true });
  const pages = usePages<Row>(incidents.listIncidents, { ...narrowing, view, sort });
  const columns = useColumns();
  const visible = shownColumns(columns, url.columns);
  const readsAll = useMay("incident.read");
  const { data } = counts;
  return (
    <Page
      title={useTitle(data)}
      crumbs={[{ label: t("incidents.crumb") }]}
      actions={
        <>
          <RegisterMenu
            url={{ ...url, view, sort }}
            columns={visible.map((one) => one.id)}
            count={data?.views[view]}
          />
          <GoButton to="/report" look="main">
            {t("incidents.report")}
          </GoButton>
        </>
      }
    >
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label: t(`incidents.view.${one}`),
          count: data ? format.number(data.views[one]) : undefined,
        }))}
        onChange={(one) =>
          set({ view: one === "running" ? undefined : (one as View) } as never, { push: true })
        }
      />
      <SavedViews list="incidents" names={urlNames} />
      <IncidentFilters
        url={url}
        columns={columns}
        shown={visible}
        onChange={(part) => set(part as never, { push: true })}
      />
      <DataTable
        label={t("incidents.crumb")}
        columns={visible}
        pages={pages}
        total={data?.views[view]}
        countedAt={data?.at}
        keyOfRow={(row) => row.id}
        sort={{ by: sort, onChange: (by) => set({ sort: by } as never) }}
        onOpen={(row) => go({ to: "/incidents/$id", params: { id: row.id } })}
        empty={
          data?.views.all === 0 && Object.keys(narrowing).length === 0 ? (
            <EmptyState title={t("incidents.none")} icon="findings">
              {t("incidents.noneHelp")}
            </EmptyState>
          ) : (
            <EmptyState title={t("incidents.noneFit")}>{t("incidents.noneFitHelp")}</EmptyState>
          )
        }
      />
      {readsAll ? <ConfidentialCount /> : null}
    </Page>
  );
}

function useTitle(data: Counts | undefined): string {
  const t = useText();
  if (!data) return t("incidents.crumb");
  const { running, grave, unreported } = data.views;
  if (running === 0) return t("incidents.titleNone");
  if (grave > 0) return t("incidents.titleGrave", { count: running, grave });
  return unreported > 0
    ? t("incidents.titleUnreported", { count: running, unreported })
    : t("incidents.title", { count: running });
}
