// The five ledgers of every company side by side, on any day: what is there, what no rule covers, how far the count is true.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { type CoveredPart, coveredParts } from "../declared/covered.ts";
import { BeginHint } from "./BeginHint.tsx";
import { SaidNone } from "./SaidNone.tsx";
import { LedgerTabs } from "./LedgerTabs.tsx";
import "./ledgers.css";

type Row = Output<typeof ledgers.listCoverage>["rows"][number];
type Cell = Row["cells"][number];

export default function CoveragePage() {
  const t = useText();
  const asOf = useAsOf();
  const [{ divisionId }] = useUrlOfUnit<{ divisionId: string }>("divisionId");
  const narrowed = { ...(divisionId ? { divisionId } : {}), ...asOf };
  const sums = useOperation(ledgers.sumCoverage, narrowed, { keep: true });
  const pages = usePages<Row>(ledgers.listCoverage, narrowed);
  return (
    <Page
      title={useTitle(sums.data)}
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("ledgers.coverage") }]}
    >
      <LedgerTabs at="/ledgers/coverage" />
      <p className="soft lead-in">{t("ledgerCoverage.lead")}</p>
      {sums.data?.cells.every((cell) => cell.registered === null) ? <BeginHint /> : null}
      <div className="stack">
        {sums.data ? <Sums sums={sums.data} /> : null}
        <DataTable
          label={t("ledgers.coverage")}
          columns={useColumns()}
          pages={pages}
          keyOfRow={(row) => row.companyId}
          total={sums.data?.companies}
          empty={<EmptyState title={t("list.noneFit")}>{t("ledgerCoverage.noneHelp")}</EmptyState>}
        />
      </div>
    </Page>
  );
}

type AllSums = Output<typeof ledgers.sumCoverage>;

function useTitle(sums: AllSums | undefined): string {
  const t = useText();
  if (!sums) return t("ledgers.coverage");
  const without = sums.cells.reduce((sum, one) => sum + (one.withoutRule ?? 0), 0);
  return without > 0
    ? t(sums.companies === 1 ? "ledgerCoverage.titleGapsHere" : "ledgerCoverage.titleGaps", {
        count: without,
        companies: sums.companies,
      })
    : t("ledgerCoverage.title", { count: sums.companies });
}

function usePartName(): (part: CoveredPart) => string {
  const any = useAnyText();
  return (part) => any(part.startsWith("information.") ? `word.nature.${part.slice(12)}` : `ledger.${part}`);
}

function Sums({ sums }: { sums: AllSums }) {
  const t = useText();
  const format = useFormat();
  const nameOf = usePartName();
  return (
    <FactStrip
      isFigures
      facts={sums.cells.map((cell) => ({
        label: nameOf(cell.part),
        value: cell.registered === null ? "–" : format.number(cell.registered),
        notes: [
          ...(cell.withoutRule ? [t("ledgers.withoutRule", { count: cell.withoutRule })] : []),
          ...(cell.all
            ? [
                t("ledgerCoverage.agree", {
                  share: format.percent((cell.matched ?? 0) / cell.all),
                  all: format.number(cell.all),
                }),
              ]
            : []),
          ...(cell.uncounted > 0 ? [t("ledgerCoverage.uncounted", { count: cell.uncounted })] : []),
        ],
      }))}
    />
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const nameOf = usePartName();
  return [
    {
      id: "company",
      head: t("entry.company"),
      width: "26%",
      cell: (row) => (
        <>
          <Go to="/ledgers" search={{ company: row.companyId }}>
            <LangText text={row.companyName} />
          </Go>
          {row.unknown > 0 ? (
            <Go to="/ledgers/unknown" search={{ companyId: row.companyId }} className="small gap">
              {" "}
              {t("ledgers.unknown", { count: row.unknown })}
            </Go>
          ) : null}
          {row.silentSince ? (
            <span className="sub small serious-ink">
              {" "}
              {t("sources.silentSince", { at: format.momentDay(row.silentSince) })}
            </span>
          ) : null}
        </>
      ),
    },
    ...coveredParts.map(
      (part): Column<Row> => ({
        id: part,
        head: nameOf(part),
        width: `${74 / coveredParts.length}%`,
        isWideOnly: part !== "devices" && part !== "servers",
        cell: (row) => (
          <CoverCell cell={row.cells.find((one) => one.part === part)} companyId={row.companyId} />
        ),
      }),
    ),
  ];
}

/** How many, how far they agree with what is seen, and the gap: a company that has never counted says so. */
function CoverCell({ cell, companyId }: { cell: Cell | undefined; companyId: string }) {
  const t = useText();
  const format = useFormat();
  if (cell?.none && !cell.isContradicted && !cell.registered) return <SaidNone none={cell.none} />;
  if (!cell || cell.registered === null) return <span className="mute">{t("ledgerCoverage.never")}</span>;
  const [ledger = "", nature] = cell.part.split(".");
  const search = { companyId, ...(nature ? { where: `nature:${nature}` } : {}) };
  return (
    <span className="cover">
      <Go to="/ledgers/$ledger" params={{ ledger }} search={search}>
        <span className="tn">{format.number(cell.registered)}</span>
      </Go>
      {cell.all ? (
        <span
          className="small soft tn"
          title={t("ledgerCoverage.agree", {
            share: format.percent((cell.matched ?? 0) / cell.all),
            all: format.number(cell.all),
          })}
        >
          {format.percent((cell.matched ?? 0) / cell.all)}
        </span>
      ) : null}
      {cell.withoutRule ? (
        <Go
          to="/ledgers/$ledger"
          params={{ ledger }}
          search={{ ...search, isWithoutRule: true }}
          className="small gap"
        >
          {t("ledgers.withoutRule", { count: cell.withoutRule })}
        </Go>
      ) : null}
      {cell.none ? <SaidNone none={cell.none} isContradicted={cell.isContradicted} /> : null}
    </span>
  );
}
