// Whom to ring outside of the house: how they are reached, for which unit, who answers for it.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { incidents } from "../../contract.ts";
import { contactKinds } from "../rules.ts";
import type { Contact, Contacts } from "./contact.ts";

type Props = {
  contact: Contact | null;
  units: Contacts["units"];
  recipients: Contacts["recipients"];
  onClose: () => void;
};

export function ContactDialog({ contact, units, recipients, onClose }: Props) {
  const t = useText();
  const [unitId, setUnitId] = useState(contact?.unitId ?? units[0]?.id ?? "");
  const [form, setForm] = useState({
    kind: contact?.kind ?? ("police" as Contact["kind"]),
    name: contact?.name ?? "",
    ruleKey: contact?.ruleKey ?? "",
    telephone: contact?.telephone ?? "",
    mail: contact?.mail ?? "",
    portal: contact?.portal ?? "",
    note: contact?.note ?? "",
    ownerId: contact?.ownerId ?? "",
  });
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const people = useOperation(incidents.listPackPeople, { unitId }, { enabled: unitId !== "" });
  const refreshed = [incidents.listIncidentContacts];
  const add = useCommand(incidents.addIncidentContact, refreshed);
  const change = useCommand(incidents.changeIncidentContact, refreshed);
  const owners = people.data?.people ?? [];
  const isOwnerListed = !contact || owners.some((one) => one.id === contact.ownerId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { ownerId, ruleKey, ...said } = form;
    const body = { ...said, ruleKey: said.kind === "authority" && ruleKey ? ruleKey : null };
    if (contact)
      change.mutate(
        { id: contact.id, ...body, ownerId: ownerId || contact.ownerId, rowVersion: contact.rowVersion },
        { onSuccess: onClose },
      );
    else add.mutate({ unitId, ...body, ...(ownerId ? { ownerId } : {}) }, { onSuccess: onClose });
  };
  const isReached = [form.telephone, form.mail, form.portal].some((one) => one.trim() !== "");
  return (
    <Dialog isOpen onClose={onClose} title={contact ? t("contacts.change") : t("contacts.add")}>
      <form className="form" onSubmit={submit}>
        {contact ? null : (
          <SelectField
            label={t("contacts.unit")}
            hint={t("contacts.unitHint")}
            value={unitId}
            choices={units.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(id) => {
              setUnitId(id);
              set({ ownerId: "" });
            }}
          />
        )}
        <SelectField
          label={t("contacts.kindField")}
          value={form.kind}
          choices={contactKinds.map((value) => ({ value, label: t(`contacts.kind.${value}`) }))}
          onChange={(kind) => set({ kind })}
        />
        {form.kind === "authority" ? (
          <SelectField
            label={t("contacts.rule")}
            hint={t("contacts.ruleHint")}
            value={form.ruleKey}
            emptyLabel={t("contacts.ruleNone")}
            choices={recipients.map((one) => ({
              value: one.ruleKey,
              label: `${one.jurisdiction}: ${one.recipient}`,
            }))}
            onChange={(ruleKey) => set({ ruleKey })}
          />
        ) : null}
        <TextField
          label={t("contacts.name")}
          value={form.name}
          maxLength={200}
          onChange={(name) => set({ name })}
        />
        <TextField
          label={t("contacts.telephone")}
          hint={t("contacts.reachedHint")}
          type="tel"
          isCode
          value={form.telephone}
          maxLength={60}
          onChange={(telephone) => set({ telephone })}
        />
        <TextField
          label={t("contacts.mail")}
          type="email"
          isOptional
          value={form.mail}
          maxLength={254}
          onChange={(mail) => set({ mail })}
        />
        <TextField
          label={t("contacts.portal")}
          isOptional
          isCode
          value={form.portal}
          maxLength={500}
          onChange={(portal) => set({ portal })}
        />
        <TextField
          label={t("contacts.note")}
          hint={t("contacts.noteHint")}
          isOptional
          value={form.note}
          maxLength={500}
          onChange={(note) => set({ note })}
        />
        <SelectField
          label={t("contacts.owner")}
          value={form.ownerId}
          {...(contact ? {} : { emptyLabel: t("contacts.ownerSelf") })}
          choices={[
            ...(contact && !isOwnerListed ? [{ value: contact.ownerId, label: contact.ownerName }] : []),
            ...owners.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={(ownerId) => set({ ownerId })}
        />
        <FormEnds
          error={add.error ?? change.error}
          isBusy={add.isPending || change.isPending}
          offBecause={
            !form.name.trim()
              ? t("forms.first", { field: t("contacts.name") })
              : isReached
                ? null
                : t("contacts.reachedHint")
          }
          onClose={onClose}
        >
          {t("contacts.keep")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
