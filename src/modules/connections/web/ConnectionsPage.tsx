// The providers that people come in through, and what about them has to be looked at.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { connections } from "../contract.ts";
import { AddConnection } from "./AddConnection.tsx";
import { type Listed, soonDays } from "./connection.ts";

export default function ConnectionsPage() {
  const t = useText();
  const [isAdding, add] = useState(false);
  const list = useOperation(connections.listConnections, {});
  const mayManage = useMay("connection.manage");
  const action = (
    <Button look="main" onClick={() => add(true)} offBecause={mayManage ? null : t("connection.notYours")}>
      {t("connection.add")}
    </Button>
  );
  const rows = list.data?.rows;
  return (
    <Page
      title={t("connection.title")}
      crumbs={[{ label: t("rail.connections") }]}
      actions={rows?.length ? action : null}
    >
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !rows ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState icon="lock" title={t("connection.empty")} action={action}>
          {t("connection.emptyHelp")}
        </EmptyState>
      ) : (
        <List rows={rows} />
      )}
      {isAdding && list.data ? <AddConnection places={list.data.addable} onClose={() => add(false)} /> : null}
    </Page>
  );
}

function List({ rows }: { rows: readonly Listed[] }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <Panel isFlush>
      <div className="scroll-x">
        <table className="grid">
          <Heads
            of={[
              [t("connection.name")],
              [t("connection.for")],
              [t("connection.state")],
              [t("connection.people"), "num"],
              [t("connection.lastUsed")],
              [t("connection.warnings")],
            ]}
          />
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Go to="/connections/$id" params={{ id: row.id }}>
                    <LangText text={row.names[format.language] || row.name} />
                  </Go>
                </td>
                <td>{row.companyName ? <LangText text={row.companyName} /> : t("connection.forGroup")}</td>
                <td>
                  {row.state === "on" ? (
                    any("connection.state.on")
                  ) : (
                    <Tag>{any(`connection.state.${row.state}`)}</Tag>
                  )}
                </td>
                <td className="num">{format.number(row.identities)}</td>
                <td>{row.lastUsedAt ? format.moment(row.lastUsedAt) : t("connection.never")}</td>
                <td>
                  <ToLookAt row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function ToLookAt({ row }: { row: Listed }) {
  const t = useText();
  if (row.failingSince) return <span className="badge serious">{t("connection.failingShort")}</span>;
  const days = row.secretDaysLeft;
  if (row.state !== "on" || days === null || days > soonDays) return null;
  return (
    <span className={`badge ${days < 0 ? "serious" : "improve"}`}>
      {t("connection.secretEnds", { count: Math.max(0, days) })}
    </span>
  );
}
