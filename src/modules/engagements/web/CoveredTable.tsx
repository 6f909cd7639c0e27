import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import type { Engagement } from "./rows.ts";

type Row = Output<typeof engagements.listCovered>["rows"][number];

/** The records that an engagement covers. */
export function CoveredTable({ of, mayChange }: { of: Engagement; mayChange: boolean }) {
  const t = useText();
  const [dropping, setDropping] = useState<Row | null>(null);
  const pages = usePages<Row>(engagements.listCovered, { id: of.id });
  const columns: Column<Row>[] = [
    { id: "company", head: t("outside.company"), cell: (row) => <LangText text={row.companyName} /> },
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
    ...(mayChange
      ? [
          {
            id: "out",
            head: t("outside.takeOut"),
            width: "120px",
            cell: (row: Row) => (
              <Button size="s" onClick={() => setDropping(row)}>
                {t("outside.takeOut")}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <DataTable
        label={t("outside.covers")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState icon="file" title={t("engaged.recordsNone")}>
            {t("engaged.recordsNoneHelp")}
          </EmptyState>
        }
      />
      {dropping ? <Drop of={of} row={dropping} onClose={() => setDropping(null)} /> : null}
    </>
  );
}

function Drop({ of, row, onClose }: { of: Engagement; row: Row; onClose: () => void }) {
  const t = useText();
  const change = useCommand(engagements.changeEngagement, [
    engagements.getEngagement,
    engagements.listCovered,
  ]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("outside.dropTitle", { name: row.companyName })}
      effect={t("outside.takeOutEffect")}
      action={t("outside.takeOut")}
      isDanger
      reason={{ label: t("outside.reason") }}
      isBusy={change.isPending}
      error={<FormError error={change.error} />}
      onConfirm={(reason) =>
        change.mutate(
          { id: of.id, removeRecordIds: [row.id], reason: reason.slice(0, 500), rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}
