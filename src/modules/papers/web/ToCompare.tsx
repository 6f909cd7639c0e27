// What one person entered for a signer, waiting for a second one to compare it with the scan.
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { EmptyState, Panel } from "#web/ui/parts.tsx";
import { LangText } from "#web/ui/small.tsx";
import { papers } from "../contract.ts";

type Row = Output<typeof papers.listToCompare>["rows"][number];
type Props = { roundId: string; unit: { divisionId?: string }; count: number };

export function ToCompare({ roundId, unit, count }: Props) {
  const t = useText();
  const format = useFormat();
  const pages = usePages<Row>(papers.listToCompare, { id: roundId, ...unit });
  const entered = (row: Row) =>
    row.isOwn ? t("paper.pages.enteredByYou") : (row.enteredByName ?? t("onPaper.byOffice"));
  const columns: Column<Row>[] = [
    {
      id: "company",
      head: t("paper.pages.company"),
      width: "34%",
      cell: (row) => (
        <>
          <span className="row">
            <span className="mono mute wide-only">{row.code}</span>
            <Go to="/inspections/$id/papers" params={{ id: row.inspectionId }}>
              <LangText text={row.name} />
            </Go>
          </span>
          <span className="small soft narrow-only">{entered(row)}</span>
        </>
      ),
    },
    { id: "signer", head: t("paper.pages.signer"), cell: (row) => row.signerName ?? "–" },
    { id: "by", head: t("onPaper.entered"), isWideOnly: true, cell: entered },
    {
      id: "at",
      head: t("paper.pages.enteredAt"),
      isWideOnly: true,
      cell: (row) => format.moment(row.enteredAt),
    },
  ];
  return (
    <Panel className="c12" title={t("paper.pages.toCompare", { count })}>
      <div className="stack s">
        <p className="soft">{t("paper.pages.toCompareAbout")}</p>
        <DataTable
          label={t("paper.pages.toCompare", { count })}
          columns={columns}
          pages={pages}
          keyOfRow={(row) => row.inspectionId}
          empty={
            <EmptyState title={t("paper.pages.allCompared")}>{t("paper.pages.toCompareAbout")}</EmptyState>
          }
        />
      </div>
    </Panel>
  );
}
