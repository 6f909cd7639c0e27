// The workbooks of a round that came back: where they are dropped, and what was dropped before.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUnit } from "#web/layout/units.ts";
import { Go, GoButton, useGo, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Button, Loading, Note, Panel, Progress } from "#web/ui/parts.tsx";
import { workbooks } from "../contract.ts";
import { standingOf } from "../rules.ts";
import { useSending } from "./sending.ts";

type OfRound = Output<typeof workbooks.getRoundReturns>;
type Delivery = OfRound["deliveries"][number];

export default function RoundReturnsPage() {
  const t = useText();
  const id = useParam("id");
  const mayIssue = useMay("workbook.issue");
  const mayConfirm = useMay("inspection.confirm_for");
  const found = useOperation(workbooks.getRoundReturns, { id, ...useUnit() });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={8} />;
  const of = found.data;
  return (
    <Page
      title={
        of.issued > 0
          ? t("workbook.delivery.title", { count: of.issued, applied: of.applied, submitted: of.submitted })
          : t("workbook.delivery.titleNone")
      }
      crumbs={[
        { label: t("rail.inspections"), to: "/rounds" },
        { label: of.roundName, to: `/rounds/${id}` },
        { label: t("workbook.delivery.crumb") },
      ]}
      actions={
        <>
          {mayIssue ? (
            <GoButton to="/rounds/$id/workbooks" params={{ id }}>
              {t("workbook.many.toPage")}
            </GoButton>
          ) : null}
          {mayConfirm ? (
            <GoButton to="/rounds/$id/confirmations" params={{ id }}>
              {t("paper.pages.toPage")}
            </GoButton>
          ) : null}
        </>
      }
    >
      <div className="cols">
        <Take roundId={id} />
        <Deliveries of={of} />
      </div>
    </Page>
  );
}

function Take({ roundId }: { roundId: string }) {
  const t = useText();
  const go = useGo();
  const sending = useSending(roundId, (deliveryId) =>
    go({ to: "/rounds/$id/returns/$deliveryId", params: { id: roundId, deliveryId } }),
  );
  const { state, sent, total } = sending;
  return (
    <Panel className="c5" title={t("workbook.delivery.dropTitle")}>
      <div className="stack s">
        <p className="soft">{t("workbook.delivery.about")}</p>
        {state === "idle" ? (
          <FileDrop accept=".xlsx,.zip" isMultiple takesFolders onFiles={sending.send}>
            {t("workbook.delivery.drop")}
          </FileDrop>
        ) : (
          <>
            <p className="small soft" aria-live="polite">
              {t("workbook.delivery.sending", { sent, total })}
            </p>
            <Progress done={sent} total={total} label={t("workbook.delivery.sending", { sent, total })} />
          </>
        )}
        <FormError error={sending.error} />
        {state === "broken" ? (
          <div>
            <Button look="main" onClick={sending.retry}>
              {t("workbook.delivery.sendOn")}
            </Button>
          </div>
        ) : null}
        <p className="small soft">{t("workbook.delivery.onBehalf")}</p>
      </div>
    </Panel>
  );
}

function Deliveries({ of }: { of: OfRound }) {
  const t = useText();
  if (of.deliveries.length === 0)
    return (
      <Panel className="c7" title={t("workbook.delivery.none")}>
        <p className="soft">{t("workbook.delivery.noneHelp")}</p>
      </Panel>
    );
  return (
    <Panel className="c7" title={t("workbook.delivery.history", { count: of.deliveries.length })}>
      <ul className="plain stack">
        {of.deliveries.map((one) => (
          <OneDelivery key={one.id} delivery={one} roundId={of.roundId} />
        ))}
      </ul>
    </Panel>
  );
}

/** What a reader looks for in a delivery: what can be kept, what waits for somebody, what is done. */
export function useSummary(): (counts: Delivery["counts"]) => string {
  const t = useText();
  const format = useFormat();
  return (counts) => {
    const { kept, ready, open, nothing, rest } = standingOf(counts);
    return t("workbook.delivery.summary", {
      kept: format.number(kept),
      ready: format.number(ready),
      open: format.number(open),
      nothing: format.number(nothing),
      rest: format.number(rest),
    });
  };
}

function OneDelivery({ delivery, roundId }: { delivery: Delivery; roundId: string }) {
  const t = useText();
  const format = useFormat();
  const summary = useSummary();
  const isWorking = delivery.jobState === "queued" || delivery.jobState === "running";
  return (
    <li className="stack s">
      <Go
        to="/rounds/$id/returns/$deliveryId"
        params={{ id: roundId, deliveryId: delivery.id }}
        className="strong"
      >
        {t("workbook.many.at", {
          at: format.moment(delivery.receivedAt),
          name: delivery.receivedByName ?? "–",
        })}
      </Go>
      <span className="small soft">
        {t("workbook.delivery.parts", { count: delivery.parts })} · {summary(delivery.counts)}
      </span>
      {delivery.unread > 0 ? (
        <Note {...(isWorking ? {} : { kind: "warn" as const })}>
          {t(isWorking ? "workbook.delivery.working" : "workbook.delivery.unread", {
            count: delivery.unread,
          })}
        </Note>
      ) : null}
    </li>
  );
}
