// What was sent to a receiver, with what became of it and why.
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { calls } from "../contract.ts";
import type { Listed } from "./ReceiversPage.tsx";

type Row = Output<typeof calls.listDeliveries>["rows"][number];
const shown = ["all", "waiting", "sent", "failed", "expired", "dropped"] as const;
type Shown = (typeof shown)[number];
const again = ["waiting", "failed", "expired"];

export function Deliveries({ row }: { row: Listed }) {
  const t = useText();
  const [{ state = "all" }, set] = useUrl<{ state: Shown }>();
  const pages = usePages<Row>(calls.listDeliveries, {
    id: row.id,
    ...(state === "all" ? {} : { state }),
  });
  const retry = useCommand(calls.retryDelivery, [calls.listDeliveries, calls.listReceivers]);
  return (
    <>
      <h2>{t("delivery.title", { name: row.name })}</h2>
      <div className="tools">
        <Segmented
          label={t("delivery.state")}
          value={state}
          choices={shown.map((one) => ({
            value: one,
            label: one === "all" ? t("delivery.anyState") : t(`delivery.state.${one}`),
          }))}
          onChange={(next) => set({ state: next === "all" ? undefined : next } as { state?: Shown })}
        />
      </div>
      <FormError error={retry.error} />
      <DataTable
        label={t("delivery.title", { name: row.name })}
        columns={useColumns(
          (id) => retry.mutate({ id }),
          retry.isPending ? (retry.variables?.id ?? null) : null,
          row.isOn,
        )}
        pages={pages}
        keyOfRow={(one) => one.id}
        empty={<EmptyState title={t("delivery.empty")}>{t("delivery.emptyHelp")}</EmptyState>}
      />
    </>
  );
}

function useColumns(retry: (id: string) => void, busy: string | null, isOn: boolean): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const mayManage = useMay("receiver.manage");
  return [
    { id: "at", head: t("delivery.at"), width: "160px", cell: (one) => format.moment(one.madeAt) },
    {
      id: "what",
      head: t("delivery.what"),
      cell: (one) => (
        <>
          {any(`receiver.kind.${one.kind}`)}{" "}
          {one.callId ? (
            <span className="sub">
              <Go to="/calls/$id" params={{ id: one.callId }}>
                {t("delivery.call")}
              </Go>
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: "state",
      head: t("delivery.state"),
      width: "120px",
      cell: (one) => t(`delivery.state.${one.state}`),
    },
    {
      id: "why",
      head: t("delivery.why"),
      isWideOnly: true,
      cell: (one) => (
        <>
          {one.problem ? any(`delivery.problem.${one.problem}`) : null}{" "}
          {one.status === null ? null : (
            <span className="sub">{t("delivery.answered", { status: one.status })}</span>
          )}
        </>
      ),
    },
    {
      id: "attempts",
      head: t("delivery.attempts"),
      width: "80px",
      isWideOnly: true,
      cell: (one) => format.number(one.attempts),
    },
    {
      id: "again",
      head: t("delivery.again"),
      width: "130px",
      cell: (one) =>
        mayManage && isOn && again.includes(one.state) ? (
          <Button size="s" isBusy={busy === one.id} onClick={() => retry(one.id)}>
            {t("delivery.again")}
          </Button>
        ) : null,
    },
  ];
}
