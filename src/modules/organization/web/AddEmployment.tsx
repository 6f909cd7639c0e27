// A further employment of a person: at the company itself, one of its departments or sites, or at another company.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { organization } from "../contract.ts";
import { type Person, personReads } from "./person.ts";

const kinds = ["regular", "contract", "part_time", "dispatched", "officer"] as const;

export function AddEmployment({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [search, setSearch] = useState("");
  const [form, setForm] = useState({
    unitId: person.company.id,
    kind: "regular" as (typeof kinds)[number],
    title: "",
    from: today,
    lastDay: "",
    reason: "",
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const company = useOperation(organization.getCompany, { id: person.company.id });
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", limit: 30 },
    { keep: true, enabled: search.trim().length > 0 },
  );
  const own = [person.company, ...(company.data?.departments ?? []), ...(company.data?.sites ?? [])];
  const units = [
    ...own.map((unit) => ({ value: unit.id, label: nameFor(unit) })),
    ...(found.data?.rows ?? [])
      .filter((unit) => unit.kind !== "group" && !own.some((one) => one.id === unit.id))
      .map((unit) => ({ value: unit.id, label: `${nameFor(unit)} · ${t(`unit.${unit.kind}`)}` })),
  ];
  const add = useCommand(organization.addEmployment, personReads);
  const isBackdated = beginsInThePast(form.from, today);
  const missing = !form.from
    ? t("forms.first", { field: t("change.from") })
    : isBackdated && !form.reason.trim()
      ? t("dialog.reasonFirst")
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { title, lastDay, reason, ...rest } = form;
    add.mutate(
      {
        id: person.id,
        ...rest,
        rowVersion: person.rowVersion,
        ...(title.trim() ? { title: title.trim() } : {}),
        ...(lastDay ? { lastDay } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("person.addEmployment")}>
      <form className="form" onSubmit={submit}>
        <Select
          label={t("person.unit")}
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          filter={({ options }) => options}
          data={units}
          value={form.unitId}
          allowDeselect={false}
          onChange={(unitId) => set({ unitId: unitId ?? person.company.id })}
        />
        <SelectField
          label={t("people.employment")}
          value={form.kind}
          choices={kinds.map((value) => ({ value, label: t(`employment.${value}`) }))}
          onChange={(kind) => set({ kind })}
        />
        <TextField
          label={t("people.titleColumn")}
          isOptional
          value={form.title}
          maxLength={200}
          onChange={(title) => set({ title })}
        />
        <div className="two">
          <DateField label={t("change.from")} value={form.from} onChange={(from) => set({ from })} />
          <DateField
            label={t("people.lastDay")}
            isOptional
            value={form.lastDay}
            onChange={(lastDay) => set({ lastDay })}
          />
        </div>
        <ReasonField isBackdated={isBackdated} value={form.reason} onChange={(reason) => set({ reason })} />
        <FormEnds error={add.error} isBusy={add.isPending} offBecause={missing} onClose={onClose}>
          {t("person.addEmployment")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
