// One import: what was recognised, a verdict for every row, what was meant, and applying it.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useUntilDone } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { JobProgress, Loading, Note } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";
import { ApplyDialog } from "./ApplyDialog.tsx";
import { ImportProblems } from "./ImportProblems.tsx";
import { ImportRows } from "./ImportRows.tsx";
import { type Import, refreshed } from "./one-import.ts";
import { Recognised } from "./Recognised.tsx";
import { SeatExtras } from "./SeatExtras.tsx";

const isRunning = (state: Import["state"]) => state === "checking" || state === "applying";

const isWorking = (load: Import) => isRunning(load.state);

export default function ImportPage() {
  const id = useParam("id");
  const shown = useUntilDone(imports.getImport, { id }, isWorking, refreshed);
  if (shown.isError) return <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />;
  if (!shown.data) return <Loading rows={10} />;
  return <ImportRecord load={shown.data} />;
}

function useTitle(load: Import): string {
  const t = useText();
  const { counts, state, fileName: file } = load;
  const wrong = counts.error + counts.conflict;
  if (load.brokenOff) return t(`import.h.brokenOff.${load.brokenOff.during}`, { file });
  if (state === "checking" || state === "applying" || state === "failed" || state === "cancelled")
    return t(`import.h.${state}`, { file });
  if (counts.open > 0)
    return wrong > 0
      ? t(counts.open === 1 ? "import.h.readyOne" : "import.h.ready", {
          open: counts.open,
          wrong,
          count: wrong,
        })
      : t("import.h.clean", { count: counts.open });
  if (state === "applied" && counts.added + counts.changed > 0)
    return t(wrong > 0 ? "import.h.appliedWith" : "import.h.applied", {
      added: counts.added,
      changed: counts.changed,
      ...(wrong > 0 ? { wrong, count: wrong } : {}),
    });
  return wrong > 0 ? t("import.h.onlyWrong", { wrong, count: wrong }) : t("import.h.same");
}

function ImportRecord({ load }: { load: Import }) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [isApplying, setApplying] = useState(false);
  const running = isRunning(load.state);
  const isUnread = load.brokenOff?.during === "checking";
  const by = load.createdByFamilyName
    ? format.person({ familyName: load.createdByFamilyName, givenName: load.createdByGivenName ?? "" })
    : "";
  return (
    <Page
      title={useTitle(load)}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("import.crumb"), to: "/imports" },
        { label: load.fileName },
      ]}
      after={
        <span className="age">
          {t(`import.kind.${load.kind}`)} · {load.companyName ? `${load.companyName} · ` : ""}
          {format.moment(load.createdAt)} {by}
        </span>
      }
      actions={
        <>
          <Reports load={load} isOff={running || load.counts.rows === 0} />
          <Button
            look="main"
            offBecause={
              running
                ? t("import.runningOff")
                : isUnread
                  ? t("import.checkFirst")
                  : load.counts.open === 0
                    ? t("import.nothingOff")
                    : null
            }
            onClick={() => setApplying(true)}
          >
            {t(load.brokenOff && !isUnread ? "import.goOn" : "import.apply", { count: load.counts.open })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <State load={load} />
        {load.recognised && !running ? <Recognised key={load.rowVersion} load={load} /> : null}
        {load.kind === "seats" && load.recognised && !running ? <SeatExtras load={load} /> : null}
        {running || isUnread || load.state === "failed" ? null : (
          <>
            <ImportProblems load={load} />
            <ImportRows load={load} />
          </>
        )}
        <History kind="import" id={load.id} isOfGroup={load.companyId === null} />
      </div>
      {isApplying ? <ApplyDialog load={load} onClose={() => setApplying(false)} /> : null}
    </Page>
  );
}

function Reports({ load, isOff }: { load: Import; isOff: boolean }) {
  const t = useText();
  const [problem, setProblem] = useState<Error | null>(null);
  const save = (format: "csv" | "xlsx") =>
    void download(`/imports/${load.id}/report?format=${format}`).catch(setProblem);
  return (
    <>
      <FormError error={problem} />
      {(["csv", "xlsx"] as const).map((format) => (
        <Button
          key={format}
          icon="download"
          offBecause={isOff ? t("import.runningOff") : null}
          onClick={() => save(format)}
        >
          {t(format === "csv" ? "import.reportCsv" : "import.reportXlsx")}
        </Button>
      ))}
    </>
  );
}

function State({ load }: { load: Import }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const stop = useCommand(imports.stopImport, refreshed);
  const again = useCommand(imports.checkAgain, refreshed);
  const retry = (
    <Button
      isBusy={again.isPending}
      onClick={() => again.mutate({ id: load.id, rowVersion: load.rowVersion })}
    >
      {t("import.tryAgain")}
    </Button>
  );
  if (load.state === "failed") {
    const { problem } = load;
    return (
      <Panel>
        <div className="stack s">
          <Note kind="bad">
            {any(`errors.${problem?.code ?? "fault"}`, { ...problem })}
            {problem?.row ? ` ${t("import.placeRow", { row: problem.row })}` : ""}
          </Note>
          <div>{retry}</div>
        </div>
      </Panel>
    );
  }
  if (load.brokenOff)
    return (
      <Panel>
        <div className="stack s">
          <Note kind="bad">
            {any(`errors.${load.brokenOff.code}`)}{" "}
            {t(`import.brokenOff.${load.brokenOff.during}`, {
              done: format.number(load.counts.added + load.counts.changed),
              open: format.number(load.counts.open),
            })}
          </Note>
          <div>{retry}</div>
          <FormError error={again.error} />
        </div>
      </Panel>
    );
  if (load.state === "cancelled")
    return (
      <Panel>
        <div className="stack s">
          <Note kind="warn">{t("import.stoppedHelp")}</Note>
          <div>{retry}</div>
        </div>
      </Panel>
    );
  if (!isRunning(load.state) || !load.job) return null;
  return (
    <Panel>
      <JobProgress
        title={t(load.state === "checking" ? "import.checkRunning" : "import.applyRunning")}
        state={load.job.state}
        done={load.job.done}
        total={load.job.total}
        onCancel={() => stop.mutate({ id: load.id })}
        note={t("import.canLeave")}
      />
      <FormError error={stop.error} />
    </Panel>
  );
}
