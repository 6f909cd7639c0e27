// The last backup, the last drill, and every run that is kept.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Age } from "#web/ui/figures.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { System } from "./shown.ts";
import { useSize } from "./size.ts";

type Backups = System["backups"];
type Run = Backups["runs"][number];

export function BackupPanel({ backups }: { backups: Backups }) {
  const t = useText();
  const { plan, lastDone, lastDrill } = backups;
  return (
    <Panel title={t("system.backups")} footer={<span>{t("system.backupsHelp")}</span>}>
      <KeyValue
        look="wide"
        rows={[
          [t("system.lastBackup"), <Last key="last" run={lastDone} none={t("system.noBackup")} />],
          [t("system.lastDrill"), <Last key="drill" run={lastDrill} none={t("system.noDrill")} />],
          [t("system.planned"), <Plan key="plan" plan={plan} />],
        ]}
      />
    </Panel>
  );
}

function Last({ run, none }: { run: Run | null; none: string }) {
  const t = useText();
  const format = useFormat();
  const size = useSize();
  if (!run) return <span className="soft">{none}</span>;
  const at = run.kind === "backup" ? (run.takenAt ?? run.startedAt) : run.startedAt;
  return (
    <>
      {format.moment(at)} <Age at={at} />
      <div className="small soft">
        {t("system.runHolds", {
          rows: format.number(run.rowCount ?? 0),
          files: format.number(run.contentCount ?? 0),
          size: size(run.contentBytes ?? 0),
        })}
      </div>
    </>
  );
}

function Plan({ plan }: { plan: Backups["plan"] }) {
  const t = useText();
  const format = useFormat();
  if (!plan) return <span className="soft">{t("system.notPlanned")}</span>;
  return (
    <>
      {t("system.plannedAt", { at: format.list(plan.at), keep: plan.keep })}
      <div className="small soft wrap-any">{plan.folder}</div>
    </>
  );
}

export function RunsPanel({ runs }: { runs: readonly Run[] }) {
  const t = useText();
  const format = useFormat();
  if (runs.length === 0)
    return (
      <Panel className="c12" title={t("system.runs")}>
        <EmptyState title={t("system.runsEmpty")}>{t("system.runsEmptyHelp")}</EmptyState>
      </Panel>
    );
  return (
    <Panel className="c12" title={t("system.runs")} isFlush>
      {/* Keyboards scroll what does not fit. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("system.runs")}>
        <table className="grid">
          <thead>
            <tr>
              <th>{t("system.run")}</th>
              <th>{t("system.startedAt")}</th>
              <th>{t("system.cameOf")}</th>
              <th className="num">{t("system.rows")}</th>
              <th className="num">{t("system.files")}</th>
              <th>{t("system.place")}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <td>
                  {t(`system.kind.${run.kind}`)}
                  {run.isTimed ? ` (${t("system.byPlan")})` : ""}
                </td>
                <td>{format.moment(run.startedAt)}</td>
                <td>
                  <CameOf run={run} />
                </td>
                <td className="num">{run.rowCount === null ? "" : format.number(run.rowCount)}</td>
                <td className="num">{run.contentCount === null ? "" : format.number(run.contentCount)}</td>
                <td className="small wrap-any">{run.place}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function CameOf({ run }: { run: Run }) {
  const t = useText();
  const say = useAnyText();
  if (run.state === "running") return <>{t("system.underWay")}</>;
  if (run.state === "failed") return <b>{say(`backup.problem.${run.problem}`)}</b>;
  return <>{run.lostCount ? t("system.doneWithLost", { count: run.lostCount }) : t("system.done")}</>;
}
