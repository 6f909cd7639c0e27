// Whoever handles an incident and may not ask other companies asks those who may.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import { type Thing, wordsOf } from "./spread.ts";

type Props = { incident: Incident; things: readonly Thing[]; onClose: () => void };

export function RequestDialog({ incident, things, onClose }: Props) {
  const t = useText();
  const [said, setSaid] = useState("");
  const ask = useCommand(incidents.askToWarn, [incidents.getSpread]);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("spread.requestTitle")}
      action={t("spread.requestDo")}
      error={ask.error}
      isBusy={ask.isPending}
      offBecause={said.trim() ? null : t("forms.first", { field: t("spread.requestSaid") })}
      onSubmit={() =>
        ask.mutate(
          {
            id: incident.id,
            said: said.trim(),
            things: things.map(({ ledger, words }) => ({ ledger, words })),
          },
          {
            onSuccess: () => {
              toast(t("spread.requestSent"));
              onClose();
            },
          },
        )
      }
    >
      {things.length > 0 ? <p>{t("spread.requestThings", { things: wordsOf(things) })}</p> : null}
      <TextArea label={t("spread.requestSaid")} value={said} maxLength={2000} onChange={setSaid} />
    </IncidentDialog>
  );
}
