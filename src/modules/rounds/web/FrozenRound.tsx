// A frozen population, about to be launched or being launched. The launch may be left, stopped and gone on with.
import { useCallback, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import type { Output } from "#core/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { JobBox } from "#modules/jobs/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tick } from "#web/forms/fields.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { Note } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import { MemberTable } from "./MemberTable.tsx";
import { MissingOf, useLacksSaid } from "./Missing.tsx";
import { passedDays } from "../rules.ts";
import { OtherYear, PassedDays, useIsOfAnotherYear } from "./PassedDays.tsx";
import { Steps } from "./Steps.tsx";

type Found = Output<typeof rounds.getRound>;

export function FrozenRound({ found }: { found: Found }) {
  const t = useText();
  const format = useFormat();
  const { round, launch, plannedFor } = found;
  const isUnderWay = launch?.state === "queued" || launch?.state === "running";
  const { lacks } =
    useOperation(rounds.getRoundProgress, { id: round.id }, { enabled: round.state !== "draft" }).data ?? {};
  return (
    <Page
      title={t(
        plannedFor
          ? "round.plannedFinding"
          : round.state === "launching"
            ? "round.launchingFinding"
            : "round.frozenFinding",
        { name: round.name, count: round.memberCount, day: plannedFor ? format.day(plannedFor) : "" },
      )}
      crumbs={[{ label: t("rail.inspections"), to: "/rounds" }, { label: round.name }]}
      actions={found.can.manage ? <Actions found={found} isUnderWay={isUnderWay} lacks={lacks} /> : null}
    >
      <Steps
        at={
          plannedFor
            ? "frozen"
            : round.state === "launching"
              ? "launching"
              : round.state === "frozen"
                ? "frozen"
                : "draft"
        }
      />
      <div className="cols">
        <div className="c4 stack">
          {round.state === "launching" && launch ? (
            <Launch jobId={launch.jobId} state={launch.state} />
          ) : null}
          {plannedFor ? <Note>{t("round.plannedNote", { day: format.day(plannedFor) })}</Note> : null}
          {lacks ? <MissingOf roundId={round.id} lacks={lacks} /> : null}
          {round.state === "frozen" ? <PassedDays round={round} /> : null}
          {round.state === "frozen" ? <OtherYear round={round} /> : null}
          <Facts round={round} />
        </div>
        <div className="c8">
          {round.state === "draft" ? (
            <Note>{t("round.stillDraft")}</Note>
          ) : (
            <MemberTable roundId={round.id} inCount={round.memberCount} outCount={round.exemptCount} />
          )}
        </div>
      </div>
      <History kind="round" id={round.id} isOfGroup />
    </Page>
  );
}

function Launch({ jobId, state }: { jobId: string; state: string }) {
  const t = useText();
  const client = useQueryClient();
  const refresh = useCallback(() => {
    for (const one of [rounds.getRound, rounds.listRounds, rounds.getRoundProgress])
      void client.invalidateQueries({ queryKey: [one.name] });
  }, [client]);
  return (
    <Panel title={t("round.launchProgress")}>
      <JobBox id={jobId} onEnd={refresh} />
      <p className="small soft">{t("round.launchLeave")}</p>
      {state === "cancelled" || state === "failed" ? (
        <Note kind="warn">{t("round.launchStopped")}</Note>
      ) : null}
    </Panel>
  );
}

function Facts({ round }: { round: Found["round"] }) {
  const t = useText();
  const format = useFormat();
  const rule = round.populationRule;
  return (
    <Panel title={t("round.facts")}>
      <KeyValue
        rows={[
          [t("rounds.col.edition"), `${round.standard} ${round.edition}`],
          ...(["opensOn", "dueOn", "reviewDueOn", "confirmDueOn"] as const).map(
            (name) => [t(`round.${name}`), format.day(round[name])] as const,
          ),
          [t("round.leadDays"), t("span.days", { count: round.providerLeadDays })],
          [t("round.asOf"), format.day(rule.asOf)],
          [t("rounds.col.relation"), format.list(rule.relations.map((one) => t(`relation.${one}`)))],
          [t("standard.tier"), rule.tiers.join(" ")],
          ...(round.populationSha256
            ? [
                [
                  t("round.hash"),
                  <span key="hash" className="mono hash">
                    {round.populationSha256}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
      {round.populationSha256 ? <p className="small mute">{t("round.hashHelp")}</p> : null}
    </Panel>
  );
}

type ActionProps = {
  found: Found;
  isUnderWay: boolean;
  lacks: Output<typeof rounds.getRoundProgress>["lacks"] | undefined;
};

function Actions({ found, isUnderWay, lacks }: ActionProps) {
  const t = useText();
  const format = useFormat();
  const { round, plannedFor } = found;
  const { today } = useSession();
  const [isAsking, ask] = useState(false);
  const [isMeant, setMeant] = useState(false);
  const [isYearMeant, setYearMeant] = useState(false);
  const isOther = useIsOfAnotherYear(round) && round.state === "frozen";
  const missing = useLacksSaid()(lacks);
  const refreshes = [rounds.getRound, rounds.listRounds];
  const thaw = useCommand(rounds.thawRound, refreshes);
  const launch = useCommand(rounds.launchRound, refreshes);
  if (round.state === "draft") return null;
  const isAgain = round.state === "launching";
  const isEarly = !isAgain && round.opensOn > today;
  const passed = isAgain ? [] : passedDays(round, today);
  const values = {
    count: round.memberCount,
    edition: `${round.standard} ${round.edition}`,
    opens: format.day(round.opensOn),
    day: format.day(round.dueOn),
  };
  const action = t(isAgain ? "round.goOn" : isEarly ? "round.plan" : "round.launch", values);
  return (
    <>
      {thaw.error ? <ErrorState error={thaw.error} /> : null}
      {round.state === "frozen" || plannedFor ? (
        <Button isBusy={thaw.isPending} onClick={() => thaw.mutate({ id: round.id })}>
          {t(plannedFor ? "round.cancelPlan" : "round.thaw")}
        </Button>
      ) : null}
      {plannedFor ? null : (
        <Button look="main" offBecause={isUnderWay ? t("round.isLaunching") : null} onClick={() => ask(true)}>
          {action}
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={t(isEarly ? "round.planTitle" : "round.launchTitle", values)}
        effect={
          <div className="stack">
            <p>{t(isEarly ? "round.planEffect" : "round.launchEffect", values)}</p>
            {missing ? <Note kind="warn">{missing}</Note> : null}
            {passed.length > 0 ? (
              <>
                <PassedDays round={round} />
                <Tick label={t("round.pastMeant")} isOn={isMeant} onChange={setMeant} />
              </>
            ) : null}
            {isOther ? (
              <>
                <OtherYear round={round} />
                <Tick label={t("round.otherYearMeant")} isOn={isYearMeant} onChange={setYearMeant} />
              </>
            ) : null}
          </div>
        }
        action={action}
        isBusy={launch.isPending}
        offBecause={
          (passed.length > 0 && !isMeant) || (isOther && !isYearMeant) ? t("round.pastFirst") : null
        }
        error={launch.error ? <ErrorState error={launch.error} /> : null}
        onConfirm={() =>
          launch.mutate(
            {
              id: round.id,
              rowVersion: round.rowVersion,
              ...(passed.length > 0 ? { evenIfPast: isMeant } : {}),
              ...(isOther ? { evenIfOtherYear: isYearMeant } : {}),
            },
            { onSuccess: () => ask(false) },
          )
        }
      />
    </>
  );
}
