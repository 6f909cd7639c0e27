// Where imported years come from: every entry, by area too, and those that a later list corrected.
import type { Output } from "#core/contract.ts";
import { history } from "#modules/history/contract.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";

type Row = Output<typeof history.listEarlierResults>["rows"][number];

export function EarlierPanel({ companyId }: { companyId?: string }) {
  const t = useText();
  const pages = usePages<Row>(history.listEarlierResults, companyId ? { companyId } : {});
  const columns = useColumns();
  if (!pages.data?.pages[0]?.rows.length) return null;
  return (
    <section>
      <h2 style={{ marginBottom: 8 }}>{t("trend.earlierTitle")}</h2>
      <DataTable
        label={t("trend.earlierTitle")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={null}
      />
    </section>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    { id: "year", head: t("trend.year"), cell: (row) => format.fiscalYear(row.fiscalYear) },
    {
      id: "company",
      head: t("results.company"),
      cell: (row) => (
        <Go to="/group/trend" search={{ companyId: row.companyId }}>
          <LangText text={row.name} isCut />
        </Go>
      ),
    },
    { id: "area", head: t("trend.area"), isWideOnly: true, cell: (row) => row.area || t("trend.whole") },
    {
      id: "result",
      head: t("results.result"),
      cell: (row) => (row.result ? <ResultBadge result={row.result} isPlain /> : "–"),
    },
    {
      id: "score",
      head: t("trend.scorePercent"),
      isNumber: true,
      cell: (row) =>
        row.score === null ? "–" : format.number(row.score, Number.isInteger(row.score) ? 0 : 1),
    },
    { id: "edition", head: t("trend.edition"), isWideOnly: true, cell: (row) => row.edition || "–" },
    {
      id: "state",
      head: t("trend.source"),
      cell: (row) => (
        <span className={row.replacedAt ? "mute" : "badge tag"}>
          {row.replacedAt
            ? t("trend.replaced", { day: format.momentDay(row.replacedAt, "full") })
            : row.isKeptHere
              ? t("trend.supersededHere")
              : t("trend.imported")}
        </span>
      ),
    },
    {
      id: "file",
      head: t("trend.file"),
      isWideOnly: true,
      cell: (row) => <LangText text={row.source} isCut />,
    },
    { id: "reason", head: t("trend.reason"), isWideOnly: true, cell: (row) => row.reason ?? "–" },
  ];
}
