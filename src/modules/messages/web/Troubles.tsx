// People whom mail does not reach, and the way to try once more.
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { mails } from "../contract.ts";

type Row = Output<typeof mails.listMailTroubles>["rows"][number];

export function Troubles() {
  const t = useText();
  const format = useFormat();
  const mayManage = useMay("account.manage");
  const clear = useCommand(mails.clearMailTrouble, [mails.listMailTroubles, mails.getMailState]);
  const pages = usePages<Row>(mails.listMailTroubles, {}, { enabled: useMay("account.read") });
  const columns: Column<Row>[] = [
    {
      id: "person",
      head: t("mail.person"),
      cell: (row) => (
        <>
          <Go to={`/people/${row.personId}`}>{row.personName}</Go>{" "}
          <span className="sub">{row.companyName}</span>
        </>
      ),
    },
    {
      id: "address",
      head: t("mail.why"),
      isWideOnly: true,
      cell: (row) => `${row.address}: ${row.reply ?? row.problem}`,
    },
    {
      id: "at",
      head: t("mail.at"),
      width: "130px",
      isWideOnly: true,
      cell: (row) => format.momentDay(row.beganAt, "plain"),
    },
    {
      id: "again",
      head: t("mail.tryAgain"),
      width: "130px",
      cell: (row) =>
        mayManage ? (
          <Button size="s" isBusy={clear.isPending} onClick={() => clear.mutate({ personId: row.personId })}>
            {t("mail.tryAgain")}
          </Button>
        ) : null,
    },
  ];
  return (
    <Panel title={t("mail.troubles")} isFlush>
      <DataTable
        label={t("mail.troubles")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.personId}
        empty={<p className="soft">{t("mail.troublesNone")}</p>}
      />
    </Panel>
  );
}
