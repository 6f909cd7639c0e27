// Whom the provider may sign in, and under which subject.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { connections } from "../contract.ts";
import type { Connection } from "./connection.ts";
import { RegisterDialog } from "./RegisterDialog.tsx";

type Row = Output<typeof connections.listIdentities>["rows"][number];

export function IdentitiesPanel({ of, mayManage }: { of: Connection; mayManage: boolean }) {
  const t = useText();
  const [search, find] = useState("");
  const [isRegistering, register] = useState(false);
  const pages = usePages<Row>(connections.listIdentities, { id: of.id, ...(search ? { search } : {}) });
  const remove = useCommand(connections.removeIdentity, [
    connections.listIdentities,
    connections.getConnection,
  ]);
  const columns = useColumns(mayManage ? (id) => remove.mutate({ id }) : null);
  const action = (
    <Button onClick={() => register(true)} offBecause={mayManage ? null : t("connection.notYours")}>
      {t("connection.register")}
    </Button>
  );
  return (
    <Panel className="below" title={t("connection.peopleTitle")} more={action} isFlush>
      <div className="filters">
        <FindBox label={t("identity.find")} value={search} onFind={find} />
      </div>
      <FormError error={remove.error} />
      <DataTable
        label={t("connection.peopleTitle")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState title={t(search ? "account.noneFound" : "connection.peopleEmpty")}>
            {t(search ? "account.noneFoundHelp" : "connection.peopleEmptyHelp")}
          </EmptyState>
        }
      />
      {isRegistering ? <RegisterDialog of={of} onClose={() => register(false)} /> : null}
    </Panel>
  );
}

function useColumns(remove: ((id: string) => void) | null): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    { id: "person", head: t("identity.person"), cell: (row) => <LangText text={format.person(row)} /> },
    {
      id: "login",
      head: t("identity.loginName"),
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.loginName}</span>,
    },
    {
      id: "subject",
      head: t("identity.subject"),
      cell: (row) => (
        <span className="mono wrap-any">
          {row.subject} {row.isStale ? <Tag>{t("identity.stale")}</Tag> : null}
        </span>
      ),
    },
    {
      id: "how",
      head: t("identity.how"),
      isWideOnly: true,
      width: "130px",
      cell: (row) => any(`identity.how.${row.linkedHow}`),
    },
    {
      id: "last",
      head: t("connection.lastUsed"),
      isWideOnly: true,
      width: "170px",
      cell: (row) => (row.lastUsedAt ? format.moment(row.lastUsedAt) : t("connection.never")),
    },
    ...(remove
      ? [
          {
            id: "end",
            head: t("identity.end"),
            width: "90px",
            cell: (row: Row) => (
              <Button size="s" onClick={() => remove(row.id)}>
                {t("identity.end")}
              </Button>
            ),
          },
        ]
      : []),
  ];
}
