// What may be done now, each with its reason when not: nothing is hidden from whom it concerns.
import { useState } from "react";
import { duties } from "#modules/duties/contract.ts";
import { PostponeDialog } from "#modules/duties/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import type { Inspection } from "../inspection.ts";

const steps = ["answer", "review", "confirm"] as const;
const paths = {
  answer: "/inspections/$id/answer",
  review: "/inspections/$id/review",
  confirm: "/inspections/$id/confirm",
} as const;

export function May({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const any = useAnyText();
  const { id, can } = inspection;
  const [asks, ask] = useState<"lock" | "correct" | "postpone" | null>(null);
  const owed = useOperation(duties.listMyDuties, { subjectId: id }).data?.rows ?? [];
  const duty = owed.find(({ kind }) => kind === "inspection.answer");
  const owes = (wanted: string) => owed.some(({ kind }) => kind === wanted);
  const renewal = owes("evidence.renew");
  const signAgain = owes("inspection.sign_again");
  const signedFor = owes("inspection.signed_for");
  const mayPostpone = useMay("duty.ask_postponement");
  const why = (name: string) => can[name] ?? null;
  const isYours = (name: string) => why(name) !== "can.not_yours";
  const first = [...steps, "lock" as const].find((name) => why(name) === null);
  const none = ![...steps, "lock", "correct"].some(isYours);
  return (
    <Panel
      title={t(
        renewal
          ? "inspections.mayRenew"
          : signAgain
            ? "inspections.maySignAgain"
            : first || signedFor
              ? "inspections.may"
              : "inspections.mayNothing",
      )}
    >
      <div className="may">
        {renewal ? (
          <GoButton to={paths.answer} params={{ id }} look={first ? "outlined" : "main"}>
            {t("inspections.do.renew")}
          </GoButton>
        ) : null}
        {signAgain ? (
          <GoButton to="/inspections/$id/papers" params={{ id }} look={first ? "outlined" : "main"}>
            {t("inspections.do.signAgain")}
          </GoButton>
        ) : null}
        {signedFor ? (
          <GoButton to={paths.confirm} params={{ id }} look={first ? "outlined" : "main"}>
            {t("inspections.do.signedFor")}
          </GoButton>
        ) : null}
        {steps.filter(isYours).map((name) =>
          why(name) === null ? (
            <GoButton key={name} to={paths[name]} params={{ id }} look={name === first ? "main" : "outlined"}>
              {t(`inspections.do.${name}`)}
            </GoButton>
          ) : (
            <Button key={name} offBecause={any(why(name) ?? "")}>
              {t(`inspections.do.${name}`)}
            </Button>
          ),
        )}
        {isYours("lock") ? (
          <Button
            look={first === "lock" ? "main" : "outlined"}
            offBecause={why("lock") ? any(why("lock") ?? "") : null}
            onClick={() => ask("lock")}
          >
            {t("inspections.do.lock")}
          </Button>
        ) : null}
        {isYours("correct") ? (
          <Button
            offBecause={why("correct") ? any(why("correct") ?? "") : null}
            onClick={() => ask("correct")}
          >
            {t("inspections.do.correct")}
          </Button>
        ) : null}
        {duty && mayPostpone ? (
          <Button
            offBecause={duty.isPostponementOpen ? t("duty.postponementOpen") : null}
            onClick={() => ask("postpone")}
          >
            {t("duty.postpone")}
          </Button>
        ) : null}
        {isYours("review") ? null : (
          <GoButton to="/inspections/$id/review" params={{ id }} look="quiet">
            {t("inspections.do.read")}
          </GoButton>
        )}
        {none && !signAgain && !signedFor ? <p className="small soft">{t("inspections.mayRead")}</p> : null}
      </div>
      <Lock inspection={inspection} isOpen={asks === "lock"} onClose={() => ask(null)} />
      <Correct inspection={inspection} isOpen={asks === "correct"} onClose={() => ask(null)} />
      {asks === "postpone" && duty ? (
        <PostponeDialog duty={duty} refreshes={refreshes} onClose={() => ask(null)} />
      ) : null}
    </Panel>
  );
}

type AskProps = { inspection: Inspection; isOpen: boolean; onClose: () => void };
const refreshes = [
  inspections.getInspection,
  inspections.listInspections,
  reviewing.listStory,
  reviewing.countInspections,
];

function Lock({ inspection, isOpen, onClose }: AskProps) {
  const t = useText();
  const lock = useCommand(inspections.lockInspections, refreshes);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("inspections.do.lock")}
      effect={t(inspection.correctedCount > 0 ? "inspections.lockEffectAgain" : "inspections.lockEffect")}
      action={t("inspections.do.lock")}
      isBusy={lock.isPending}
      error={<FormError error={lock.error} />}
      onConfirm={() =>
        lock.mutate({ roundId: inspection.roundId, inspectionIds: [inspection.id] }, { onSuccess: onClose })
      }
    />
  );
}

function Correct({ inspection, isOpen, onClose }: AskProps) {
  const t = useText();
  const correct = useCommand(inspections.correctInspection, refreshes);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("inspections.do.correct")}
      effect={t("inspections.correctEffect")}
      action={t("inspections.do.correct")}
      reason={{ label: t("inspections.correctReason"), placeholder: t("inspections.correctHint") }}
      isBusy={correct.isPending}
      error={<FormError error={correct.error} />}
      onConfirm={(reason) =>
        correct.mutate(
          { id: inspection.id, rowVersion: inspection.rowVersion, reason: reason.slice(0, 1000) },
          { onSuccess: onClose },
        )
      }
    />
  );
}
