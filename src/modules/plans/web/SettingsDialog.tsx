// The group's days of improvement plans: for those demanded from now on.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { plans } from "../contract.ts";

type Settings = Output<typeof plans.getPlanSettings>;

export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const settings = useOperation(plans.getPlanSettings, {});
  return (
    <Dialog isOpen onClose={onClose} title={t("planSettings.title")} size="s">
      {settings.data ? (
        <Fields key={settings.data.rowVersion} settings={settings.data} onClose={onClose} />
      ) : (
        <Loading rows={4} />
      )}
    </Dialog>
  );
}

function Fields({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const t = useText();
  const [handInDays, setHandInDays] = useState<number | null>(settings.handInDays);
  const [driftDays, setDriftDays] = useState<number | null>(settings.driftDays);
  const [effectMonths, setEffectMonths] = useState<number | null>(settings.effectMonths);
  const [reason, setReason] = useState("");
  const change = useCommand(plans.changePlanSettings, [plans.getPlanSettings, plans.countImprovementPlans]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      {
        handInDays: handInDays ?? 0,
        driftDays: driftDays ?? 0,
        effectMonths: effectMonths ?? 0,
        reason: reason.trim(),
        rowVersion: settings.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <NumberField label={t("planSettings.handIn")} value={handInDays} onChange={setHandInDays} />
      <NumberField label={t("planSettings.drift")} value={driftDays} onChange={setDriftDays} />
      <NumberField label={t("planSettings.effect")} value={effectMonths} onChange={setEffectMonths} />
      <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
      <FormEnds
        error={change.error}
        isBusy={change.isPending}
        offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
        onClose={onClose}
      >
        {t("planSettings.change")}
      </FormEnds>
    </form>
  );
}
