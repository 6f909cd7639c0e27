// The list of unknown things with its filters; several are answered together after a preview.
import { useState } from "react";
import { useSeesOneCompany } from "#modules/organization/web/parts.tsx";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { useWaited, useWhyLikely } from "./likely.ts";
import type { UnknownRow } from "./unknown.ts";
import { cleared, type Filter, type Url } from "./unknown-filter.ts";
import { UnknownBulk } from "./UnknownBulk.tsx";
import { UnknownFilters } from "./UnknownFilters.tsx";

type Props = {
  url: Partial<Url>;
  filter: Filter;
  setUrl: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
  counted: { count: number; isMore: boolean } | undefined;
  /** Where all are of one company. */
  companyId?: string;
};

export function UnknownList({ url, filter, setUrl, counted, companyId }: Props) {
  const t = useText();
  const go = useGo();
  const mayManage = useMay("ledger.manage");
  const seesOne = useSeesOneCompany();
  const [bulk, setBulk] = useState<{ rows: UnknownRow[]; clear: () => void } | null>(null);
  const pages = usePages<UnknownRow>(ledgers.listUnknowns, {
    ...filter,
    ...(url.sort === "-found" ? { newestFirst: true } : {}),
  });
  const first = pages.data?.pages[0]?.rows[0];
  const isAll = Object.keys(filter).length === 0;
  return (
    <>
      <UnknownFilters url={url} first={first} isOneCompany={companyId !== undefined} onChange={setUrl} />
      <DataTable
        label={t("unknown.crumb")}
        columns={useColumns(seesOne || Boolean(companyId ?? filter.companyId))}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={counted && !counted.isMore ? counted.count : undefined}
        sort={{ by: url.sort ?? "found", onChange: (by) => setUrl({ sort: by }) }}
        onOpen={(row) => go({ to: "/ledgers/unknown/$id", params: { id: row.id } })}
        bulk={
          mayManage
            ? (rows, clear) => (
                <BulkBar title={t("list.selected", { count: rows.length })} onClear={clear}>
                  <Button onClick={() => setBulk({ rows: rows.slice(0, 1000), clear })}>
                    {t("unknown.bulk")}
                  </Button>
                </BulkBar>
              )
            : undefined
        }
        empty={
          <EmptyState
            title={t(isAll ? "unknown.titleNone" : "list.noneFit")}
            icon="check"
            action={
              isAll ? (
                mayManage ? (
                  <GoButton to="/ledgers/sources">{t("ledgers.toSources")}</GoButton>
                ) : null
              ) : filter.askId ? null : (
                <Button onClick={() => setUrl({ ...cleared, search: "" })}>{t("table.clearFilters")}</Button>
              )
            }
          >
            {t(isAll ? "unknown.noneHelp" : "list.noneFitHelp")}
          </EmptyState>
        }
      />
      {bulk ? (
        <UnknownBulk
          rows={bulk.rows}
          filter={filter}
          total={counted}
          onClose={(isDone) => {
            if (isDone) bulk.clear();
            setBulk(null);
          }}
        />
      ) : null}
    </>
  );
}

function useColumns(isOneCompany: boolean): Column<UnknownRow>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const why = useWhyLikely();
  const waited = useWaited();
  return [
    {
      id: "name",
      head: t("unknown.thing"),
      width: "24%",
      cell: (row) => (
        <>
          <Go to="/ledgers/unknown/$id" params={{ id: row.id }}>
            <LangText text={row.name} />
          </Go>{" "}
          <span className="small soft">
            {row.address && row.address !== row.name ? row.address : ""}
            {row.facesInternet ? ` · ${t("unknown.exposed")}` : ""}
          </span>
        </>
      ),
    },
    ...(isOneCompany
      ? []
      : [
          {
            id: "company",
            head: t("entry.company"),
            width: "14%",
            isWideOnly: true,
            cell: (row: UnknownRow) => <LangText text={row.companyName} />,
          },
        ]),
    {
      id: "ledger",
      head: t("ledgers.ledger"),
      isWideOnly: true,
      width: "11%",
      cell: (row) => any(`ledger.${row.ledger}`),
    },
    {
      id: "likely",
      head: t("unknown.likely"),
      width: "20%",
      cell: (row) => (
        <>
          {row.likelyName ? <LangText text={row.likelyName} /> : null}{" "}
          <span className={row.likelyName ? "small soft" : "mute"}>{why(row)}</span>
        </>
      ),
    },
    {
      id: "asked",
      head: t("unknown.asked"),
      width: "11%",
      isWideOnly: true,
      cell: (row) =>
        row.askedName ? (
          <LangText text={row.askedName} />
        ) : (
          <span className="soft">{t("unknown.keepers")}</span>
        ),
    },
    {
      id: "found",
      head: t("unknown.found"),
      width: "84px",
      sort: "found",
      sortDown: "-found",
      cell: (row) => <span title={format.momentDay(row.foundAt)}>{waited(row.foundAt)}</span>,
    },
    {
      id: "due",
      head: t("unknown.due"),
      width: "100px",
      isWideOnly: true,
      cell: (row) => (row.dueOn ? format.day(row.dueOn, "short") : <span className="mute">–</span>),
    },
  ];
}
