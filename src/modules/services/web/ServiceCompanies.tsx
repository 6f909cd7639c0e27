// Who is connected to one service; a selection can be given another share, or be disconnected from a day on.
import { useState } from "react";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { services } from "../contract.ts";
import type { Consumer, Service } from "./rows.ts";
import { SelectionDialog } from "./SelectionDialog.tsx";

export function ServiceCompanies({ service }: { service: Service }) {
  const t = useText();
  const asOf = useAsOf();
  const [search, setSearch] = useState("");
  const [isInPart, onlyInPart] = useState(false);
  const [chosen, choose] = useState<{ rows: Consumer[]; clear: () => void } | null>(null);
  const mayConnect = useMay("service.connect");
  const columns = useColumns();
  const isNarrowed = search !== "" || isInPart;
  const pages = usePages<Consumer>(services.listServiceCompanies, {
    service: service.service,
    ...(search ? { search } : {}),
    ...(isInPart ? { inPart: true } : {}),
    ...asOf,
  });
  return (
    <Panel
      title={t(service.inPart > 0 ? "services.companiesInPart" : "services.companiesTitle", {
        count: service.connected,
        inPart: service.inPart,
      })}
    >
      <div className="tools">
        <input
          className="find"
          type="search"
          aria-label={t("group.find")}
          placeholder={t("group.find")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button isPressed={isInPart} onClick={() => onlyInPart(!isInPart)}>
          {t("services.onlyInPart")}
        </Button>
      </div>
      <DataTable
        label={t("services.companies")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.code}
        total={isNarrowed ? undefined : service.connected}
        empty={
          <EmptyState title={t(isNarrowed ? "companies.none" : "services.noCompanies")}>
            {t(isNarrowed ? "services.noCompanyFits" : "services.noCompaniesHelp")}
          </EmptyState>
        }
        bulk={
          mayConnect
            ? (rows, clear) => (
                <BulkBar title={t("table.selected", { count: rows.length })} onClear={clear}>
                  <Button onClick={() => choose({ rows, clear })}>{t("services.changeSelection")}</Button>
                </BulkBar>
              )
            : undefined
        }
      />
      {chosen ? (
        <SelectionDialog
          service={service}
          rows={chosen.rows}
          onClose={(isDone) => {
            if (isDone) chosen.clear();
            choose(null);
          }}
        />
      ) : null}
    </Panel>
  );
}

function useColumns(): Column<Consumer>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "code",
      head: t("company.code"),
      width: "84px",
      cell: (row) => <span className="mono mute">{row.code}</span>,
    },
    {
      id: "name",
      head: t("companies.nameColumn"),
      cell: (row) =>
        row.companyId ? (
          <Go to="/companies/$id" params={{ id: row.companyId }}>
            <LangText text={nameFor(row)} />
          </Go>
        ) : (
          <LangText text={nameFor(row)} />
        ),
    },
    { id: "tier", head: t("company.tier"), width: "60px", cell: (row) => row.tier ?? "–", isWideOnly: true },
    {
      id: "share",
      head: t("services.share"),
      width: "72px",
      isNumber: true,
      cell: (row) => (
        <span className={row.sharePercent < 100 ? "strong" : "soft"}>
          {format.percent(row.sharePercent / 100)}
        </span>
      ),
    },
    {
      id: "from",
      head: t("services.since"),
      width: "108px",
      isWideOnly: true,
      cell: (row) => <span className="tn">{format.day(row.validFrom, "plain")}</span>,
    },
    {
      id: "to",
      head: t("services.endsOn"),
      width: "108px",
      isWideOnly: true,
      cell: (row) => (row.validTo ? <span className="tn">{format.day(row.validTo, "plain")}</span> : "–"),
    },
  ];
}
