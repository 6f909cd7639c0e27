// All important systems in scope: target, last test, verdict, next test due; the same as a file.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { ledgers } from "../../contract.ts";
import { LedgerTabs } from "../LedgerTabs.tsx";
import { type ContinuityUrl, ContinuityFilters, filterOf } from "./ContinuityFilters.tsx";
import { Measured } from "./Measured.tsx";
import { VerdictMark } from "./verdict.tsx";
import "../ledgers.css";

type Row = Output<typeof ledgers.listContinuity>["rows"][number];

export default function ContinuityPage() {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const [url, set] = useUrlOfUnit<ContinuityUrl>("divisionId");
  const filter = filterOf(url);
  const { verdict: _verdict, isOverdue: _isOverdue, ...scope } = filter;
  const counts = useOperation(ledgers.countContinuity, scope, { keep: true });
  const pages = usePages<Row>(ledgers.listContinuity, filter);
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <Page
      title={
        !counts.data
          ? t("ledgers.continuity")
          : counts.data.systems === 0
            ? t("continuity.pageNone")
            : t("continuity.pageTitle", { count: counts.data.systems, within: counts.data.within })
      }
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("ledgers.continuity") }]}
      actions={counts.data && counts.data.systems > 0 ? <Exports filter={filter} /> : null}
    >
      <LedgerTabs at="/ledgers/continuity" />
      <p className="soft lead-in">{t("continuity.lead")}</p>
      <ContinuityFilters url={url} counts={counts.data} onChange={set} />
      <DataTable
        label={t("ledgers.continuity")}
        columns={useColumns(url.companyId !== undefined)}
        pages={pages}
        keyOfRow={(row) => row.entryId}
        onOpen={(row) => go({ to: "/ledgers/$ledger/$id", params: { ledger: row.ledger, id: row.entryId } })}
        empty={
          isNarrowed ? (
            <EmptyState title={t("list.noneFit")}>{t("gap.noneFitHelp")}</EmptyState>
          ) : (
            <EmptyState
              title={t("continuity.pageNone")}
              action={
                <div className="row wrap">
                  {(["servers", "cloud_services", "plant_equipment"] as const).map((one) => (
                    <GoButton key={one} to="/ledgers/$ledger" params={{ ledger: one }}>
                      {any(`ledger.${one}`)}
                    </GoButton>
                  ))}
                </div>
              }
            >
              {t("continuity.noneHelp")}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

function Exports({ filter }: { filter: ReturnType<typeof filterOf> }) {
  const t = useText();
  const [problem, setProblem] = useState<Error | null>(null);
  const save = (format: "csv" | "xlsx") =>
    void downloadFrom(ledgers.exportContinuity, { ...filter, format }).catch(setProblem);
  return (
    <>
      <FormError error={problem} />
      <Button icon="download" onClick={() => save("csv")}>
        CSV
      </Button>
      <Button icon="download" onClick={() => save("xlsx")}>
        {t("list.excel")}
      </Button>
    </>
  );
}

function useColumns(isOneCompany: boolean): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    {
      id: "system",
      head: t("continuity.system"),
      cell: (row) => (
        <>
          <Go to="/ledgers/$ledger/$id" params={{ ledger: row.ledger, id: row.entryId }}>
            <LangText text={row.entryName} />
          </Go>
          <span className="sub small mute"> {any(`ledger.${row.ledger}`)}</span>
        </>
      ),
    },
    {
      id: "company",
      head: t("entry.company"),
      width: "17%",
      isWideOnly: true,
      cell: (row) =>
        isOneCompany ? (
          <LangText text={row.companyName} />
        ) : (
          <Go to="/ledgers/continuity" search={{ companyId: row.companyId }} title={t("gap.of")}>
            <LangText text={row.companyName} />
          </Go>
        ),
    },
    {
      id: "toRun",
      head: t("continuity.toRun"),
      width: "15%",
      isWideOnly: true,
      cell: (row) => (
        <Measured isSmall label={t("continuity.toRun")} measured={row.tookMinutes} target={row.rtoMinutes} />
      ),
    },
    {
      id: "lost",
      head: t("continuity.lost"),
      width: "14%",
      isWideOnly: true,
      cell: (row) => (
        <Measured isSmall label={t("continuity.lost")} measured={row.lostMinutes} target={row.rpoMinutes} />
      ),
    },
    {
      id: "verdict",
      head: t("continuity.verdict"),
      width: "132px",
      cell: (row) => <VerdictMark verdict={row.verdict} />,
    },
    {
      id: "last",
      head: t("continuity.last"),
      width: "124px",
      isWideOnly: true,
      cell: (row) => (row.testedOn ? format.day(row.testedOn, "plain") : <span className="mute">–</span>),
    },
    {
      id: "next",
      head: t("continuity.nextTest"),
      width: "128px",
      cell: (row) => (
        <span className={row.isOverdue ? "serious-ink" : undefined}>
          {row.testedOn ? format.day(row.nextTestOn, "plain") : t("continuity.now")}
        </span>
      ),
    },
  ];
}
