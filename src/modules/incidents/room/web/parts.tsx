// What pages of the record, the register and the settings show of the room.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";

/** Whoever says that it is contained is told what of containing it is still open. */
export function ContainmentWarning({ incidentId }: { incidentId: string }) {
  const t = useText();
  const room = useOperation(incidents.getRoom, { id: incidentId });
  const open = room.data?.openContainment ?? 0;
  return open > 0 ? <Note kind="warn">{t("room.containmentOpen", { count: open })}</Note> : null;
}

/** Beside what the register lists: that there are others, from the group's number on. */
export function ConfidentialCount() {
  const t = useText();
  const counted = useOperation(incidents.countConfidential, {});
  const count = counted.data?.count;
  return count ? <p className="soft small">{t("room.confidentialBeside", { count })}</p> : null;
}

export function CountedFrom() {
  const t = useText();
  const counted = useOperation(incidents.countConfidential, {});
  const [typed, setTyped] = useState<number | null>(null);
  const [isSaving, setSaving] = useState(false);
  const set = useCommand(incidents.setCountedFrom, [incidents.countConfidential]);
  if (!counted.data?.mayChange) return null;
  const countedFrom = typed ?? counted.data.countedFrom;
  return (
    <div className="form below">
      <NumberField
        label={t("room.countedFrom")}
        hint={t("room.countedFromHint")}
        value={countedFrom}
        onChange={setTyped}
      />
      <div className="ends">
        <Button
          offBecause={countedFrom >= 1 && countedFrom <= 100 ? null : t("room.countedFromRange")}
          onClick={() => setSaving(true)}
        >
          {t("room.countedFromDo")}
        </Button>
      </div>
      {isSaving ? (
        <ConfirmDialog
          isOpen
          onClose={() => setSaving(false)}
          title={t("room.countedFromDo")}
          effect={t("room.countedFromHint")}
          action={t("room.countedFromDo")}
          reason={{ label: t("change.reason") }}
          isBusy={set.isPending}
          error={<FormError error={set.error} />}
          onConfirm={(reason) =>
            set.mutate(
              { countedFrom, reason: reason.slice(0, 500) },
              {
                onSuccess: () => {
                  toast(t("incidentSettings.saved"));
                  setSaving(false);
                },
              },
            )
          }
        />
      ) : null}
    </div>
  );
}
