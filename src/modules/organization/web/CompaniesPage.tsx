// The register of companies, on any day. Filters, columns and order are in the URL; the export is what is shown.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { shownColumns } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { CompanyFilters } from "./CompanyFilters.tsx";
import type { CompanyFilter } from "./company-filter.ts";
import { useCompanyColumns } from "./company-columns.tsx";

type Row = Output<typeof organization.listCompanies>["rows"][number];
export default function CompaniesPage() {
  const t = useText();
  const go = useGo();
  const session = useSession();
  const format = useFormat();
  const asOf = useAsOf();
  const mayImport = useMay("organization.import");
  const [url, setUrl] = useUrlOfUnit<CompanyFilter>("divisionId");
  const { columns: chosen, search, tier, relation, region, divisionId, sort, withEnded } = url;
  const filter = Object.fromEntries(
    Object.entries({ search, tier, relation, region, divisionId, sort, withEnded }).filter(
      ([, value]) => value,
    ),
  ) as Omit<CompanyFilter, "columns">;
  const counts = useOperation(organization.countCompanies, asOf);
  const isAll = Object.keys(filter).every((name) => name === "sort");
  const pages = usePages<Row>(organization.listCompanies, { ...filter, ...asOf });
  const columns = useCompanyColumns();
  const shown = shownColumns(columns, chosen);
  const { companies, missing } = counts.data ?? { companies: 0, missing: 0 };
  return (
    <Page
      title={t("companies.title", { count: companies })}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("companies.crumb") },
      ]}
      after={
        counts.data ? (
          <span className={missing > 0 ? "badge serious" : "age"}>
            {t(missing > 0 ? "companies.missing" : "companies.complete", { count: missing, companies })}
          </span>
        ) : null
      }
      actions={
        <>
          <Exports filter={filter} columns={shown.map((column) => column.id)} />
          {mayImport ? (
            <GoButton look="main" to="/imports">
              {t("group.import")}
            </GoButton>
          ) : null}
        </>
      }
    >
      <GroupTabs />
      <SavedViews list="companies" names={viewNames} />
      <CompanyFilters filter={filter} columns={columns} shown={shown} onChange={setUrl} />
      <DataTable
        label={t("companies.crumb")}
        columns={shown}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={isAll ? companies : undefined}
        sort={{ by: sort ?? "code", onChange: (by) => setUrl({ sort: by as "code" }) }}
        onOpen={(row) => go({ to: "/companies/$id", params: { id: row.id } })}
        empty={
          <EmptyState
            icon="unit"
            title={t("companies.none")}
            action={isAll ? null : <Button onClick={() => setUrl(cleared)}>{t("table.clearFilters")}</Button>}
          >
            {t("companies.noneHelp")}
          </EmptyState>
        }
      />
    </Page>
  );
}

const viewNames = ["search", "tier", "relation", "region", "divisionId", "sort", "withEnded", "columns"];

const cleared = {
  search: "",
  tier: undefined,
  relation: undefined,
  region: undefined,
  divisionId: "",
  withEnded: undefined,
};

function Exports({ filter, columns }: { filter: Omit<CompanyFilter, "columns">; columns: string[] }) {
  const t = useText();
  const asOf = useAsOf();
  const [problem, setProblem] = useState<Error | null>(null);
  const save = (format: "csv" | "xlsx", isFull = false) => {
    const query = new URLSearchParams({ format, ...(isFull ? {} : { columns: columns.join(",") }) });
    for (const [name, value] of Object.entries({ ...filter, ...asOf })) query.set(name, String(value));
    void download(`/companies/export?${query}`).catch(setProblem);
  };
  return (
    <>
      <FormError error={problem} />
      <Button icon="download" onClick={() => save("csv")}>
        CSV
      </Button>
      <Button icon="download" onClick={() => save("xlsx")}>
        {t("companies.excel")}
      </Button>
      <Button icon="download" onClick={() => save("xlsx", true)}>
        {t("companies.full")}
      </Button>
    </>
  );
}
