// The links by which anybody may report without signing in: where they hang, what came by them, their posters.
import { useState } from "react";
import { CompanyFilter, useSeesOneCompany } from "#modules/organization/web/parts.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { intake } from "../contract.ts";
import { LinkActs } from "./LinkActs.tsx";
import { LinkDialog } from "./LinkDialog.tsx";
import type { Link } from "./links.ts";
import "./intake.css";

type Url = { companyId: string; divisionId: string; search: string; over: boolean };

export default function LinksPage() {
  const t = useText();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const [isMaking, make] = useState(false);
  const { companyId, search } = url;
  const isOver = url.over === true;
  const pages = usePages<Link>(intake.listReportLinks, {
    isOver,
    ...(companyId ? { companyId } : {}),
    ...(search ? { search } : {}),
  });
  const columns = useColumns();
  const shown = pages.data?.pages.flatMap((page) => page.rows).length;
  const isPlain = !companyId && !search;
  const action = (
    <Button look="main" onClick={() => make(true)}>
      {t("intake.links.make")}
    </Button>
  );
  return (
    <Page
      title={
        shown === undefined || isOver || !isPlain
          ? t("intake.links.crumb")
          : shown === 0
            ? t("intake.links.none")
            : t("intake.links.title", { count: shown })
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("intake.links.crumb") }]}
      actions={action}
    >
      <Tabs
        label={t("table.views")}
        value={isOver ? "over" : "now"}
        choices={(["now", "over"] as const).map((one) => ({
          value: one,
          label: t(`intake.links.view.${one}`),
        }))}
        onChange={(one) => set({ over: one === "over" ? true : undefined } as never, { push: true })}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("list.find")}
          value={search ?? ""}
          onFind={(text) => set({ search: text } as never)}
        />
        <CompanyFilter
          companyId={companyId}
          onChange={(id) => set({ companyId: id } as never, { push: true })}
        />
      </div>
      <DataTable
        label={t("intake.links.crumb")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          !isPlain ? (
            <EmptyState title={t("intake.links.noneFit")}>{t("incidents.noneFitHelp")}</EmptyState>
          ) : isOver ? (
            <EmptyState title={t("intake.links.noneOver")}>{t("intake.links.noneOverHelp")}</EmptyState>
          ) : (
            <EmptyState title={t("intake.links.none")} action={action}>
              {t("intake.links.noneHelp")}
            </EmptyState>
          )
        }
      />
      {isMaking ? <LinkDialog link={null} onClose={() => make(false)} /> : null}
    </Page>
  );
}

function useColumns(): Column<Link>[] {
  const t = useText();
  const format = useFormat();
  const isOne = useSeesOneCompany();
  const columns: Column<Link>[] = [
    {
      id: "label",
      head: t("intake.links.label"),
      cell: (row) => (
        <>
          <LangText text={row.label} />
          {row.unitName ? <span className="sub small"> {row.unitName}</span> : null}
        </>
      ),
    },
    {
      id: "company",
      head: t("intake.links.company"),
      width: "20%",
      cell: (row) => <LangText text={row.companyName} />,
    },
    {
      id: "address",
      head: t("intake.links.address"),
      width: "128px",
      isWideOnly: true,
      cell: (row) =>
        row.address ? (
          <a className="mono intake-code" href={row.address} target="_blank" rel="noreferrer">
            {row.code}
          </a>
        ) : (
          <span className="mute">{t("intake.links.over")}</span>
        ),
    },
    {
      id: "until",
      head: t("intake.links.until"),
      width: "116px",
      isWideOnly: true,
      cell: (row) =>
        row.revokedAt ? (
          format.moment(row.revokedAt)
        ) : row.validTo ? (
          format.day(row.validTo)
        ) : (
          <span className="mute">–</span>
        ),
    },
    {
      id: "reports",
      head: t("intake.links.reports"),
      width: "76px",
      isNumber: true,
      cell: (row) => format.number(row.reports),
    },
    {
      id: "last",
      head: t("intake.links.last"),
      width: "148px",
      isWideOnly: true,
      cell: (row) =>
        row.lastAt ? format.moment(row.lastAt) : <span className="mute">{t("intake.links.never")}</span>,
    },
    { id: "acts", head: "", width: "150px", cell: (row) => <LinkActs link={row} /> },
  ];
  return columns.filter((column) => column.id !== "company" || !isOne);
}
