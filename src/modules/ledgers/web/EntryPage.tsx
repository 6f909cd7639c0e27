// One entry: what the ledger says, what its class demands, the rules that apply, and what became of it.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Page } from "#web/layout/Page.tsx";
import NotFoundPage from "#web/pages/NotFoundPage.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import { isImportant, isOfGaps } from "../declared/gaps.ts";
import { type LedgerName, ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import type { Entry } from "./entry.ts";
import { EntryForm } from "./EntryForm.tsx";
import { EntryStory } from "./EntryStory.tsx";
import { ContinuityPanel } from "./continuity/ContinuityPanel.tsx";
import { GapsPanel } from "./gaps/GapsPanel.tsx";
import { PurposesPanel } from "./personal/PurposesPanel.tsx";
import { ReviewDialog, reviewReads } from "./personal/ReviewDialog.tsx";
import { UsesPanel } from "./personal/UsesPanel.tsx";
import { TransfersPanel } from "./personal/TransfersPanel.tsx";
import { DemandedPanel, FieldsPanel, ReviewsPanel, RulesPanel } from "./EntryPanels.tsx";
import { Owner, RankMark, StandingMark, useClassName } from "./marks.tsx";
import { RetireDialog } from "./RetireDialog.tsx";
import { SightingsPanel } from "./SightingsPanel.tsx";
import { WhosePanel } from "./WhosePanel.tsx";
import "./ledgers.css";

const refreshed = [
  ledgers.listEntries,
  ledgers.countEntries,
  ledgers.listLedgers,
  ledgers.getEntry,
  ledgers.listEntryChanges,
  ledgers.listGaps,
];

export default function EntryPage() {
  const name = useParam("ledger");
  const id = useParam("id");
  const asOf = useAsOf();
  const isLedger = ledgerNames.includes(name as LedgerName);
  const entry = useOperation(
    ledgers.getEntry,
    { ledger: name as LedgerName, id, ...asOf },
    { enabled: isLedger },
  );
  if (!isLedger) return <NotFoundPage />;
  if (entry.isError) return <ErrorState error={entry.error} onRetry={() => void entry.refetch()} />;
  if (!entry.data) return <Loading rows={10} />;
  return <EntryRecord ledger={name as LedgerName} entry={entry.data} isPast={asOf.asOf !== undefined} />;
}

function EntryRecord({ ledger: name, entry, isPast }: { ledger: LedgerName; entry: Entry; isPast: boolean }) {
  const t = useText();
  const any = useAnyText();
  const ledger = ledgerOf(name);
  const [asked, ask] = useState<"change" | "retire" | null>(null);
  return (
    <Page
      title={entry.name}
      crumbs={[
        { label: t("ledgers.crumb"), to: "/ledgers" },
        { label: any(`ledger.${name}`), to: `/ledgers/${name}` },
        { label: entry.number },
      ]}
      after={
        <>
          {entry.labels.map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
          {entry.state === "retired" ? <span className="badge">{t("entry.state.retired")}</span> : null}
        </>
      }
      actions={
        isPast ? null : (
          <Actions name={name} entry={entry} onChange={() => ask("change")} onRetire={() => ask("retire")} />
        )
      }
    >
      <EntryStrip entry={entry} />
      <div className="cols below">
        <div className="c6 stack">
          {entry.unknownId && !isPast ? <WhosePanel id={entry.unknownId} /> : null}
          <FieldsPanel ledger={ledger} entry={entry} isPast={isPast} />
          {isPast || entry.values.nature !== "personal" ? null : (
            <>
              <PurposesPanel entryId={entry.id} />
              <UsesPanel entryId={entry.id} />
              <TransfersPanel entry={entry} />
            </>
          )}
          {isPast || !isImportant(name) ? null : (
            <ContinuityPanel of={{ ledger: name, id: entry.id, companyId: entry.companyId }} />
          )}
        </div>
        <div className="c6 stack">
          {isPast || !isOfGaps(name) ? null : <GapsPanel entryId={entry.id} />}
          <DemandedPanel entry={entry} />
          <RulesPanel entry={entry} />
          <ReviewsPanel entry={entry} />
          <Panel title={t("entryPage.story")}>
            <EntryStory ledger={name} id={entry.id} />
            <History kind={name} id={entry.id} />
          </Panel>
        </div>
        {/* A column for each source: four do not fit into half a page. */}
        {isPast ? null : (
          <div className="c12">
            <SightingsPanel ledger={ledger} entry={entry} />
          </div>
        )}
      </div>
      {asked === "change" ? <EntryForm ledger={ledger} entry={entry} onClose={() => ask(null)} /> : null}
      {asked === "retire" ? <RetireDialog ledger={name} entry={entry} onClose={() => ask(null)} /> : null}
    </Page>
  );
}

function EntryStrip({ entry }: { entry: Entry }) {
  const t = useText();
  const format = useFormat();
  const className = useClassName();
  return (
    <FactStrip
      facts={[
        {
          label: t("entry.company"),
          value: (
            <Go to="/companies/$id" params={{ id: entry.companyId }}>
              <LangText text={entry.companyName} />
            </Go>
          ),
          notes: entry.unitName ? [<LangText key="unit" text={entry.unitName} />] : [],
        },
        {
          label: t("entry.owner"),
          value: <Owner entry={entry} />,
        },
        { label: t("entry.class"), value: <RankMark rank={entry.class} name={className(entry.class)} /> },
        {
          label: t("entry.standing"),
          value: <StandingMark standing={entry.standing} />,
          notes: entry.seenAt ? [`${t("entry.seenAt")} ${format.momentDay(entry.seenAt)}`] : [],
        },
        {
          label: t("entry.reviewDueOn"),
          value: entry.reviewDueOn ? format.day(entry.reviewDueOn) : <span className="mute">–</span>,
          notes: entry.reviewedOn ? [`${t("entry.reviewedOn")} ${format.day(entry.reviewedOn)}`] : [],
        },
      ]}
    />
  );
}

type ActionsProps = { name: LedgerName; entry: Entry; onChange: () => void; onRetire: () => void };

function Actions({ name, entry, onChange, onRetire }: ActionsProps) {
  const t = useText();
  const bulk = useCommand(ledgers.changeEntries, refreshed);
  const restore = useCommand(ledgers.restoreEntry, refreshed);
  const off = entry.can.change ? null : t("company.notYours");
  const takeIn = () =>
    bulk.mutate(
      { ledger: name, ids: [entry.id], change: { takeIn: true }, expected: 1 },
      { onSuccess: () => toast(t("entryPage.takenIn")) },
    );
  if (entry.state === "retired")
    return (
      <>
        <FormError error={restore.error} />
        <Button isBusy={restore.isPending} onClick={() => restore.mutate({ ledger: name, id: entry.id })}>
          {t("entryPage.restore")}
        </Button>
      </>
    );
  return (
    <>
      <FormError error={bulk.error} />
      <Button offBecause={off} onClick={onRetire}>
        {t("entryPage.retire")}
      </Button>
      {entry.registeredAt ? (
        <ReviewButton name={name} entry={entry} off={off} />
      ) : (
        <Button offBecause={off} isBusy={bulk.isPending} onClick={takeIn}>
          {t("entryPage.takeIn")}
        </Button>
      )}
      <Button look="main" offBecause={off} onClick={onChange}>
        {t("entryPage.change")}
      </Button>
    </>
  );
}

type ReviewProps = { name: LedgerName; entry: Entry; off: string | null };

/** Looked at and right; of personal data whose uses are flagged, with an answer for each. */
function ReviewButton({ name, entry, off }: ReviewProps) {
  const t = useText();
  const [isAsking, ask] = useState(false);
  const review = useCommand(ledgers.reviewEntry, reviewReads);
  const isPersonal = entry.values.nature === "personal";
  const uses = useOperation(ledgers.listUses, { id: entry.id }, { enabled: isPersonal });
  const flagged = isPersonal ? (uses.data?.rows ?? []).filter((use) => use.lacks !== null) : [];
  return (
    <>
      <FormError error={review.error} />
      <Button
        offBecause={off}
        isBusy={review.isPending}
        onClick={() =>
          flagged.length > 0
            ? ask(true)
            : review.mutate(
                { ledger: name, id: entry.id },
                { onSuccess: () => toast(t("entryPage.reviewed")) },
              )
        }
      >
        {t("entryPage.review")}
      </Button>
      {isAsking ? <ReviewDialog entryId={entry.id} flagged={flagged} onClose={() => ask(false)} /> : null}
    </>
  );
}
