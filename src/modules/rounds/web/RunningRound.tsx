// A round that runs: the funnel with days left, who is late, who joined or left, and the steps that end it.
import { daysBetween } from "#core/time/fiscal-year.ts";
import type { Output } from "#core/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUnit } from "#web/layout/units.ts";
import { Go, GoButton } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Age } from "#web/ui/figures.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { SaveOscal } from "#modules/overview/web/parts.tsx";
import { rounds } from "../contract.ts";
import { EndingActions } from "./EndingActions.tsx";
import { Funnel } from "./Funnel.tsx";
import { LateList } from "./LateList.tsx";
import { MissingOf } from "./Missing.tsx";
import type { Round } from "./opening.ts";
import { PopulationChanges } from "./PopulationChanges.tsx";
import { stages } from "./stages.tsx";

type Can = Output<typeof rounds.getRound>["can"];
type Progress = Output<typeof rounds.getRoundProgress>;

export function RunningRound({ round, can }: { round: Round; can: Can }) {
  const t = useText();
  const progress = useOperation(
    rounds.getRoundProgress,
    { id: round.id, ...useUnit() },
    { refetchEvery: 60_000 },
  );
  // What ends a round concerns all of it, whatever unit one looks at.
  const whole = useOperation(rounds.getRoundProgress, { id: round.id }, { enabled: can.manage });
  const title = useFinding(round, progress.data);
  const stuck = useStuck(progress.data);
  const mayIssue = useMay("workbook.issue");
  const mayRead = useMay("inspection.read");
  const mayConfirmFor = useMay("inspection.confirm_for");
  return (
    <Page
      title={title}
      crumbs={[{ label: t("rail.inspections"), to: "/rounds" }, { label: round.name }]}
      after={
        <Tag>
          {round.standard} {round.edition}
        </Tag>
      }
      actions={
        <>
          {mayIssue && round.state === "open" ? (
            <GoButton to="/rounds/$id/workbooks" params={{ id: round.id }}>
              {t("workbook.many.toPage")}
            </GoButton>
          ) : null}
          {mayRead ? <SaveOscal of="round" id={round.id} /> : null}
          {can.manage && whole.data ? <EndingActions round={round} progress={whole.data} /> : null}
          <GoButton look="main" to="/rounds/$id/inspections" params={{ id: round.id }}>
            {t("round.toInspections")}
          </GoButton>
        </>
      }
    >
      {progress.isError ? (
        <ErrorState error={progress.error} onRetry={() => void progress.refetch()} />
      ) : !progress.data ? (
        <Loading rows={10} />
      ) : (
        <div className="stack">
          <Strip round={round} progress={progress.data} />
          <div className="cols">
            <Panel
              className="c7"
              title={stuck}
              more={<Age at={progress.data.countedAt} />}
              footer={
                mayConfirmFor ? (
                  <Go to="/rounds/$id/confirmations" params={{ id: round.id }}>
                    {t("paper.pages.toPage")}
                  </Go>
                ) : null
              }
            >
              <Funnel roundId={round.id} progress={progress.data} />
            </Panel>
            <div className="c5 stack">
              <MissingOf roundId={round.id} lacks={progress.data.lacks} />
              <LateList
                round={round}
                late={progress.data.late}
                notKnown={progress.data.notKnown}
                countedAt={progress.data.countedAt}
              />
              {can.manage && round.state === "open" ? <PopulationChanges round={round} /> : null}
            </div>
          </div>
        </div>
      )}
      <History kind="round" id={round.id} isOfGroup />
    </Page>
  );
}

const finishedOf = (progress: Progress) =>
  progress.stages
    .filter((one) => one.state === "confirmed" || one.state === "locked")
    .reduce((sum, one) => sum + one.companies, 0);

function useFinding(round: Round, progress: Progress | undefined): string {
  const t = useText();
  const { today } = useSession();
  if (!progress) return round.name;
  const values = { name: round.name, done: finishedOf(progress), all: progress.companies };
  if (round.state === "closed") return t("round.closedFinding", values);
  const left = daysBetween(today, round.dueOn);
  return left < 0
    ? t("rounds.findingOver", { ...values, late: progress.late })
    : t("rounds.findingLeft", { ...values, count: left, days: left });
}

/** Where most of the unfinished stand. */
function useStuck(progress: Progress | undefined): string {
  const t = useText();
  const open = (progress?.stages ?? []).filter((one) => one.state !== "confirmed" && one.state !== "locked");
  const most = stages
    .map((name) => open.find((one) => one.state === name))
    .reduce((best, one) => ((one?.companies ?? 0) > (best?.companies ?? 0) ? one : best), open[0]);
  if (!most || most.companies === 0) return t("round.allFinished");
  return t("round.stuck", { count: most.companies, state: t(`inspection.${most.state}`) });
}

function Strip({ round, progress }: { round: Round; progress: Progress }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const until = (day: string) => {
    const days = daysBetween(today, day);
    return days >= 0 ? t("round.daysLeft", { count: days }) : t("round.daysOver", { count: -days });
  };
  const members = (view: string, label: string) => (
    <Go key={view} to="/rounds/$id/members" params={{ id: round.id }} search={{ view }}>
      {label}
    </Go>
  );
  return (
    <section className="panel round-strip">
      <FactStrip
        facts={[
          ...(["dueOn", "reviewDueOn", "confirmDueOn"] as const).map((name) => ({
            label: t(`round.${name}`),
            value: format.day(round[name], "full"),
            notes: round.state === "open" ? [until(round[name])] : [],
          })),
          {
            label: t("round.population"),
            value: members("in", t("round.askedCount", { count: progress.companies + progress.left })),
            notes: [
              members("out", t("round.exemptCount", { count: progress.exempt })),
              ...(progress.joined > 0
                ? [members("joined", t("round.joinedCount", { count: progress.joined }))]
                : []),
              ...(progress.left > 0 ? [members("left", t("round.leftCount", { count: progress.left }))] : []),
            ],
          },
        ]}
      />
    </section>
  );
}
