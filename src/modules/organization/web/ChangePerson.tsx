// Correcting what is kept about a person; why is asked for once anything personal differs.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { TongueField, ZoneField } from "#web/forms/places.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { organization } from "../contract.ts";
import { readTelephone } from "#core/text/telephone.ts";
import { type Person, personReads } from "./person.ts";

const personal = [
  "familyName",
  "givenName",
  "familyNameReading",
  "givenNameReading",
  "code",
  "email",
  "telephone",
] as const;
type Draft = Record<(typeof personal)[number] | "language" | "timeZone", string>;

const draftOf = (person: Person): Draft => ({
  familyName: person.familyName,
  givenName: person.givenName,
  familyNameReading: person.familyNameReading ?? "",
  givenNameReading: person.givenNameReading ?? "",
  code: person.code ?? "",
  email: person.email ?? "",
  telephone: person.telephone ?? "",
  language: person.language ?? "",
  timeZone: person.timeZone ?? "",
});

export function ChangePerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useText();
  const [before] = useState(() => draftOf(person));
  const [draft, setDraft] = useState(before);
  const [reason, setReason] = useState("");
  const set = (field: keyof Draft) => (value: string) => setDraft((held) => ({ ...held, [field]: value }));
  const change = useCommand(organization.changePerson, personReads);
  const isPersonal = personal.some((field) => draft[field] !== before[field]);
  const isChanged = isPersonal || draft.language !== before.language || draft.timeZone !== before.timeZone;
  const telephone = draft.telephone.trim() === "" ? "" : readTelephone(draft.telephone);
  const missing = !isChanged
    ? t("person.nothingChanged")
    : !draft.familyName.trim()
      ? t("forms.first", { field: t("person.familyName") })
      : telephone === null
        ? t("forms.first", { field: t("people.telephone") })
        : isPersonal && !reason.trim()
          ? t("dialog.reasonFirst")
          : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = (field: keyof Draft) => draft[field].trim() || null;
    change.mutate(
      {
        id: person.id,
        familyName: draft.familyName.trim(),
        givenName: draft.givenName.trim(),
        familyNameReading: given("familyNameReading"),
        givenNameReading: given("givenNameReading"),
        code: given("code"),
        email: given("email"),
        telephone: telephone || null,
        language: given("language"),
        timeZone: given("timeZone"),
        rowVersion: person.rowVersion,
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      },
      {
        onSuccess: () => {
          toast(t("person.changed"));
          onClose();
        },
      },
    );
  };
  const field = (name: (typeof personal)[number], maxLength: number, isCode = false) => (
    <TextField
      label={t(
        name === "code" || name === "email" || name === "telephone" ? `people.${name}` : `person.${name}`,
      )}
      isOptional={name !== "familyName"}
      value={draft[name]}
      maxLength={maxLength}
      isCode={isCode}
      onChange={set(name)}
    />
  );
  return (
    <Dialog isOpen onClose={onClose} title={t("person.changeTitle")} size="l">
      <form className="form wide" onSubmit={submit}>
        <div className="two">
          {field("familyName", 100)}
          {field("givenName", 100)}
        </div>
        <div className="two">
          {field("familyNameReading", 100)}
          {field("givenNameReading", 100)}
        </div>
        <div className="two">
          {field("code", 60, true)}
          {field("email", 254, true)}
        </div>
        <div className="two">
          <TextField
            label={t("people.telephone")}
            hint={t("person.telephoneHelp")}
            error={telephone === null ? t("errors.people_telephone") : null}
            isOptional
            type="tel"
            value={draft.telephone}
            maxLength={60}
            onChange={set("telephone")}
            onLeave={() => telephone && set("telephone")(telephone)}
          />
        </div>
        <div className="two">
          <TongueField
            label={t("person.language")}
            value={draft.language}
            isClearable
            onChange={set("language")}
          />
          <ZoneField label={t("person.zone")} value={draft.timeZone} isClearable onChange={set("timeZone")} />
        </div>
        <TextArea
          label={t("change.reason")}
          hint={t("person.reasonHelp")}
          isOptional={!isPersonal}
          value={reason}
          maxLength={500}
          onChange={setReason}
        />
        <FormEnds error={change.error} isBusy={change.isPending} offBecause={missing} onClose={onClose}>
          {t("person.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
