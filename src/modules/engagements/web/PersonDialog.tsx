import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { type Language, languageNames, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { engagements } from "../contract.ts";
import { LinkToHandOver } from "./LinkToHandOver.tsx";

type Props = { firm: { id: string; name: string }; onClose: () => void };

/** Somebody of a firm, with an account; the link is handed over by whoever registers them. */
export function PersonDialog({ firm, onClose }: Props) {
  const t = useText();
  const [token, setToken] = useState<string | null>(null);
  return (
    <Dialog isOpen onClose={onClose} title={`${t("outside.addPerson")} · ${firm.name}`}>
      {token === null ? (
        <Form firmId={firm.id} onMade={setToken} onClose={onClose} />
      ) : (
        <LinkToHandOver token={token} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Form({
  firmId,
  onMade,
  onClose,
}: {
  firmId: string;
  onMade: (token: string) => void;
  onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const [form, setForm] = useState({
    familyName: "",
    givenName: "",
    email: "",
    language: format.language as Language,
  });
  const add = useCommand(engagements.addOutsidePerson, [
    engagements.listOutsidePeople,
    engagements.listOutsideFirms,
  ]);
  const missing = !form.familyName.trim()
    ? t("forms.first", { field: t("outside.familyName") })
    : !/^[^\s@]+@[^\s@]+$/.test(form.email.trim())
      ? t("forms.first", { field: t("outside.email") })
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { ...form, id: firmId, email: form.email.trim() },
      { onSuccess: (made) => onMade(made.invitationToken) },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <div className="two">
        <TextField
          label={t("outside.familyName")}
          value={form.familyName}
          maxLength={100}
          onChange={(familyName) => setForm({ ...form, familyName })}
        />
        <TextField
          label={t("outside.givenName")}
          value={form.givenName}
          maxLength={100}
          onChange={(givenName) => setForm({ ...form, givenName })}
        />
      </div>
      <TextField
        label={t("outside.email")}
        type="email"
        isCode
        value={form.email}
        maxLength={254}
        onChange={(email) => setForm({ ...form, email })}
      />
      <SelectField
        label={t("frame.language")}
        value={form.language}
        choices={(Object.keys(languageNames) as Language[]).map((value) => ({
          value,
          label: languageNames[value],
        }))}
        onChange={(language) => setForm({ ...form, language })}
      />
      <FormEnds error={add.error} isBusy={add.isPending} offBecause={missing} onClose={onClose}>
        {t("outside.addPerson")}
      </FormEnds>
    </form>
  );
}
