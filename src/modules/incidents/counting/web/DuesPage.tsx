// The notices, or the clocks of law and contract, behind a number of the figures: what was due when, and when it was given.
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { DateField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented, Tabs, Token } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { Input, Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { type DueKind, dueKinds, noCountry } from "../rules.ts";
import "../../web/incidents.css";

type Row = Output<typeof incidents.listIncidentDues>["rows"][number];
type Asked = Input<typeof incidents.listIncidentDues>;
const views = ["all", "in_time", "late"] as const;
type View = (typeof views)[number];
type Url = Pick<Asked, "from" | "to" | "divisionId" | "companyId" | "kind" | "country" | "cause"> & {
  what: DueKind;
  view: View;
};

export default function DuesPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const what = url.what ?? "notices";
  const view = url.view ?? "all";
  const { from, to, divisionId, companyId, kind, country, cause } = url;
  const asked = {
    what,
    ...(from ? { from: String(from) } : {}),
    ...(to ? { to: String(to) } : {}),
    ...(divisionId ? { divisionId } : {}),
    ...(companyId ? { companyId } : {}),
    ...(kind ? { kind } : {}),
    ...(country ? { country } : {}),
    ...(cause ? { cause } : {}),
  };
  const counts = useOperation(incidents.listIncidentDues, { ...asked, limit: 1 }, { keep: true });
  const pages = usePages<Row>(incidents.listIncidentDues, {
    ...asked,
    ...(view === "all" ? {} : { inTime: view === "in_time" }),
  });
  const columns = useColumns(what);
  const { count = 0, inTime = 0 } = counts.data ?? {};
  const numbers: Record<View, number> = { all: count, in_time: inTime, late: count - inTime };
  const change = (part: Partial<Record<keyof Url, unknown>>) => set(part as never, { push: true });
  const tokens: [key: keyof Url, name: string, value: string][] = [];
  if (kind) tokens.push(["kind", t("incidents.kind"), t(`incident.kind.${kind}`)]);
  if (country)
    tokens.push([
      "country",
      t("incidents.country"),
      country === noCountry ? t("incidents.noCountry") : format.country(country),
    ]);
  if (cause) tokens.push(["cause", t("incidents.cause"), t(`after.cause.${cause}`)]);
  return (
    <Page
      title={counts.data ? t(`incidentDues.title.${what}`, { count, inTime }) : t(`incidentDues.${what}`)}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        { label: t("incidentFigures.title"), to: "/incidents/figures" },
        { label: t(`incidentDues.${what}`) },
      ]}
    >
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label: t(`incidentDues.view.${one}`),
          count: counts.data ? format.number(numbers[one]) : undefined,
        }))}
        onChange={(one) => change({ view: one === "all" ? undefined : one })}
      />
      <div className="filters">
        <Segmented<DueKind>
          label={t("incidentDues.what")}
          value={what}
          choices={dueKinds.map((value) => ({ value, label: t(`incidentDues.${value}`) }))}
          onChange={(one) => change({ what: one })}
        />
        <CompanyFilter companyId={companyId} onChange={(one) => change({ companyId: one })} />
        {tokens.map(([key, name, value]) => (
          <Token key={key} name={name} value={value} onRemove={() => change({ [key]: undefined })} />
        ))}
        <DateField
          label={t("incidents.discoveredFrom")}
          value={from ? String(from) : ""}
          onChange={(day) => change({ from: day || undefined })}
        />
        <DateField
          label={t("incidents.discoveredTo")}
          value={to ? String(to) : ""}
          onChange={(day) => change({ to: day || undefined })}
        />
      </div>
      <DataTable
        label={t(`incidentDues.${what}`)}
        columns={columns}
        pages={pages}
        total={counts.data ? numbers[view] : undefined}
        keyOfRow={(row) => row.id}
        empty={<EmptyState title={t("incidentDues.none")}>{t("incidentDues.noneHelp")}</EmptyState>}
      />
    </Page>
  );
}

function useColumns(what: DueKind): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const page = what === "notices" ? "/incidents/notices/$id" : "/incidents/clocks/$id";
  return [
    {
      id: "name",
      head: t(`incidentDues.${what}`),
      cell: (row) => (
        <Go to={page} params={{ id: row.id }}>
          <LangText text={row.name} />
        </Go>
      ),
    },
    {
      id: "incident",
      head: t("incidents.what"),
      cell: (row) => (
        <Go to="/incidents/$id" params={{ id: row.incidentId }}>
          <span className="mono">{row.reference}</span>{" "}
          {row.title === "–" ? t(`incident.kind.${row.kind}`) : <LangText text={row.title} />}
        </Go>
      ),
    },
    {
      id: "company",
      head: t("incidents.company"),
      width: "17%",
      isWideOnly: true,
      cell: (row) => <LangText text={row.companyName} />,
    },
    {
      id: "due",
      head: t("incidentDues.due"),
      width: "150px",
      cell: (row) => <span className="tn">{format.moment(row.dueAt)}</span>,
    },
    {
      id: "done",
      head: t("incidentDues.done"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => (row.doneAt ? <span className="tn">{format.moment(row.doneAt)}</span> : "–"),
    },
    {
      id: "inTime",
      head: t("incidentDues.standing"),
      width: "110px",
      cell: (row) => t(row.isInTime ? "incidents.inTime" : "incidents.isLate"),
    },
  ];
}
