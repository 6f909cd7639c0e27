// Letting a supporter look along: whom, for how long, and what it is about.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { viewings } from "../contract.ts";
import { minutesOffered, usualMinutes } from "../rules.ts";

export function AllowDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const any = useAnyText();
  const [search, setSearch] = useState("");
  const viewers = useOperation(viewings.listViewers, search ? { search } : {}, { keep: true });
  const allow = useCommand(viewings.allowViewing, [viewings.listMyViewings]);
  const [form, setForm] = useState({ viewerId: "", minutes: usualMinutes as number, reason: "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    allow.mutate(form, { onSuccess: onClose });
  };
  const off = viewers.data?.offBecause;
  const missing = off
    ? any(`errors.${off}`)
    : form.viewerId === ""
      ? t("forms.first", { field: t("viewing.viewer") })
      : form.reason.trim() === ""
        ? t("forms.first", { field: t("viewing.reason") })
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("viewing.mine")}>
      <form className="form" onSubmit={submit}>
        {off ? (
          <Note kind="warn">{any(`errors.${off}`)}</Note>
        ) : (
          <p className="soft">{t("viewing.mineHelp")}</p>
        )}
        <PersonChoice
          label={t("viewing.viewer")}
          findLabel={t("viewing.findViewer")}
          search={search}
          onSearch={setSearch}
          people={(viewers.data?.rows ?? []).map(({ personId, name }) => ({ id: personId, name }))}
          isThere={viewers.data !== undefined && !off}
          chosen={form.viewerId}
          onChoose={({ id }) => setForm({ ...form, viewerId: id })}
          nobody={t("viewing.nobody")}
        />
        <FormError error={viewers.error} />
        <SelectField
          label={t("viewing.minutes")}
          value={String(form.minutes)}
          choices={minutesOffered.map((minutes) => ({
            value: String(minutes),
            label:
              minutes < 60
                ? t("viewing.minutesChoice", { count: minutes })
                : t("viewing.hoursChoice", { count: minutes / 60 }),
          }))}
          onChange={(minutes) => setForm({ ...form, minutes: Number(minutes) })}
        />
        <TextField
          label={t("viewing.reason")}
          value={form.reason}
          maxLength={500}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <FormEnds error={allow.error} isBusy={allow.isPending} offBecause={missing} onClose={onClose}>
          {t("viewing.allow")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
