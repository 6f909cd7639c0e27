// Receivers outside, and which of them do not answer.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { calls } from "../contract.ts";
import { AddReceiver } from "./AddReceiver.tsx";

export type Listed = Output<typeof calls.listReceivers>["rows"][number];

export default function ReceiversPage() {
  const t = useText();
  const [isAdding, add] = useState(false);
  const list = useOperation(calls.listReceivers, {}, { refetchEvery: 10_000 });
  const mayManage = useMay("receiver.manage");
  const action = (
    <Button look="main" onClick={() => add(true)} offBecause={mayManage ? null : t("receiver.notYours")}>
      {t("receiver.add")}
    </Button>
  );
  const rows = list.data?.rows;
  const failing = rows?.filter((row) => row.isOn && row.failingSince).length ?? 0;
  const title = !rows
    ? t("receiver.title")
    : rows.length === 0
      ? t("receiver.titleNone")
      : failing > 0
        ? t("receiver.titleFailing", { count: failing })
        : rows.some((row) => row.isOn)
          ? t("receiver.titleWell")
          : t("receiver.titleOff");
  return (
    <Page title={title} crumbs={[{ label: t("rail.receivers") }]} actions={rows?.length ? action : null}>
      <p className="soft lead-in">{t("receiver.lead")}</p>
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !rows ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState title={t("receiver.empty")} action={action}>
          {t("receiver.emptyHelp")}
        </EmptyState>
      ) : (
        <List rows={rows} />
      )}
      {isAdding && list.data ? <AddReceiver places={list.data.addable} onClose={() => add(false)} /> : null}
    </Page>
  );
}

function List({ rows }: { rows: readonly Listed[] }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel isFlush>
      <div className="scroll-x">
        <table className="grid">
          <Heads
            of={[
              [t("receiver.name")],
              [t("receiver.for")],
              [t("receiver.state")],
              [t("receiver.lastSent"), "wide-only"],
              [t("receiver.waiting"), "num wide-only"],
              [t("receiver.failed"), "num wide-only"],
            ]}
          />
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Go to="/receivers/$id" params={{ id: row.id }}>
                    {row.name}
                  </Go>
                </td>
                <td>{row.companyName ? <LangText text={row.companyName} /> : t("receiver.forGroup")}</td>
                <td>
                  <StateOf row={row} />
                </td>
                <td className="wide-only">
                  {row.lastSentAt ? format.moment(row.lastSentAt) : t("receiver.never")}
                </td>
                <td className="num wide-only">{format.number(row.waiting)}</td>
                <td className="num wide-only">{format.number(row.failed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export function StateOf({ row }: { row: Listed }) {
  const t = useText();
  const format = useFormat();
  if (!row.isOn) return <Tag>{t("receiver.off")}</Tag>;
  if (!row.failingSince) return <>{t("receiver.on")}</>;
  return (
    <span className="badge serious">{t("receiver.failing", { at: format.moment(row.failingSince) })}</span>
  );
}
