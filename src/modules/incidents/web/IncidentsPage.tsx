// The register: every event and incident in one's scope; what runs out first.
import { Menu } from "@mantine/core";
import { useState } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import { type Column, shownColumns } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Tabs, Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { incidents } from "../contract.ts";
import { ConfidentialCount } from "../room/web/parts.tsx";
import { kinds, severities } from "../rules.ts";
import { useColumns } from "./columns.tsx";
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
  const mayRule = useMay("incident.rule");
  const readsAll = useMay("incident.read");
  const mayLook = [useMay("incident.assess"), useMay("incident.manage")].includes(true);
  const { data } = counts;
  return (
    <Page
      title={useTitle(data)}
      crumbs={[{ label: t("incidents.crumb") }]}
      actions={
        <>
          <Exports
            url={{ ...url, view, sort }}
            columns={visible.map((one) => one.id)}
            count={data?.views[view]}
          />
          {readsAll ? (
            <>
              <GoButton to="/incidents/figures">{t("incidentFigures.title")}</GoButton>
              <GoButton to="/incidents/procedures">{t("procedures.title")}</GoButton>
              <GoButton to="/incidents/proposals">{t("proposals.title")}</GoButton>
            </>
          ) : null}
          {mayLook ? <GoButton to="/incidents/intake">{t("intake.list.crumb")}</GoButton> : null}
          {mayRule ? <GoButton to="/incidents/settings">{t("incidents.settings")}</GoButton> : null}
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
      <Filters
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

type FilterProps = {
  url: Partial<Url>;
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  onChange: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
};

function Filters({ url, columns, shown, onChange }: FilterProps) {
  const t = useText();
  const format = useFormat();
  const tokens: [key: keyof Url, name: string, value: string][] = [];
  if (url.kind) tokens.push(["kind", t("incidents.kind"), t(`incident.kind.${url.kind}`)]);
  if (url.severity) tokens.push(["severity", t("incidents.severity"), t(`severity.${url.severity}`)]);
  if (url.country) tokens.push(["country", t("incidents.country"), format.country(url.country)]);
  if (url.late) tokens.push(["late", t("incidents.late"), t("incidents.isLate")]);
  if (url.product) tokens.push(["product", t("incidents.about"), t("incident.product")]);
  if (url.exercise) tokens.push(["exercise", t("incidents.about"), t("incident.exercise")]);
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("list.find")}
        value={url.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
      {tokens.map(([key, name, value]) => (
        <Token key={key} name={name} value={value} onRemove={() => onChange({ [key]: undefined })} />
      ))}
      <AddFilter>
        <Menu.Label>{t("incidents.kind")}</Menu.Label>
        {kinds.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ kind: one })}>
            {t(`incident.kind.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("incidents.severity")}</Menu.Label>
        {severities.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ severity: one })}>
            {t(`severity.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("incidents.about")}</Menu.Label>
        <Menu.Item onClick={() => onChange({ product: true })}>{t("incident.product")}</Menu.Item>
        <Menu.Item onClick={() => onChange({ exercise: true })}>{t("incident.exercise")}</Menu.Item>
      </AddFilter>
      <span className="end">
        <ColumnChooser columns={columns} shown={shown} onChange={(chosen) => onChange({ columns: chosen })} />
      </span>
    </div>
  );
}

const formats = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;

function Exports({
  url,
  columns,
  count,
}: {
  url: Partial<Url>;
  columns: readonly string[];
  count: number | undefined;
}) {
  const t = useText();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (format: "csv" | "xlsx") => {
    setBusy(format);
    setFailed(null);
    downloadFrom(incidents.exportIncidents, {
      ...narrowingOf(url),
      ...(url.view ? { view: url.view } : {}),
      ...(url.sort ? { sort: url.sort } : {}),
      columns: columns.join(","),
      format,
    })
      .catch(setFailed)
      .finally(() => setBusy(null));
  };
  return (
    <>
      <FormError error={failed} />
      {formats.map(([format, name]) => (
        <Button
          key={format}
          icon="download"
          isBusy={busy === format}
          offBecause={count === 0 ? t("findings.nothingShown") : null}
          onClick={() => save(format)}
        >
          {count === undefined
            ? t("findings.saveAs", { form: name })
            : t("findings.saveAsCount", { form: name, count })}
        </Button>
      ))}
    </>
  );
}
