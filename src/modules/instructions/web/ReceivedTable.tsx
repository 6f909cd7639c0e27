import { Go, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import { issuerOf, type Received, unitOf } from "./rows.ts";
import { Progress } from "./State.tsx";

type Props = { isMine: boolean; search: string };

export function ReceivedTable({ isMine, search }: Props) {
  const t = useText();
  const go = useGo();
  const pages = usePages<Received>(instructions.listReceived, {
    ...(isMine ? { isMine, isOpen: true } : {}),
    ...(search ? { search } : {}),
  });
  return (
    <DataTable
      label={t("instruction.show.received")}
      columns={useColumns()}
      pages={pages}
      keyOfRow={(row) => row.recipientId}
      onOpen={(row) => go({ to: "/instructions/received/$id", params: { id: row.recipientId } })}
      empty={
        <EmptyState
          icon="check"
          title={t(isMine && !search ? "instruction.noneMine" : "instruction.noneFit")}
        >
          {t(isMine && !search ? "instruction.noneMineHelp" : "instruction.noneFitHelp")}
        </EmptyState>
      }
    />
  );
}

function useColumns(): Column<Received>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "number",
      head: t("instruction.number"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => row.number,
    },
    {
      id: "title",
      head: t("instruction.one"),
      cell: (row) => (
        <>
          <Go to="/instructions/received/$id" params={{ id: row.recipientId }}>
            <LangText text={row.title} />
          </Go>
          <span className="sub narrow-only">
            <LangText text={issuerOf(row)} /> · {format.day(row.dueOn, "plain")}
          </span>
        </>
      ),
    },
    {
      id: "from",
      head: t("instruction.issuer"),
      width: "18%",
      isWideOnly: true,
      cell: (row) => <LangText text={issuerOf(row)} />,
    },
    {
      id: "to",
      head: t("instruction.unit"),
      width: "18%",
      isWideOnly: true,
      cell: (row) => <LangText text={unitOf(row)} />,
    },
    {
      id: "progress",
      head: t("instruction.progress"),
      width: "140px",
      cell: (row) => (
        <>
          <Progress of={row.progress} />
          {row.below > 0 ? (
            <span className="sub small mute">
              {" "}
              {t("instruction.belowShort", { done: row.belowDone, count: row.below })}
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: "due",
      head: t("instruction.dueOn"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => <span className={row.isLate ? "told-late" : ""}>{format.day(row.dueOn, "plain")}</span>,
    },
  ];
}
