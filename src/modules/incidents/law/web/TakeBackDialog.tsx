// A notification that never was: taken back with the reason. What was recorded stays beside the clock.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type LawClock, refreshed } from "./law.ts";

export function TakeBackDialog({
  incident,
  clock,
  onClose,
}: {
  incident: Incident;
  clock: LawClock;
  onClose: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState("");
  const takeBack = useCommand(incidents.takeBackNotification, refreshed);
  const { kept } = clock;
  if (!kept) return null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={clock.name}
      action={t("law.takeBack")}
      error={takeBack.error}
      isBusy={takeBack.isPending}
      offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
      onSubmit={() =>
        takeBack.mutate(
          { id: kept.id, reason: reason.trim(), rowVersion: kept.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <p className="note">{t("law.takeBackEffect")}</p>
      <TextArea label={t("law.takeBackWhy")} value={reason} maxLength={2000} onChange={setReason} />
    </IncidentDialog>
  );
}

export function TakenBack({ clock }: { clock: LawClock }) {
  const t = useText();
  const format = useFormat();
  return clock.kept?.takenBack.map((one) => (
    <span key={one.id} className="small soft">
      <s>
        {t("law.notified", { recipient: one.recipient, at: format.momentWithZone(one.endedAt, clock.zone) })}
      </s>{" "}
      <span className="mono">{one.proofReference}</span>{" "}
      {t("law.takenBack", {
        name: one.takenBackByName ?? "",
        at: format.moment(one.takenBackAt, "plain", clock.zone),
      })}{" "}
      <LangText text={one.reason} />
    </span>
  ));
}
