import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import { ChangeFirmDialog } from "./FirmDialog.tsx";
import { PersonDialog } from "./PersonDialog.tsx";

type Row = Output<typeof engagements.listOutsideFirms>["rows"][number];

export function FirmsTable({ search }: { search: string }) {
  const t = useText();
  const format = useFormat();
  const [doing, setDoing] = useState<{ what: "add" | "change"; firm: Row } | null>(null);
  const close = () => setDoing(null);
  const pages = usePages<Row>(engagements.listOutsideFirms, search ? { search } : {});
  const columns: Column<Row>[] = [
    {
      id: "name",
      head: t("outside.firm"),
      cell: (row) => (
        <>
          <LangText text={row.name} /> {row.note ? <span className="mute">{row.note}</span> : null}
        </>
      ),
    },
    {
      id: "kept",
      head: t("outside.keptBy"),
      isWideOnly: true,
      cell: (row) => (row.keptByName ? <LangText text={row.keptByName} /> : t("outside.groupOffice")),
    },
    {
      id: "people",
      head: t("outside.people"),
      width: "110px",
      cell: (row) => (
        <Go to="/outside" search={{ view: "people", firm: row.id }}>
          {t("outside.peopleCount", { count: row.people })}
        </Go>
      ),
    },
    {
      id: "running",
      head: t("outside.running"),
      isNumber: true,
      isWideOnly: true,
      width: "150px",
      cell: (row) => format.number(row.running),
    },
    {
      id: "act",
      head: t("outside.actions"),
      width: "80px",
      cell: (row) =>
        row.isMine ? (
          <ActionMenu
            label={`${t("outside.actions")}: ${row.name}`}
            actions={[
              { label: t("outside.addPerson"), onClick: () => setDoing({ what: "add", firm: row }) },
              { label: t("outside.changeFirm"), onClick: () => setDoing({ what: "change", firm: row }) },
            ]}
          />
        ) : null,
    },
  ];
  return (
    <>
      <DataTable
        label={t("outside.firms")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState icon="people" title={t("outside.firmsNone")}>
            {t("outside.firmsNoneHelp")}
          </EmptyState>
        }
      />
      {doing?.what === "add" ? <PersonDialog firm={doing.firm} onClose={close} /> : null}
      {doing?.what === "change" ? <ChangeFirmDialog firm={doing.firm} onClose={close} /> : null}
    </>
  );
}
