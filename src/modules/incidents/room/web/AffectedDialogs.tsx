// Naming who is affected, telling a company its part, counting people of a country, finding things in the ledgers.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { CountryField } from "#web/forms/places.tsx";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type AffectedRole, affectedRoles, dataCategories } from "../rules.ts";
import type { Affected } from "./reads.ts";
import { refreshedRoom } from "./within.tsx";

type Props = { incident: Incident; onClose: () => void };
type Company = Affected["companies"][number];
type Category = (typeof dataCategories)[number];

export function AddCompanyDialog({ incident, onClose }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [companyId, setCompanyId] = useState("");
  const [role, setRole] = useState<AffectedRole>("hit");
  const found = useOperation(
    incidents.findAffectable,
    { id: incident.id, search: search || incident.companyName, of: "companies" },
    { keep: true },
  );
  const add = useCommand(incidents.addAffected, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.addCompany")}
      action={t("room.addCompany")}
      error={add.error}
      isBusy={add.isPending}
      offBecause={companyId ? null : t("forms.first", { field: t("room.company") })}
      onSubmit={() => add.mutate({ id: incident.id, companyId, role }, { onSuccess: onClose })}
    >
      <FindBox label={t("room.findCompany")} value={search} onFind={setSearch} />
      <fieldset className="people" aria-label={t("room.company")}>
        {(found.data?.companies ?? []).slice(0, 10).map((one) => (
          <label key={one.id} className="tick">
            <input
              type="radio"
              name="affected-company"
              value={one.id}
              checked={companyId === one.id}
              onChange={() => setCompanyId(one.id)}
            />
            <LangText text={one.name} />
          </label>
        ))}
      </fieldset>
      <SelectField
        label={t("room.asWhat")}
        value={role}
        choices={affectedRoles.map((one) => ({ value: one, label: t(`room.affectedRole.${one}`) }))}
        onChange={setRole}
      />
    </IncidentDialog>
  );
}

export function TellDialog({ incident, company, onClose }: Props & { company: Company }) {
  const t = useText();
  const [told, setTold] = useState(company.told);
  const tell = useCommand(incidents.tellAffected, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.tellTitle", { company: company.companyName })}
      action={t("room.tell")}
      error={tell.error}
      isBusy={tell.isPending}
      offBecause={told.trim() ? null : t("forms.first", { field: t("room.told") })}
      onSubmit={() =>
        tell.mutate(
          { id: company.id, told: told.trim(), rowVersion: company.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <p className="note">{t("room.tellHelp")}</p>
      <TextArea label={t("room.told")} value={told} maxLength={4000} onChange={setTold} />
    </IncidentDialog>
  );
}

export function ClearDialog({ company, onClose }: { company: Company; onClose: () => void }) {
  const t = useText();
  const clear = useCommand(incidents.takeOutAffected, refreshedRoom);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("room.clear")}
      effect={t("room.clearEffect", { company: company.companyName })}
      action={t("room.clear")}
      reason={{ label: t("change.reason") }}
      isBusy={clear.isPending}
      error={<FormError error={clear.error} />}
      onConfirm={(because) =>
        clear.mutate(
          { id: company.id, because: because.slice(0, 500), rowVersion: company.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}

type CountProps = Props & { last: Affected["people"][number] | null; country: string };

export function CountDialog({ incident, last, country: asked, onClose }: CountProps) {
  const t = useText();
  const any = useAnyText();
  const [form, setForm] = useState({
    country: asked,
    count: last ? (last.count as number | null) : null,
    isExact: last?.isExact ?? false,
    categories: (last?.categories ?? []) as Category[],
    said: "",
  });
  const count = useCommand(incidents.countPeople, refreshedRoom);
  const toggle = (one: Category) =>
    setForm({
      ...form,
      categories: form.categories.includes(one)
        ? form.categories.filter((of) => of !== one)
        : [...form.categories, one],
    });
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.countPeople")}
      action={t("room.countDo")}
      error={count.error}
      isBusy={count.isPending}
      offBecause={
        !form.country
          ? t("forms.first", { field: t("room.country") })
          : form.count === null || form.count === undefined
            ? t("forms.first", { field: t("room.howMany") })
            : null
      }
      onSubmit={() =>
        count.mutate(
          {
            id: incident.id,
            country: form.country,
            count: form.count ?? 0,
            isExact: form.isExact,
            categories: form.categories,
            said: form.said.trim(),
          },
          { onSuccess: onClose },
        )
      }
    >
      <p className="soft">{t("room.countHelp")}</p>
      <CountryField
        label={t("room.country")}
        value={form.country}
        onChange={(country) => setForm({ ...form, country })}
      />
      <NumberField
        label={t("room.howMany")}
        value={form.count}
        onChange={(value) => setForm({ ...form, count: value ?? null })}
      />
      <Tick
        label={t("room.isExact")}
        isOn={form.isExact}
        onChange={(isExact) => setForm({ ...form, isExact })}
      />
      <Chips
        label={t("room.categories")}
        values={form.categories}
        choices={dataCategories.map((one) => ({ value: one, label: any(`room.category.${one}`) }))}
        onToggle={toggle}
      />
      <TextArea
        label={t("room.countSaid")}
        isOptional
        value={form.said}
        maxLength={1000}
        onChange={(said) => setForm({ ...form, said })}
      />
    </IncidentDialog>
  );
}
