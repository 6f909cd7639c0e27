// The workbooks of a round for many companies at once: who gets one, how far they are, the ZIP to send on.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { RoundBatch } from "#modules/inspections/web/parts.tsx";
import { type ApiError, useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUnit } from "#web/layout/units.ts";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button, Loading, Panel, Segmented } from "#web/ui/parts.tsx";
import { workbooks } from "../contract.ts";
import { ChosenCompanies } from "./ChosenCompanies.tsx";

type OfRound = Output<typeof workbooks.getRoundWorkbooks>;
type Batch = OfRound["batches"][number];
type Who = "by_workbook" | "all" | "chosen";
const refreshes = [workbooks.getRoundWorkbooks];

export default function RoundWorkbooksPage() {
  const t = useText();
  const id = useParam("id");
  const unit = useUnit();
  const mayBringBack = useMay("workbook.return");
  const [url, setUrl] = useUrl<{ who: Who }>();
  const found = useOperation(workbooks.getRoundWorkbooks, { id, ...unit });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={8} />;
  const of = found.data;
  const who = url.who ?? (of.byWorkbook > 0 ? "by_workbook" : "all");
  const setWho = (next: Who) => setUrl({ who: next });
  return (
    <Page
      title={
        of.byWorkbook > 0
          ? t("workbook.many.title", { count: of.byWorkbook, issued: of.issued })
          : t("workbook.many.titleNone")
      }
      crumbs={[
        { label: t("rail.inspections"), to: "/rounds" },
        { label: of.roundName, to: `/rounds/${id}` },
        { label: t("workbook.many.crumb") },
      ]}
      actions={
        mayBringBack ? (
          <GoButton to="/rounds/$id/returns" params={{ id }}>
            {t("workbook.delivery.toPage")}
          </GoButton>
        ) : null
      }
    >
      <div className="cols">
        <Order of={of} unit={unit} who={who} onWho={setWho} />
        <Batches of={of} onChange={() => void found.refetch()} />
        {who === "chosen" ? <ChosenCompanies roundId={id} unit={unit} /> : null}
      </div>
    </Page>
  );
}

type OrderProps = {
  of: OfRound;
  unit: { divisionId?: string };
  who: Who;
  onWho: (who: Who) => void;
};

function Order({ of, unit, who, onWho }: OrderProps) {
  const t = useText();
  const format = useFormat();
  const order = useCommand(workbooks.orderWorkbooks, refreshes);
  const count = who === "all" ? of.open : of.byWorkbook;
  return (
    <Panel className="c5" title={t("workbook.many.outTitle")}>
      <div className="form">
        <p className="soft">{t("workbook.many.about")}</p>
        <div>
          <Segmented<Who>
            label={t("workbook.many.who")}
            value={who}
            choices={[
              {
                value: "by_workbook",
                label: t("workbook.many.byWorkbook", { count: format.number(of.byWorkbook) }),
              },
              { value: "all", label: t("workbook.many.all", { count: format.number(of.open) }) },
              { value: "chosen", label: t("workbook.many.byHand") },
            ]}
            onChange={onWho}
          />
        </div>
        <FormError error={order.error} />
        <div>
          <Button
            // Once some are made it is the ZIP that one comes for.
            look={of.batches.length === 0 ? "main" : "outlined"}
            isBusy={order.isPending}
            offBecause={
              who === "chosen"
                ? t("workbook.many.chooseBelow")
                : count === 0
                  ? t("workbook.many.nobody")
                  : null
            }
            onClick={() => order.mutate({ id: of.roundId, who, ...unit })}
          >
            {who === "chosen" ? t("workbook.many.byHand") : t("workbook.many.order", { count })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Batches({ of, onChange }: { of: OfRound; onChange: () => void }) {
  const t = useText();
  if (of.batches.length === 0)
    return (
      <Panel className="c7" title={t("workbook.many.none")}>
        <p className="soft">{t("workbook.many.noneHelp")}</p>
      </Panel>
    );
  return (
    <Panel className="c7" title={t("workbook.many.history")}>
      <div className="stack">
        {of.batches.map((batch, at) => (
          <OneBatch key={batch.id} batch={batch} isLatest={at === 0} onChange={onChange} />
        ))}
      </div>
    </Panel>
  );
}

type OneBatchProps = { batch: Batch; isLatest: boolean; onChange: () => void };

function OneBatch({ batch, isLatest, onChange }: OneBatchProps) {
  const t = useText();
  const format = useFormat();
  const [error, setError] = useState<ApiError | null>(null);
  const goOn = useCommand(workbooks.goOnWithWorkbooks, refreshes);
  const save = () => {
    setError(null);
    downloadFrom(workbooks.downloadWorkbooks, { id: batch.id }).catch(setError);
  };
  return (
    <RoundBatch
      batch={batch}
      settled={batch.made + batch.closed}
      made={t("workbook.many.made", {
        made: format.number(batch.made),
        count: format.number(batch.companies),
      })}
      leftOut={batch.closed > 0 ? t("workbook.many.closed", { count: format.number(batch.closed) }) : null}
      error={error ?? goOn.error}
      goOn={{ isPending: goOn.isPending, mutate: () => goOn.mutate({ id: batch.id }) }}
      onEnd={onChange}
    >
      <Button
        icon="download"
        look={isLatest ? "main" : "outlined"}
        offBecause={
          batch.made === 0
            ? t("workbook.many.nothingYet")
            : batch.kept === 0
              ? t("errors.workbook.batch_ended")
              : null
        }
        onClick={save}
      >
        {t("workbook.many.download", { count: format.number(batch.kept) })}
      </Button>
    </RoundBatch>
  );
}
