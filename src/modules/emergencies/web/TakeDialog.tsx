// Taking a role in an emergency: which, where, for how long, and why it cannot wait.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { access } from "#modules/access/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { emergencies } from "../contract.ts";
import { shortestReason, type TakenRole } from "../rules.ts";

type Offer = Output<typeof emergencies.getEmergencyOffer>;

export function TakeDialog({ offer, onClose }: { offer: Offer; onClose: () => void }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const take = useCommand(emergencies.takeEmergency, [
    access.getSession,
    emergencies.listEmergencies,
    emergencies.getEmergencyOffer,
  ]);
  const [form, setForm] = useState({
    roleId: offer.roles[0]?.roleId ?? ("security_officer" as TakenRole),
    unitId: "",
    hours: offer.usualHours,
    reason: "",
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take.mutate(form, {
      onSuccess: ({ id }) => {
        onClose();
        go({ to: "/emergencies/$id", params: { id } });
      },
    });
  };
  const missing =
    form.unitId === ""
      ? t("forms.first", { field: t("emergency.unit") })
      : form.reason.trim().length < shortestReason
        ? t("errors.emergencies_reason_length")
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("emergency.take")}>
      <form className="form" onSubmit={submit}>
        <Note kind="warn">{t("emergency.told")}</Note>
        <div className="two">
          <SelectField
            label={t("emergency.role")}
            value={form.roleId}
            choices={offer.roles.map(({ roleId }) => ({ value: roleId, label: any(`role.${roleId}`) }))}
            onChange={(roleId) => setForm({ ...form, roleId, unitId: "" })}
          />
          <SelectField
            label={t("emergency.hours")}
            value={String(form.hours)}
            choices={Array.from({ length: offer.mostHours }, (_, n) => ({
              value: String(n + 1),
              label: t("emergency.hoursChoice", { count: n + 1 }),
            }))}
            onChange={(hours) => setForm({ ...form, hours: Number(hours) })}
          />
        </div>
        <UnitField
          key={form.roleId}
          roleId={form.roleId}
          value={form.unitId}
          onChange={(unitId) => setForm((before) => ({ ...before, unitId }))}
        />
        <TextArea
          label={t("emergency.reason")}
          hint={t("emergency.reasonHelp")}
          value={form.reason}
          maxLength={1000}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <FormEnds error={take.error} isBusy={take.isPending} offBecause={missing} onClose={onClose}>
          {t("emergency.takeNow")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type UnitProps = { roleId: TakenRole; value: string; onChange: (unitId: string) => void };

/** Of hundreds of companies the first fifty that hold what is typed. */
function UnitField({ roleId, value, onChange }: UnitProps) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const units = useOperation(
    emergencies.listEmergencyUnits,
    { roleId, ...(search && search !== chosen?.label ? { search } : {}) },
    { keep: true },
  );
  const found = (units.data?.rows ?? []).map(({ id, name, code }) => ({
    value: id,
    label: code ? `${name} · ${code}` : name,
  }));
  const data = chosen && !found.some((one) => one.value === chosen.value) ? [chosen, ...found] : found;
  return (
    <>
      <Select
        label={t("emergency.unit")}
        placeholder={t("emergency.findUnit")}
        searchable
        data={data}
        // What is listed is what the server found by every name that a unit has.
        filter={({ options }) => options}
        value={value || null}
        searchValue={search}
        onSearchChange={(words) => setSearch(words.slice(0, 100))}
        onChange={(unitId) => {
          setChosen(data.find((one) => one.value === unitId) ?? null);
          onChange(unitId ?? "");
        }}
        nothingFoundMessage={units.data ? t("emergency.noUnit") : null}
      />
      <FormError error={units.error} />
    </>
  );
}
