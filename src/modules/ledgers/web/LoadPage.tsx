// One load: what it would do before it does it, whose its rows are, what could not be read, and what became of it.
import { type ReactNode, useState } from "react";
import { useCommand, useOperation, useUntilDone } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { JobProgress, Loading, Note } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { type Load, refreshed } from "./load.ts";
import { LoadMeaning } from "./LoadMeaning.tsx";
import { LoadProblems, LoadRows } from "./LoadRows.tsx";
import { LoadNameless, LoadWords } from "./LoadWords.tsx";
import "./ledgers.css";

const isRunning = (state: Load["state"]) => state === "reading" || state === "applying";
/** It is applied; whoever probably answers for what it found is still being asked. */
const isAsking = ({ state, job }: Load) =>
  state === "applied" && (job?.state === "queued" || job?.state === "running");

const isWorking = (load: Load) => isRunning(load.state) || isAsking(load);

export default function LoadPage() {
  const id = useParam("id");
  const shown = useUntilDone(ledgers.getLoad, { id }, isWorking, refreshed);
  if (shown.isError) return <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />;
  if (!shown.data) return <Loading rows={10} />;
  return <LoadRecord load={shown.data} />;
}

function useTitle(load: Load): string {
  const t = useText();
  const { state, counts, fileName: file } = load;
  if (state === "ready" && counts) {
    const changes = counts.isNew + counts.changed + counts.absent + counts.gone;
    if (counts.rows > 0 && counts.refused === counts.rows) return t("load.h.refused", { file });
    return changes === 0 ? t("load.h.same", { file }) : t("load.h.ready", { file, count: changes });
  }
  if (state === "held" && counts)
    return t("load.h.held", { count: counts.absent + counts.gone, held: counts.held });
  if (state === "applied" && counts)
    return t("load.h.applied", {
      added: counts.added ?? 0,
      joined: counts.joined ?? 0,
      merged: counts.merged ?? 0,
    });
  return t(`load.h.${state === "ready" || state === "held" || state === "applied" ? "reading" : state}`, {
    file,
  });
}

function LoadRecord({ load }: { load: Load }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <Page
      title={useTitle(load)}
      crumbs={[
        { label: t("ledgers.crumb"), to: "/ledgers" },
        { label: t("ledgers.sources"), to: "/ledgers/sources" },
        { label: load.sourceName },
      ]}
      after={
        <span className="age">
          {t(`source.kind.${load.kind}`)} · {load.fileName} · {format.moment(load.openedAt, "short")}{" "}
          {load.orderedByName ?? ""}
        </span>
      }
      actions={<Actions load={load} />}
    >
      <div className="stack">
        {isRunning(load.state) && load.job ? (
          <JobProgress
            title={t(`load.state.${load.state}`)}
            state={load.job.state as "running"}
            done={load.job.done}
            total={load.job.total}
          />
        ) : null}
        {isAsking(load) ? <Note>{t("load.asking")}</Note> : null}
        {load.state === "held" ? <Note kind="warn">{t("load.heldHelp")}</Note> : null}
        {load.problem ? (
          <Note kind="bad">
            {any(
              load.problem.code.includes(".")
                ? `errors.${load.problem.code}`
                : `errors.source.${load.problem.code}`,
              { ...load.problem },
            )}
          </Note>
        ) : null}
        <LoadCounts load={load} />
        <UnknownOfLoad load={load} />
        <LoadNameless load={load} />
        <LoadWords load={load} />
        <LoadMeaning load={load} />
        <LoadProblems load={load} />
        <LoadRows load={load} />
      </div>
    </Page>
  );
}

/** What it saw and nobody has taken in yet, one press away. */
function UnknownOfLoad({ load }: { load: Load }) {
  const t = useText();
  const isApplied = load.state === "applied";
  const filter = { sourceId: load.sourceId };
  const waiting = useOperation(ledgers.countUnknowns, filter, { enabled: isApplied });
  if (!isApplied || !waiting.data || waiting.data.count === 0) return null;
  return (
    <Note kind="warn">
      {t("unknown.ofLoad", { count: waiting.data.count })}{" "}
      <Go to="/ledgers/unknown" search={filter}>
        {t("unknown.open")}
      </Go>
    </Note>
  );
}

/** What the new rows will be, while it can still be decided; of very many it comes some seconds after the page. */
function useForeseen({ id, state, counts }: Load): string[] {
  const t = useText();
  const isAsked = (state === "ready" || state === "held") && (counts?.isNew ?? 0) > 0;
  const { data, isError } = useOperation(ledgers.foreseeLoad, { id }, { enabled: isAsked });
  if (!isAsked || isError) return [];
  if (!data) return [t("load.foreseeing")];
  return [t("load.joins", { count: data.joins }), t("load.makes", { count: data.makes })];
}

const shownCounts = ["isNew", "changed", "same", "ownerless", "refused", "gone", "absent"] as const;

function LoadCounts({ load }: { load: Load }) {
  const t = useText();
  const format = useFormat();
  const foreseen = useForeseen(load);
  if (!load.counts) return null;
  const { counts } = load;
  const notes: Partial<Record<(typeof shownCounts)[number], ReactNode[]>> = {
    isNew: foreseen,
    absent: [t("load.absentHelp")],
  };
  return (
    <FactStrip
      isFigures
      facts={shownCounts
        .filter((name) => counts[name] > 0 || name === "isNew" || name === "changed")
        .map((name) => ({
          label: t(`load.count.${name}`),
          value: format.number(counts[name]),
          notes: notes[name] ?? [],
        }))}
    />
  );
}

function Actions({ load }: { load: Load }) {
  const t = useText();
  const [isDropping, dropping] = useState(false);
  const apply = useCommand(ledgers.applyLoad, refreshed);
  const drop = useCommand(ledgers.dropLoad, refreshed);
  if (load.state === "applied") return <GoButton to="/ledgers">{t("load.toLedgers")}</GoButton>;
  if (load.state !== "ready" && load.state !== "held") return null;
  const off = load.can.apply ? null : t("company.notYours");
  return (
    <>
      <FormError error={apply.error} />
      <Button offBecause={off} onClick={() => dropping(true)}>
        {t("load.drop")}
      </Button>
      <Button
        look="main"
        offBecause={off}
        isBusy={apply.isPending}
        onClick={() => apply.mutate({ id: load.id, rowVersion: load.rowVersion })}
      >
        {t(load.state === "held" ? "load.applyHeld" : "load.apply")}
      </Button>
      {isDropping ? (
        <ConfirmDialog
          isOpen
          onClose={() => dropping(false)}
          title={t("load.drop")}
          effect={t("load.dropEffect")}
          action={t("load.drop")}
          reason={{ label: t("change.reason"), isRequired: false }}
          isBusy={drop.isPending}
          error={<FormError error={drop.error} />}
          onConfirm={(reason) => drop.mutate({ id: load.id, reason }, { onSuccess: () => dropping(false) })}
        />
      ) : null}
    </>
  );
}
