import { Go, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import { type Issued, issuerOf } from "./rows.ts";
import { ToldBar } from "./State.tsx";

type Props = { state: "issued" | "draft" | "closed"; search: string };

export function IssuedTable({ state, search }: Props) {
  const t = useText();
  const go = useGo();
  const pages = usePages<Issued>(instructions.listInstructions, { state, ...(search ? { search } : {}) });
  const isPlain = state === "issued" && search === "";
  return (
    <DataTable
      label={t(`instruction.show.${state === "closed" ? "over" : state}`)}
      columns={useColumns(state === "draft")}
      pages={pages}
      keyOfRow={(row) => row.id}
      onOpen={(row) => go({ to: "/instructions/$id", params: { id: row.id } })}
      empty={
        <EmptyState icon="check" title={t(isPlain ? "instruction.noneIssued" : "instruction.noneFit")}>
          {t(isPlain ? "instruction.noneIssuedHelp" : "instruction.noneFitHelp")}
        </EmptyState>
      }
    />
  );
}

function useColumns(isDraft: boolean): Column<Issued>[] {
  const t = useText();
  const format = useFormat();
  const due: Column<Issued> = {
    id: "due",
    head: t("instruction.dueOn"),
    width: "150px",
    isWideOnly: true,
    cell: (row) => format.day(row.dueOn, "plain"),
  };
  const title: Column<Issued> = {
    id: "title",
    head: t("instruction.one"),
    cell: (row) => (
      <>
        <Go to="/instructions/$id" params={{ id: row.id }}>
          <LangText text={row.title} />
        </Go>{" "}
        {row.isPassedOn ? <Tag>{t("instruction.passedOn")}</Tag> : null}
        <span className="sub narrow-only">{format.day(row.dueOn, "plain")}</span>
      </>
    ),
  };
  const issuer: Column<Issued> = {
    id: "issuer",
    head: t("instruction.issuer"),
    width: "16%",
    isWideOnly: true,
    cell: (row) => <LangText text={issuerOf(row)} />,
  };
  if (isDraft) return [title, issuer, due];
  return [
    {
      id: "number",
      head: t("instruction.number"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => row.number,
    },
    title,
    issuer,
    {
      id: "told",
      head: t("instruction.told"),
      width: "90px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => format.number(row.told),
    },
    {
      id: "done",
      head: t("instruction.done"),
      width: "200px",
      cell: (row) => (
        <>
          <ToldBar of={row} />
          <span className="sub small soft">
            {t("instruction.doneOf", { done: row.done, count: row.told - row.left })}
          </span>
        </>
      ),
    },
    {
      id: "late",
      head: t("instruction.late"),
      width: "80px",
      isNumber: true,
      cell: (row) => (row.late > 0 ? <span className="told-late">{format.number(row.late)}</span> : "0"),
    },
    due,
  ];
}
