// One delivery of workbooks: what was found in every file, what can be kept, what waits for a person.
import { useEffect, useRef, useState } from "react";
import { JobBox } from "#modules/jobs/web/parts.tsx";
import { History } from "#modules/trail/web/parts.tsx";
import { type ApiError, queryClient, useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Button, Loading, Note, Panel } from "#web/ui/parts.tsx";
import { workbooks } from "../contract.ts";
import { headingOf, standingOf } from "../rules.ts";
import { DeliveryItems } from "./DeliveryItems.tsx";
import type { Delivery } from "./returned.ts";

const refreshed = [workbooks.getDelivery, workbooks.listDeliveryItems, workbooks.getRoundReturns] as const;
const isWorking = (of: Delivery) => of.jobState === "queued" || of.jobState === "running";

export default function DeliveryPage() {
  const id = useParam("deliveryId");
  const found = useOperation(
    workbooks.getDelivery,
    { id },
    { refetchEvery: (last) => (last && isWorking(last) ? 1500 : false) },
  );
  const working = found.data ? isWorking(found.data) : false;
  const stands = `${working} ${JSON.stringify(found.data?.counts ?? {})}`;
  const shown = useRef(stands);
  useEffect(() => {
    // What a job has found or kept is read anew as it goes on, and the moment it ends.
    if (stands === shown.current) return;
    shown.current = stands;
    void queryClient.invalidateQueries({ queryKey: [workbooks.listDeliveryItems.name] });
  }, [stands]);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={10} />;
  return <Shown of={found.data} onEnd={() => void found.refetch()} />;
}

function useTitle(of: Delivery): string {
  const t = useText();
  const any = useAnyText();
  const { all, ready } = standingOf(of.counts);
  if (isWorking(of) && of.jobKind === "workbook.check_delivery")
    return t("workbook.delivery.h.reading", { count: all });
  if (isWorking(of)) return t("workbook.delivery.h.keeping", { count: ready });
  return headingOf(of.counts, any);
}

function Shown({ of, onEnd }: { of: Delivery; onEnd: () => void }) {
  const t = useText();
  const format = useFormat();
  const [isKeeping, setKeeping] = useState(false);
  const working = isWorking(of);
  const ready = of.counts["ready"] ?? 0;
  return (
    <Page
      title={useTitle(of)}
      crumbs={[
        { label: of.roundName, to: `/rounds/${of.roundId}` },
        { label: t("workbook.delivery.crumb"), to: `/rounds/${of.roundId}/returns` },
        { label: format.moment(of.receivedAt) },
      ]}
      after={
        <span className="age">
          {t("workbook.delivery.parts", { count: of.parts })} · <Hands of={of} />
        </span>
      }
      actions={
        <>
          <Reports of={of} />
          {ready > 0 ? (
            <Button
              look="main"
              offBecause={
                working
                  ? t("errors.workbook.delivery_working")
                  : !of.isMine
                    ? t("errors.workbook.delivery_of_other", { name: of.receivedByName ?? "–" })
                    : of.unread > 0
                      ? t("errors.workbook.delivery_unread")
                      : null
              }
              onClick={() => setKeeping(true)}
            >
              {t("workbook.delivery.keep", { count: ready })}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="stack">
        {of.jobId && of.isMine && (working || of.jobState === "failed") ? (
          <Panel>
            <JobBox key={of.jobId} id={of.jobId} onEnd={onEnd} />
          </Panel>
        ) : null}
        {of.isMine ? null : <OfOther of={of} working={working} />}
        {of.isMine && of.unread > 0 && !working ? <GoOn of={of} /> : null}
        <DeliveryItems of={of} isReading={working && of.jobKind === "workbook.check_delivery"} />
      </div>
      <History kind="round" id={of.roundId} isOfGroup />
      {isKeeping ? <Keep of={of} onClose={() => setKeeping(false)} /> : null}
    </Page>
  );
}

function Reports({ of }: { of: Delivery }) {
  const t = useText();
  const [error, setError] = useState<ApiError | null>(null);
  const isEmpty = Object.keys(of.counts).length === 0;
  return (
    <>
      <FormError error={error} />
      {(["csv", "xlsx"] as const).map((format) => (
        <Button
          key={format}
          icon="download"
          offBecause={isEmpty ? t("workbook.delivery.emptyReport") : null}
          onClick={() =>
            void downloadFrom(workbooks.downloadDeliveryReport, { id: of.id, format }).catch(setError)
          }
        >
          {t(format === "csv" ? "workbook.delivery.csv" : "workbook.delivery.xlsx")}
        </Button>
      ))}
    </>
  );
}

/** Who has it in hand, and who brought it where that is another. */
function Hands({ of }: { of: Delivery }) {
  const t = useText();
  const format = useFormat();
  const name = of.receivedByName ?? "–";
  if (!of.takenOverAt) return name;
  return t("workbook.delivery.takenOver", {
    from: of.broughtByName ?? "–",
    name,
    at: format.moment(of.takenOverAt),
  });
}

function OfOther({ of, working }: { of: Delivery; working: boolean }) {
  const t = useText();
  const takeOver = useCommand(workbooks.takeOverDelivery, refreshed);
  return (
    <Panel>
      <div className="stack s">
        <Note>{t("workbook.delivery.ofOther", { name: of.receivedByName ?? "–" })}</Note>
        <FormError error={takeOver.error} />
        <div>
          <Button
            isBusy={takeOver.isPending}
            offBecause={working ? t("errors.workbook.delivery_working") : null}
            onClick={() => takeOver.mutate({ id: of.id })}
          >
            {t("workbook.delivery.takeOver")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

/** Sending broke off before its end, or reading was stopped. */
function GoOn({ of }: { of: Delivery }) {
  const t = useText();
  const check = useCommand(workbooks.checkDelivery, refreshed);
  return (
    <Panel>
      <div className="stack s">
        <Note kind="warn">{t("workbook.delivery.unread", { count: of.unread })}</Note>
        <FormError error={check.error} />
        <div>
          <Button isBusy={check.isPending} onClick={() => check.mutate({ id: of.id })}>
            {t("workbook.delivery.goOn")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Keep({ of, onClose }: { of: Delivery; onClose: () => void }) {
  const t = useText();
  const apply = useCommand(workbooks.applyDelivery, refreshed);
  const [submit, setSubmit] = useState(false);
  const [lateReason, setLateReason] = useState("");
  const count = of.counts["ready"] ?? 0;
  const reason = lateReason.trim();
  return (
    <Dialog isOpen onClose={onClose} title={t("workbook.delivery.keepTitle", { count })}>
      <div className="form">
        <p className="soft">{t("workbook.delivery.keepAbout")}</p>
        {of.replacing > 0 ? (
          <Note kind="warn">{t("workbook.delivery.keepReplaces", { count: of.replacing })}</Note>
        ) : null}
        <Tick label={t("workbook.delivery.submitToo")} isOn={submit} onChange={setSubmit} />
        {submit ? (
          <TextArea
            label={t("workbook.delivery.lateReason")}
            isOptional
            value={lateReason}
            maxLength={1000}
            onChange={setLateReason}
          />
        ) : null}
        <FormError error={apply.error} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button
            look="main"
            isBusy={apply.isPending}
            onClick={() =>
              apply.mutate(
                { id: of.id, ...(submit ? { submit, ...(reason ? { lateReason: reason } : {}) } : {}) },
                { onSuccess: onClose },
              )
            }
          >
            {t(submit ? "workbook.delivery.keepAndSubmit" : "workbook.delivery.keep", { count })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
