// Who uses personal data for what, and which purpose of the list that rests on.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { type Purpose, purposeReads } from "./PurposeDialog.tsx";

export type Use = Output<typeof ledgers.listUses>["rows"][number];
type Props = { entryId: string; use: Use | null; purposes: readonly Purpose[]; onClose: () => void };

export function UseDialog({ entryId, use, purposes, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    usedBy: use?.usedBy || (use?.userName ?? ""),
    usedFor: use?.usedFor ?? "",
    since: use?.since ?? today,
    purposeId: use?.purposeId ?? "",
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const add = useCommand(ledgers.recordUse, purposeReads);
  const change = useCommand(ledgers.changeUse, purposeReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { ...form, purposeId: form.purposeId || null, unitId: use?.unitId ?? null };
    const done = {
      onSuccess: () => {
        toast(t("use.saved"));
        onClose();
      },
    };
    if (use) change.mutate({ id: use.id, rowVersion: use.rowVersion, ...given }, done);
    else add.mutate({ id: entryId, ...given }, done);
  };
  const first = (field: string) => t("forms.first", { field });
  const missing = !form.usedBy.trim()
    ? first(t("use.usedBy"))
    : !form.usedFor.trim()
      ? first(t("use.usedFor"))
      : form.since
        ? null
        : first(t("use.since"));
  const chosen = purposes.find((one) => one.id === form.purposeId);
  const offered = purposes.filter(
    (one) => one.state === "approved" || one.state === "proposed" || one.id === use?.purposeId,
  );
  return (
    <Dialog isOpen onClose={onClose} title={t(use ? "use.change" : "use.record")}>
      <form className="form" onSubmit={submit}>
        <TextField
          label={t("use.usedBy")}
          hint={t("use.usedByHint")}
          value={form.usedBy}
          maxLength={200}
          onChange={(usedBy) => set({ usedBy })}
        />
        <TextArea
          label={t("use.usedFor")}
          value={form.usedFor}
          maxLength={500}
          onChange={(usedFor) => set({ usedFor })}
        />
        <SelectField
          label={t("use.restsOn")}
          value={form.purposeId}
          choices={[
            { value: "", label: t("use.restsOnNone") },
            ...offered.map((one) => ({
              value: one.id,
              label:
                one.state === "approved"
                  ? one.purpose.slice(0, 90)
                  : `${one.purpose.slice(0, 70)} (${t(`purpose.state.${one.state}`)})`,
            })),
          ]}
          onChange={(purposeId) => set({ purposeId })}
        />
        <DateField label={t("use.since")} value={form.since} onChange={(since) => set({ since })} />
        {chosen?.state === "approved" ? null : <p className="note">{t("use.withoutEffect")}</p>}
        <FormEnds
          error={add.error ?? change.error}
          isBusy={add.isPending || change.isPending}
          offBecause={missing}
          onClose={onClose}
        >
          {t("entryForm.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
