import type { Output } from "#core/contract.ts";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";

type Row = Output<typeof engagements.listEngagedRecords>["rows"][number];

/** The records that one of one's engagements opens. */
export default function EngagedRecordsPage() {
  const t = useText();
  const any = useAnyText();
  const id = useParam("id");
  const [url, setUrl] = useUrl<{ find: string }>();
  const pages = usePages<Row>(engagements.listEngagedRecords, {
    id,
    ...(url.find ? { search: url.find } : {}),
  });
  const columns: Column<Row>[] = [
    {
      id: "company",
      head: t("outside.company"),
      cell: (row) =>
        row.kind === "inspection" ? (
          <Go to="/engaged/inspections/$id" params={{ id: row.id }}>
            <LangText text={row.companyName} />
          </Go>
        ) : (
          <LangText text={row.companyName} />
        ),
    },
    {
      id: "round",
      head: t("outside.round"),
      cell: (row) => (row.roundName ? <LangText text={row.roundName} /> : t("outside.companyAlone")),
    },
    {
      id: "year",
      head: t("outside.year"),
      isWideOnly: true,
      width: "120px",
      cell: (row) => row.fiscalYear ?? "",
    },
    {
      id: "state",
      head: t("outside.state"),
      width: "150px",
      cell: (row) => (row.state ? <Tag>{any(`inspection.${row.state}`)}</Tag> : null),
    },
  ];
  return (
    <Page
      title={t("engaged.records")}
      crumbs={[{ label: t("engaged.title"), to: "/" }, { label: t("engaged.records") }]}
    >
      <div className="stack below">
        <div className="row">
          <FindBox
            label={t("outside.find")}
            value={url.find ?? ""}
            onFind={(words) => setUrl({ find: words || undefined })}
          />
        </div>
        <DataTable
          label={t("engaged.records")}
          columns={columns}
          pages={pages}
          keyOfRow={(row) => row.id}
          empty={
            <EmptyState icon="file" title={t("engaged.recordsNone")}>
              {t("engaged.recordsNoneHelp")}
            </EmptyState>
          }
        />
      </div>
    </Page>
  );
}
