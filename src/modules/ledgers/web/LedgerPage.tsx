// A ledger as a list of any length: views of what is wrong first, declared filters, bulk changes with a preview, as of any day.
import { useState } from "react";
import { useSeesOneCompany } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Page } from "#web/layout/Page.tsx";
import NotFoundPage from "#web/pages/NotFoundPage.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton, useGo, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { shownColumns } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { type Ledger, type LedgerName, ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { BulkDialog } from "./BulkDialog.tsx";
import { EntryForm } from "./EntryForm.tsx";
import { type EntryRow, useEntryColumns } from "./entry-columns.tsx";
import { cleared, type Filter, filterOf, type Url, viewNames } from "./ledger-filter.ts";
import { LedgerFilters } from "./LedgerFilters.tsx";
import "./ledgers.css";

/** The views that stand above every ledger's list: what is wrong, one press away. */
const views = {
  all: {},
  onlyThere: { standing: "only_there" },
  onlyHere: { standing: "only_here" },
  stale: { standing: "stale" },
  conflicting: { isConflicting: true },
  lacking: { isLacking: true },
  withoutOwner: { owner: "none" },
  withoutRule: { isWithoutRule: true },
  overdue: { isReviewOverdue: true },
} as const satisfies Record<string, Partial<Filter>>;
type View = keyof typeof views;
const viewFields = {
  standing: undefined,
  isConflicting: undefined,
  isLacking: undefined,
  owner: undefined,
  isWithoutRule: undefined,
  isReviewOverdue: undefined,
};
const viewOf = (url: Partial<Url>): View =>
  (Object.keys(views) as View[]).find(
    (name) =>
      name !== "all" &&
      Object.entries(views[name]).every(([field, value]) => url[field as keyof Url] === value),
  ) ?? "all";

export default function LedgerPage() {
  const name = useParam("ledger");
  if (!ledgerNames.includes(name as LedgerName)) return <NotFoundPage />;
  // A ledger's own columns and filters: another ledger is another page.
  return <LedgerList key={name} ledger={ledgerOf(name)} />;
}

function LedgerList({ ledger }: { ledger: Ledger }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const asOf = useAsOf();
  const mayManage = useMay("ledger.manage");
  const [url, setUrl] = useUrlOfUnit<Url>("divisionId");
  const [bulk, setBulk] = useState<{ ids: string[]; clear: () => void } | null>(null);
  const [isAdding, add] = useState(false);
  const filter = filterOf(url);
  const asked = { ledger: ledger.name as LedgerName, ...filter, ...asOf };
  const count = useOperation(ledgers.countEntries, asked, { keep: true });
  const pages = usePages<EntryRow>(ledgers.listEntries, {
    ...asked,
    ...(url.sort ? { sort: url.sort } : {}),
  });
  const seesOne = useSeesOneCompany();
  const columns = useEntryColumns(ledger, seesOne || Boolean(url.companyId));
  const shown = shownColumns(columns, url.columns);
  // Of one company or division all is still all: whoever comes from a set-up has taken no filter.
  const isAll = Object.keys(filter).every((name) => name === "companyId" || name === "divisionId");
  const isPast = asOf.asOf !== undefined;
  return (
    <Page
      title={useTitle(ledger, count.data)}
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: any(`ledger.${ledger.name}`) }]}
      actions={
        <>
          <Exports
            ledger={ledger}
            filter={{ ...filter, ...asOf }}
            sort={url.sort}
            columns={shown.map((column) => column.id)}
          />
          {mayManage && !isPast ? (
            <Button look="main" onClick={() => add(true)}>
              {t("list.add")}
            </Button>
          ) : null}
        </>
      }
    >
      <Tabs<View>
        label={any(`ledger.${ledger.name}`)}
        value={viewOf(url)}
        choices={(Object.keys(views) as View[]).map((value) => ({ value, label: t(`list.${value}`) }))}
        onChange={(value) => setUrl({ ...viewFields, ...views[value] })}
      />
      <SavedViews list={ledger.name as LedgerName} names={viewNames} />
      <LedgerFilters ledger={ledger} url={url} columns={columns} shown={shown} onChange={setUrl} />
      <DataTable
        label={any(`ledger.${ledger.name}`)}
        columns={shown}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={count.data && !count.data.isMore ? count.data.count : undefined}
        sort={{ by: url.sort ?? "name", onChange: (by) => setUrl({ sort: by }) }}
        onOpen={(row) => go({ to: "/ledgers/$ledger/$id", params: { ledger: ledger.name, id: row.id } })}
        bulk={
          mayManage && !isPast
            ? (rows, clear) => (
                <BulkBar title={t("list.selected", { count: rows.length })} onClear={clear}>
                  <Button onClick={() => setBulk({ ids: rows.slice(0, 1000).map((row) => row.id), clear })}>
                    {t("bulk.change")}
                  </Button>
                </BulkBar>
              )
            : undefined
        }
        empty={
          <EmptyState
            title={t(isAll ? "list.none" : "list.noneFit")}
            action={
              isAll ? (
                mayManage ? (
                  <GoButton to="/ledgers/sources">{t("ledgers.toSources")}</GoButton>
                ) : null
              ) : (
                <Button onClick={() => setUrl({ ...cleared, search: "" })}>{t("table.clearFilters")}</Button>
              )
            }
          >
            {t(isAll ? "list.noneHelp" : "list.noneFitHelp")}
          </EmptyState>
        }
      />
      {bulk ? (
        <BulkDialog
          ledger={ledger}
          ids={bulk.ids}
          filter={filter}
          total={count.data}
          onClose={(isDone) => {
            if (isDone) bulk.clear();
            setBulk(null);
          }}
        />
      ) : null}
      {isAdding ? <EntryForm ledger={ledger} companyId={url.companyId} onClose={() => add(false)} /> : null}
    </Page>
  );
}

function useTitle(ledger: Ledger, counted: { count: number; isMore: boolean } | undefined): string {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const name = any(`ledger.${ledger.name}`);
  if (!counted) return name;
  return t(counted.isMore ? "list.titleMore" : "list.titleCount", {
    ledger: name,
    count: counted.count,
    shown: format.number(counted.count),
  });
}

type ExportsProps = {
  ledger: Ledger;
  filter: Filter & { asOf?: string };
  sort: string | undefined;
  columns: string[];
};

function Exports({ ledger, filter, sort, columns }: ExportsProps) {
  const t = useText();
  const [problem, setProblem] = useState<Error | null>(null);
  const save = (format: "csv" | "xlsx") => {
    const query = new URLSearchParams({ format, columns: columns.join(","), ...(sort ? { sort } : {}) });
    for (const [name, value] of Object.entries(filter))
      for (const one of [value].flat()) query.append(name, String(one));
    void download(`/ledgers/${ledger.name}/export?${query}`).catch(setProblem);
  };
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
