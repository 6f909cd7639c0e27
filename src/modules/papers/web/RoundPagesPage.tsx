// Confirmation by hand for many companies: the pages to sign go out, the signed ones come back.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { RoundBatch } from "#modules/inspections/web/parts.tsx";
import { type ApiError, useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUnit } from "#web/layout/units.ts";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button, EmptyState, Loading, Panel, Segmented } from "#web/ui/parts.tsx";
import { papers } from "../contract.ts";
import { SignedPages } from "./SignedPages.tsx";
import { ToCompare } from "./ToCompare.tsx";

type OfRound = Output<typeof papers.getRoundPages>;
type Batch = OfRound["batches"][number];
type Who = "by_workbook" | "all";
const refreshes = [papers.getRoundPages];

export default function RoundPagesPage() {
  const t = useText();
  const id = useParam("id");
  const unit = useUnit();
  const found = useOperation(papers.getRoundPages, { id, ...unit });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={8} />;
  const of = found.data;
  return (
    <Page
      title={t(of.waiting > 0 ? "paper.pages.title" : "paper.pages.titleNone", {
        count: of.waiting,
        confirmed: of.confirmed,
      })}
      crumbs={[
        { label: t("rail.inspections"), to: "/rounds" },
        { label: of.roundName, to: `/rounds/${id}` },
        { label: t("paper.pages.crumb") },
      ]}
    >
      <div className="cols">
        <Order of={of} unit={unit} />
        <Panel className="c7" title={t("paper.pages.history")}>
          {of.batches.length === 0 ? (
            <EmptyState title={t("paper.pages.none")}>{t("paper.pages.noneHelp")}</EmptyState>
          ) : (
            <div className="stack">
              {of.batches.map((batch) => (
                <OneBatch key={batch.id} batch={batch} onChange={() => void found.refetch()} />
              ))}
            </div>
          )}
        </Panel>
        <SignedPages roundId={id} unit={unit} />
        {of.toCompare > 0 ? <ToCompare roundId={id} unit={unit} count={of.toCompare} /> : null}
      </div>
    </Page>
  );
}

function Order({ of, unit }: { of: OfRound; unit: { divisionId?: string } }) {
  const t = useText();
  const format = useFormat();
  const [who, setWho] = useState<Who>(of.byWorkbook > 0 ? "by_workbook" : "all");
  const order = useCommand(papers.orderPages, refreshes);
  const count = who === "all" ? of.waiting : of.byWorkbook;
  return (
    <Panel className="c5" title={t("paper.pages.outTitle")}>
      <div className="form">
        <p className="soft">{t("paper.pages.about")}</p>
        <div>
          <Segmented<Who>
            label={t("paper.pages.who")}
            value={who}
            choices={[
              {
                value: "by_workbook",
                label: t("paper.pages.byWorkbook", { count: format.number(of.byWorkbook) }),
              },
              { value: "all", label: t("paper.pages.all", { count: format.number(of.waiting) }) },
            ]}
            onChange={setWho}
          />
        </div>
        <FormError error={order.error} />
        <div>
          <Button
            isBusy={order.isPending}
            offBecause={count === 0 ? t("paper.pages.nobody") : null}
            onClick={() => order.mutate({ id: of.roundId, who, ...unit })}
          >
            {t("paper.pages.order", { count })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function OneBatch({ batch, onChange }: { batch: Batch; onChange: () => void }) {
  const t = useText();
  const format = useFormat();
  const [error, setError] = useState<ApiError | null>(null);
  const [saving, setSaving] = useState<string | null>(null);
  const goOn = useCommand(papers.goOnWithPages, refreshes);
  const save = (kind: "pdf" | "zip") => {
    setError(null);
    setSaving(kind);
    downloadFrom(papers.downloadPages, { id: batch.id, format: kind })
      .catch(setError)
      .finally(() => setSaving(null));
  };
  return (
    <RoundBatch
      batch={batch}
      settled={batch.issued + batch.movedOn}
      made={t("paper.pages.issued", {
        issued: format.number(batch.issued),
        count: format.number(batch.companies),
      })}
      leftOut={batch.movedOn > 0 ? t("paper.pages.movedOn", { count: batch.movedOn }) : null}
      error={error ?? goOn.error}
      goOn={{ isPending: goOn.isPending, mutate: () => goOn.mutate({ id: batch.id }) }}
      onEnd={onChange}
    >
      {(["pdf", "zip"] as const).map((kind) => (
        <Button
          key={kind}
          icon="download"
          isBusy={saving === kind}
          offBecause={batch.issued === 0 ? t("errors.paper.no_page_yet") : null}
          onClick={() => save(kind)}
        >
          {t(kind === "pdf" ? "paper.pages.pdf" : "paper.pages.zip")}
        </Button>
      ))}
    </RoundBatch>
  );
}
