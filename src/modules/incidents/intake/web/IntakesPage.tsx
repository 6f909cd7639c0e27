// What came by link and mail: what waits to be looked through first, with why.
import { CompanyFilter, useSeesOneCompany } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { intake } from "../contract.ts";
import { Sender } from "./Sender.tsx";
import "./intake.css";

type Row = Output<typeof intake.listIntakes>["rows"][number];
const views = ["waiting", "to_assign", "entered", "set_aside", "all"] as const;
type View = (typeof views)[number];
type Url = { view: View; companyId: string; divisionId: string; search: string };

export default function IntakesPage() {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const narrowing = {
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    ...(url.search ? { search: String(url.search) } : {}),
  };
  const counts = useOperation(intake.countIntakes, narrowing, { keep: true, refetchEvery: 30_000 });
  const { data } = counts;
  const view = url.view ?? (data && data.waiting === 0 && data.to_assign > 0 ? "to_assign" : "waiting");
  const pages = usePages<Row>(intake.listIntakes, { ...narrowing, view });
  const columns = useColumns();
  const title = !data
    ? t("intake.list.crumb")
    : data.waiting > 0
      ? t("intake.list.title", { count: data.waiting })
      : data.to_assign > 0
        ? t("intake.list.titleAssign", { count: data.to_assign })
        : t("intake.list.titleNone");
  return (
    <Page
      title={title}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("intake.list.crumb") }]}
      actions={<GoButton to="/incidents/links">{t("intake.list.linksPage")}</GoButton>}
    >
      <p className="soft lead-in">
        {t("intake.list.lead")}{" "}
        {data?.mailAddress ? t("intake.list.mailTo", { address: data.mailAddress }) : null}
      </p>
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label: t(`intake.list.view.${one}`),
          count: data ? format.number(data[one]) : undefined,
        }))}
        onChange={(one) => set({ view: one } as never, { push: true })}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("list.find")}
          value={url.search ?? ""}
          onFind={(text) => set({ search: text } as never)}
        />
        <CompanyFilter
          companyId={url.companyId}
          onChange={(id) => set({ companyId: id } as never, { push: true })}
        />
      </div>
      <DataTable
        label={t("intake.list.crumb")}
        columns={columns}
        pages={pages}
        total={data?.[view]}
        countedAt={data?.at}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: "/incidents/intake/$id", params: { id: row.id } })}
        empty={
          Object.keys(narrowing).length === 0 ? (
            <EmptyState title={t("intake.list.none")}>{t("intake.list.noneHelp")}</EmptyState>
          ) : (
            <EmptyState title={t("intake.list.noneFit")}>{t("incidents.noneFitHelp")}</EmptyState>
          )
        }
      />
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const isOne = useSeesOneCompany();
  const columns: Column<Row>[] = [
    {
      id: "number",
      head: t("intake.list.number"),
      width: "100px",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.number}</span>,
    },
    {
      id: "what",
      head: t("intake.list.what"),
      cell: (row) => (
        <>
          <Go to="/incidents/intake/$id" params={{ id: row.id }}>
            {row.title ? <LangText text={row.title} /> : t(`incident.kind.${row.kind}`)}
          </Go>
          {row.alike > 0 ? (
            <span className="sub small"> {t("intake.list.alike", { count: row.alike })}</span>
          ) : null}
        </>
      ),
    },
    {
      id: "why",
      head: t("intake.list.why"),
      width: "172px",
      cell: (row) =>
        row.state === "held" && row.heldBecause
          ? t(`intake.why.${row.heldBecause}`)
          : t(`intake.is.${row.state}`),
    },
    {
      id: "from",
      head: t("intake.list.from"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => <Sender of={row} />,
    },
    {
      id: "company",
      head: t("intake.list.company"),
      width: "16%",
      isWideOnly: true,
      cell: (row) =>
        row.companyName ? <LangText text={row.companyName} /> : <span className="mute">–</span>,
    },
    {
      id: "sent",
      head: t("intake.list.sent"),
      width: "148px",
      cell: (row) => <span className="tn">{format.moment(row.sentAt)}</span>,
    },
    {
      id: "due",
      head: t("intake.list.due"),
      width: "148px",
      isWideOnly: true,
      cell: (row) => <span className="tn">{format.moment(row.reportDueAt)}</span>,
    },
  ];
  return columns.filter((column) => column.id !== "company" || !isOne);
}
