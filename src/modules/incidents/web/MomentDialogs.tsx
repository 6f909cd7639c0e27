// What is said of the moments of an incident: when it was discovered, what kept its report, how far it is and since when.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { incidents } from "../contract.ts";
import { StillRunning } from "../law/web/StillRunning.tsx";
import { ContainmentWarning } from "../room/web/parts.tsx";
import { type DialogProps as Props, IncidentDialog as Frame } from "./IncidentDialog.tsx";
import { refreshed } from "./incident.ts";

export function DiscoveryDialog({ incident, onClose }: Props) {
  const t = useText();
  const [at, setAt] = useState(incident.discoveredAt);
  const [reason, setReason] = useState("");
  const correct = useCommand(incidents.correctDiscovery, refreshed);
  return (
    <Frame
      incident={incident}
      onClose={onClose}
      title={t("incident.correct.title")}
      action={t("incident.correct.do")}
      error={correct.error}
      isBusy={correct.isPending}
      offBecause={
        !at || at === incident.discoveredAt
          ? t("incident.correct.same")
          : reason.trim()
            ? null
            : t("dialog.reasonFirst")
      }
      onSubmit={() =>
        correct.mutate(
          {
            id: incident.id,
            discoveredAt: at,
            zone: incident.discoveredZone,
            reason: reason.trim(),
            rowVersion: incident.rowVersion,
          },
          { onSuccess: onClose },
        )
      }
    >
      <MomentField
        label={t("incidents.discovered")}
        value={at}
        zone={incident.discoveredZone}
        onChange={setAt}
      />
      <TextArea label={t("change.reason")} value={reason} maxLength={1000} onChange={setReason} />
      <p className="note">{t("incident.correct.effect")}</p>
    </Frame>
  );
}

export function ReasonDialog({ incident, onClose }: Props) {
  const t = useText();
  const [reason, setReason] = useState(incident.lateReason ?? "");
  const say = useCommand(incidents.sayWhyLate, refreshed);
  return (
    <Frame
      incident={incident}
      onClose={onClose}
      title={t("incident.whyLate")}
      action={t("incident.do.why_late")}
      error={say.error}
      isBusy={say.isPending}
      offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
      onSubmit={() =>
        say.mutate(
          { id: incident.id, reason: reason.trim(), rowVersion: incident.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <TextArea
        label={t("incident.whyLate")}
        hint={t("incident.whyLateHint")}
        value={reason}
        maxLength={2000}
        onChange={setReason}
      />
    </Frame>
  );
}

export function StepDialog({
  incident,
  step,
  onClose,
}: Props & { step: "contained" | "handled" | "closed" }) {
  const t = useText();
  const { timeZone } = useSession();
  const [at, setAt] = useState(() => new Date().toISOString());
  const [said, setSaid] = useState("");
  const move = useCommand(incidents.moveIncident, refreshed);
  return (
    <Frame
      incident={incident}
      onClose={onClose}
      title={t(`incident.step.${step}`)}
      action={t(`incident.step.do.${step}`)}
      error={move.error}
      isBusy={move.isPending}
      offBecause={at ? null : t("forms.first", { field: t("incident.step.since") })}
      onSubmit={() =>
        move.mutate(
          { id: incident.id, step, at, said: said.trim(), rowVersion: incident.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <p className="note">{t(`incident.step.means.${step}`)}</p>
      {step === "closed" && !incident.isExercise ? <StillRunning incidentId={incident.id} /> : null}
      {step === "contained" ? <ContainmentWarning incidentId={incident.id} /> : null}
      <MomentField
        label={t("incident.step.since")}
        value={at}
        zone={timeZone ?? incident.companyZone}
        onChange={setAt}
      />
      <TextArea label={t("incident.step.said")} isOptional value={said} maxLength={1000} onChange={setSaid} />
    </Frame>
  );
}
