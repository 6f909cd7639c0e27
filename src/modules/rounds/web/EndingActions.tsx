// Locking all confirmed results and closing the round, each with its effect in numbers before it happens.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { useCommand } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { rounds } from "../contract.ts";
import type { Round } from "./opening.ts";
import { useStagesSaid } from "./stages.tsx";

type Progress = Output<typeof rounds.getRoundProgress>;
type Props = { round: Round; progress: Progress };

const refreshes = [
  rounds.getRound,
  rounds.getRoundProgress,
  rounds.listRounds,
  rounds.listLate,
  inspections.listInspections,
];

const countOf = (progress: Progress, state: string) =>
  progress.stages.find((one) => one.state === state)?.companies ?? 0;

export function EndingActions({ round, progress }: Props) {
  const [asking, ask] = useState<"lock" | "close" | null>(null);
  const t = useText();
  const confirmed = countOf(progress, "confirmed");
  const mayLock = useMay("inspection.lock");
  if (round.state !== "open") return null;
  return (
    <>
      <Button onClick={() => ask("close")}>{t("round.close")}</Button>
      <Button
        offBecause={!mayLock ? t("round.not_yours") : confirmed === 0 ? t("round.nothingConfirmed") : null}
        onClick={() => ask("lock")}
      >
        {t("round.lockAll", { count: confirmed })}
      </Button>
      {asking === "lock" ? <LockDialog round={round} progress={progress} onClose={() => ask(null)} /> : null}
      {asking === "close" ? (
        <CloseDialog round={round} progress={progress} onClose={() => ask(null)} />
      ) : null}
    </>
  );
}

function LockDialog({ round, progress, onClose }: Props & { onClose: () => void }) {
  const t = useText();
  const lock = useCommand(inspections.lockInspections, refreshes);
  const confirmed = countOf(progress, "confirmed");
  const open = progress.companies - confirmed - countOf(progress, "locked");
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("round.lockTitle", { count: confirmed })}
      effect={t("round.lockEffect", { count: confirmed, open })}
      action={t("round.lockAll", { count: confirmed })}
      isBusy={lock.isPending}
      error={lock.error ? <ErrorState error={lock.error} /> : null}
      onConfirm={() =>
        lock.mutate(
          { roundId: round.id },
          {
            onSuccess: ({ locked }) => {
              toast(t("round.locked", { count: locked }));
              onClose();
            },
          },
        )
      }
    />
  );
}

function CloseDialog({ round, progress, onClose }: Props & { onClose: () => void }) {
  const t = useText();
  const said = useStagesSaid();
  const close = useCommand(rounds.closeRound, refreshes);
  const silent = countOf(progress, "not_begun") + countOf(progress, "answering");
  const open = progress.stages.filter((one) => one.state !== "locked" && one.companies > 0);
  return (
    <ConfirmDialog
      isOpen
      isDanger
      onClose={onClose}
      title={t("round.closeTitle", { name: round.name })}
      effect={
        <>
          <p>{t("round.closeEffect", { count: silent })}</p>
          {open.length > 0 ? (
            <p>{said(Object.fromEntries(open.map((one) => [one.state, one.companies])))}</p>
          ) : null}
        </>
      }
      action={t("round.close")}
      isBusy={close.isPending}
      error={close.error ? <ErrorState error={close.error} /> : null}
      onConfirm={() => close.mutate({ id: round.id, rowVersion: round.rowVersion }, { onSuccess: onClose })}
    />
  );
}
