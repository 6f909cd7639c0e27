// Companies picked by hand for a batch: of a round, those that still answer.
import type { Output } from "#core/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { Button, EmptyState, Panel } from "#web/ui/parts.tsx";
import { LangText } from "#web/ui/small.tsx";
import { workbooks } from "../contract.ts";

type Row = Output<typeof inspections.listInspections>["rows"][number];
/** As orderWorkbooks has it; what was handed in meanwhile is left out there. */
const isAnswering = ({ state, leftOn }: Row) =>
  leftOn === null && (state === "not_begun" || state === "answering" || state === "returned");

export function ChosenCompanies({ roundId, unit }: { roundId: string; unit: { divisionId?: string } }) {
  const t = useText();
  const [{ search }, setUrl] = useUrl<{ search: string }>();
  const pages = usePages<Row>(inspections.listInspections, {
    roundId,
    sort: "code",
    ...unit,
    ...(search ? { search } : {}),
  });
  return (
    <Panel className="c12" title={t("workbook.many.chooseTitle")}>
      <div className="filters">
        <FindBox
          isOnKey
          label={t("workbook.many.find")}
          value={search ?? ""}
          onFind={(words) => setUrl({ search: words })}
        />
      </div>
      <DataTable
        label={t("workbook.many.chooseTitle")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        bulk={(rows, clear) => <Chosen roundId={roundId} rows={rows} onDone={clear} />}
        empty={<EmptyState title={t("workbook.many.nobody")}>{t("workbook.many.noneHelp")}</EmptyState>}
      />
    </Panel>
  );
}

function Chosen({ roundId, rows, onDone }: { roundId: string; rows: Row[]; onDone: () => void }) {
  const t = useText();
  const order = useCommand(workbooks.orderWorkbooks, [workbooks.getRoundWorkbooks]);
  const ids = rows.filter(isAnswering).map((row) => row.id);
  return (
    <BulkBar
      title={t("workbook.many.chosen", { count: rows.length })}
      effect={
        ids.length < rows.length ? t("workbook.many.leftOut", { count: rows.length - ids.length }) : null
      }
      onClear={onDone}
    >
      <Button
        isBusy={order.isPending}
        offBecause={ids.length === 0 ? t("errors.workbook.none_to_issue") : null}
        onClick={() =>
          order.mutate({ id: roundId, who: "chosen", inspectionIds: ids }, { onSuccess: onDone })
        }
      >
        {t("workbook.many.order", { count: ids.length })}
      </Button>
      <FormError error={order.error} />
    </BulkBar>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "company",
      head: t("workbook.delivery.company"),
      cell: (row) => (
        <span className="row">
          <span className="mono mute">{row.code}</span>
          <LangText text={nameFor(row)} />
        </span>
      ),
    },
    {
      id: "state",
      head: t("workbook.returns.state"),
      width: "22%",
      cell: (row) => t(`inspection.${row.state}`),
    },
    {
      id: "answered",
      head: t("workbook.many.answered"),
      width: "14%",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => `${format.number(row.answeredCount)} / ${format.number(row.requiredCount)}`,
    },
    {
      id: "due",
      head: t("workbook.page.due"),
      width: "16%",
      isWideOnly: true,
      cell: (row) => format.day(row.dueOn),
    },
  ];
}
