import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";

/** Registers a firm. Whoever answers for a part of the group says which company keeps it. */
export function FirmDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const offer = useOperation(engagements.listCoverableRounds, {});
  return (
    <Dialog isOpen onClose={onClose} title={t("outside.registerFirm")}>
      {offer.data ? <Form keepers={offer.data.keepers} onClose={onClose} /> : <Loading rows={3} />}
    </Dialog>
  );
}

function Form({ keepers, onClose }: { keepers: { id: string; name: string }[] | null; onClose: () => void }) {
  const t = useText();
  const only = keepers?.length === 1 ? (keepers[0]?.id ?? "") : "";
  const [form, setForm] = useState({ name: "", note: "", companyId: only });
  const add = useCommand(engagements.addOutsideFirm, [engagements.listOutsideFirms]);
  const missing = !form.name.trim()
    ? t("forms.first", { field: t("outside.firm") })
    : keepers && !form.companyId
      ? t("forms.first", { field: t("outside.keptBy") })
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      {
        name: form.name.trim(),
        note: form.note.trim() || null,
        ...(form.companyId ? { companyId: form.companyId } : {}),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={t("outside.firm")}
        value={form.name}
        maxLength={200}
        onChange={(name) => setForm({ ...form, name })}
      />
      {keepers ? (
        <SelectField
          label={t("outside.keptBy")}
          value={form.companyId}
          choices={keepers.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(companyId) => setForm({ ...form, companyId })}
        />
      ) : null}
      <TextField
        label={t("outside.note")}
        isOptional
        value={form.note}
        maxLength={500}
        onChange={(note) => setForm({ ...form, note })}
      />
      <FormEnds error={add.error} isBusy={add.isPending} offBecause={missing} onClose={onClose}>
        {t("outside.registerFirm")}
      </FormEnds>
    </form>
  );
}
