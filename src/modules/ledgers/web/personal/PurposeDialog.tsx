// A purpose is proposed: the first, a further one, or one in place of another. Another person decides.
import { type FormEvent, useState } from "react";
import type { Input, Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { legalGrounds } from "../../declared/purposes.ts";

export type Purpose = Output<typeof ledgers.listPurposes>["rows"][number];
type Ground = Input<typeof ledgers.proposePurpose>["ground"];
type Props = {
  entryId: string;
  /** In place of which, or with what words one begins. */
  replaces: Purpose | null;
  said: string;
  onClose: () => void;
};

export const purposeReads = [
  ledgers.listPurposes,
  ledgers.getPurpose,
  ledgers.listUses,
  ledgers.listGaps,
  ledgers.countGaps,
];

export function PurposeDialog({ entryId, replaces, said, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    purpose: replaces?.purpose ?? said,
    ground: replaces?.ground ?? ("contract" as Ground),
    groundSaid: replaces?.groundSaid ?? "",
    validFrom: today,
    validUntil: replaces?.validUntil ?? "",
    reason: "",
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const propose = useCommand(ledgers.proposePurpose, purposeReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate(
      { id: entryId, ...form, validUntil: form.validUntil || null, replacesId: replaces?.id ?? null },
      {
        onSuccess: () => {
          toast(t("purpose.sent"));
          onClose();
        },
      },
    );
  };
  const first = (field: string) => t("forms.first", { field });
  const missing = !form.purpose.trim()
    ? first(t("purpose.purpose"))
    : form.ground === "other" && !form.groundSaid.trim()
      ? first(t("purpose.groundSaid"))
      : form.validFrom
        ? null
        : first(t("purpose.validFrom"));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={replaces ? t("purpose.replaceTitle", { purpose: replaces.purpose }) : t("purpose.propose")}
    >
      <form className="form" onSubmit={submit}>
        <TextArea
          label={t("purpose.purpose")}
          value={form.purpose}
          maxLength={500}
          onChange={(purpose) => set({ purpose })}
        />
        <SelectField
          label={t("purpose.ground")}
          value={form.ground}
          choices={legalGrounds.map((one) => ({ value: one, label: t(`purpose.ground.${one}`) }))}
          onChange={(ground) => set({ ground: ground as Ground })}
        />
        <TextField
          label={t("purpose.groundSaid")}
          isOptional={form.ground !== "other"}
          value={form.groundSaid}
          maxLength={300}
          onChange={(groundSaid) => set({ groundSaid })}
        />
        <div className="pair">
          <DateField
            label={t("purpose.validFrom")}
            value={form.validFrom}
            onChange={(validFrom) => set({ validFrom })}
          />
          <DateField
            label={t("purpose.validUntil")}
            isOptional
            value={form.validUntil}
            onChange={(validUntil) => set({ validUntil })}
          />
        </div>
        <TextArea
          label={t("purpose.reason")}
          isOptional
          value={form.reason}
          maxLength={500}
          onChange={(reason) => set({ reason })}
        />
        <FormEnds error={propose.error} isBusy={propose.isPending} offBecause={missing} onClose={onClose}>
          {t("purpose.send")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
