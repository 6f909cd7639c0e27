// What may be done about an incident now. The next step is the filled button; what is not possible now says why.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../contract.ts";
import { PaperMenu } from "../paper/web/PaperMenu.tsx";
import { JudgeDialog, ReportDialog, WeighDialog } from "./IncidentDialogs.tsx";
import { DiscoveryDialog, ReasonDialog, StepDialog } from "./MomentDialogs.tsx";
import { type Incident, refreshed } from "./incident.ts";

/** In the order of what presses most. */
const acts = [
  "note",
  "take_up",
  "judge",
  "why_late",
  "contained",
  "handled",
  "close",
  "weigh",
  "report",
  "correct",
] as const;
type Act = (typeof acts)[number];
const nextSteps: readonly Act[] = ["note", "take_up", "judge", "why_late", "contained", "handled", "close"];
const notYours = "can.not_yours";

export function IncidentActions({ incident }: { incident: Incident }) {
  const t = useText();
  const any = useAnyText();
  const [asked, ask] = useState<Act | null>(null);
  const note = useCommand(incidents.takeNoteOfIncident, refreshed);
  const takeUp = useCommand(incidents.takeUpIncident, refreshed);
  const whyNot = (act: Act) => incident.can[act] ?? null;
  const mine = acts.filter((act) => whyNot(act) !== notYours);
  const open = mine.filter((act) => whyNot(act) === null);
  // What was judged may be judged anew, and is nobody's next step.
  const first = open.find(
    (act) => nextSteps.includes(act) && (act !== "judge" || incident.judgedAs === null),
  );
  const second = open.find(
    (act) => act !== first && act === (incident.judgedAs === null ? "judge" : "weigh"),
  );
  const rest = mine.filter((act) => act !== first && act !== second);
  const close = () => ask(null);
  const charge = () =>
    takeUp.mutate(
      { id: incident.id, rowVersion: incident.rowVersion },
      {
        onSuccess: () => {
          close();
          toast(t(incident.goesToHeadWithCharge ? "incident.do.take_upSent" : "incident.do.take_upDone"));
        },
      },
    );
  const go = (act: Act) => {
    if (act === "note")
      note.mutate({ id: incident.id }, { onSuccess: () => toast(t("incident.do.noteDone")) });
    else if (act === "take_up" && !incident.goesToHeadWithCharge) charge();
    else ask(act);
  };
  return (
    <>
      <FormError error={note.error ?? takeUp.error} />
      {incident.state === "reported" ||
      incident.state === "nothing" ||
      incident.state === "duplicate" ? null : (
        <PaperMenu of="brief" id={incident.id} />
      )}
      {rest.length > 0 ? (
        <ActionMenu
          label={t("incident.more")}
          actions={rest.map((act) => {
            const why = whyNot(act);
            return {
              label: t(`incident.do.${act}`),
              offBecause: why ? any(`errors.${why}`) : null,
              onClick: () => go(act),
            };
          })}
        />
      ) : null}
      {second ? <Button onClick={() => go(second)}>{t(`incident.do.${second}`)}</Button> : null}
      {first ? (
        <Button look="main" isBusy={note.isPending || takeUp.isPending} onClick={() => go(first)}>
          {t(`incident.do.${first}`)}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={asked === "take_up"}
        onClose={close}
        title={t("incident.do.take_up")}
        effect={t("incident.do.take_upSends")}
        action={t("incident.do.take_up")}
        isBusy={takeUp.isPending}
        error={<FormError error={takeUp.error} />}
        onConfirm={charge}
      />
      {asked === "judge" ? <JudgeDialog incident={incident} onClose={close} /> : null}
      {asked === "weigh" ? <WeighDialog incident={incident} onClose={close} /> : null}
      {asked === "report" ? <ReportDialog incident={incident} onClose={close} /> : null}
      {asked === "correct" ? <DiscoveryDialog incident={incident} onClose={close} /> : null}
      {asked === "why_late" ? <ReasonDialog incident={incident} onClose={close} /> : null}
      {asked === "contained" || asked === "handled" || asked === "close" ? (
        <StepDialog incident={incident} step={asked === "close" ? "closed" : asked} onClose={close} />
      ) : null}
    </>
  );
}
