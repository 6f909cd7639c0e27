// What a company's page adds: a seat, who holds it from a day on, a site or a department.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { organization } from "../contract.ts";

const refreshes = [organization.getCompany, organization.listChildren, organization.listCompanyHistory];
const purposes = ["security_officer", "deputy_security_officer", "accountable_executive"] as const;
type Purpose = (typeof purposes)[number];

type DialogProps = { companyId: string; onClose: () => void };

export function AddPosition({ companyId, onClose }: DialogProps) {
  const t = useText();
  const session = useSession();
  const [form, setForm] = useState({ purpose: "" as Purpose | "", name: "", from: session.today });
  const add = useCommand(organization.addPosition, refreshes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { purpose, name, from } = form;
    add.mutate(
      { unitId: companyId, name: name.trim(), from, ...(purpose ? { purpose } : {}) },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("position.add")}>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("position.purpose")}
          hint={t("position.purposeHelp")}
          value={form.purpose}
          emptyLabel={t("position.noPurpose")}
          choices={purposes.map((value) => ({ value, label: t(`position.purpose.${value}`) }))}
          onChange={(purpose) =>
            setForm({
              ...form,
              purpose,
              name: form.name || (purpose ? t(`position.purpose.${purpose}`) : ""),
            })
          }
        />
        <TextField
          label={t("position.name")}
          value={form.name}
          maxLength={200}
          onChange={(name) => setForm({ ...form, name })}
        />
        <DateField
          label={t("change.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={form.name.trim() && form.from ? null : t("forms.first", { field: t("position.name") })}
          onClose={onClose}
        >
          {t("position.add")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type HoldProps = DialogProps & { position: { id: string; name: string } };

/** The holder before keeps the days until then; what was approved keeps that name. */
export function HoldPosition({ companyId, position, onClose }: HoldProps) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [search, setSearch] = useState("");
  const [form, setForm] = useState({ personId: "", rank: "", from: session.today, reason: "" });
  const people = useOperation(
    organization.listPeople,
    { companyId, limit: 30, ...(search ? { search } : {}) },
    { keep: true },
  );
  const hold = useCommand(organization.holdPosition, refreshes);
  const isBackdated = beginsInThePast(form.from, session.today);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { personId, rank, from, reason } = form;
    hold.mutate(
      {
        id: position.id,
        personId,
        from,
        ...(rank.trim() ? { rank: rank.trim() } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      },
      { onSuccess: onClose },
    );
  };
  const missing = form.personId
    ? isBackdated && !form.reason.trim()
      ? t("dialog.reasonFirst")
      : null
    : t("forms.first", { field: t("position.holder") });
  return (
    <Dialog isOpen onClose={onClose} title={t("position.holdTitle", { name: position.name })}>
      <form className="form" onSubmit={submit}>
        <Select
          label={t("position.holder")}
          placeholder={t("people.find")}
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          filter={({ options }) => options}
          data={(people.data?.rows ?? []).map((person) => ({
            value: person.id,
            label: [format.person(person), person.title].filter(Boolean).join(" · "),
          }))}
          value={form.personId || null}
          onChange={(personId) => setForm({ ...form, personId: personId ?? "" })}
        />
        <TextField
          label={t("position.rank")}
          isOptional
          value={form.rank}
          maxLength={100}
          onChange={(rank) => setForm({ ...form, rank })}
        />
        <DateField
          label={t("change.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
        <ReasonField
          isBackdated={isBackdated}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <FormEnds error={hold.error} isBusy={hold.isPending} offBecause={missing} onClose={onClose}>
          {t("position.hold")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function AddPlace({ companyId, country, onClose }: DialogProps & { country: string | null }) {
  const t = useText();
  const session = useSession();
  const [form, setForm] = useState({
    kind: "site" as "site" | "department",
    code: "",
    name: "",
    from: session.today,
    isPlant: false,
  });
  const add = useCommand(organization.addUnit, refreshes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { kind, code, name, from, isPlant } = form;
    const place = kind === "site" ? { isPlant, ...(country ? { country } : {}) } : {};
    add.mutate(
      { kind, code: code.trim(), name: name.trim(), parentId: companyId, from, ...place },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("place.add")}>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("place.kind")}
          value={form.kind}
          choices={(["site", "department"] as const).map((value) => ({ value, label: t(`unit.${value}`) }))}
          onChange={(kind) => setForm({ ...form, kind })}
        />
        <TextField
          label={t("company.code")}
          isCode
          value={form.code}
          maxLength={40}
          onChange={(code) => setForm({ ...form, code })}
        />
        <TextField
          label={t("place.name")}
          value={form.name}
          maxLength={200}
          onChange={(name) => setForm({ ...form, name })}
        />
        {form.kind === "site" ? (
          <Tick
            label={t("place.isPlant")}
            isOn={form.isPlant}
            onChange={(isPlant) => setForm({ ...form, isPlant })}
          />
        ) : null}
        <DateField
          label={t("change.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={form.code.trim() && form.name.trim() ? null : t("place.needed")}
          onClose={onClose}
        >
          {t("place.add")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
