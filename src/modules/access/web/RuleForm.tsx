// A new rule: of whom, what, from when; whom it concerns is counted before it is made.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { useNameOfRole } from "./words.ts";

const days = ["0", "7", "14", "30", "60", "90"];

export function RuleForm({ onDone }: { onDone: () => void }) {
  const t = useText();
  const nameOf = useNameOfRole();
  const format = useFormat();
  const session = useSession();
  const roles = useOperation(access.listRoles, {});
  const [search, setSearch] = useState("");
  const units = useOperation(
    organization.searchUnits,
    { search: search || "%", limit: 30 },
    { keep: true, enabled: search.length > 0 },
  );
  const set = useCommand(access.setSignInRule, [access.listSignInRules]);
  const [form, setForm] = useState({
    unitId: session.group.id,
    roleId: "",
    demands: "second_factor" as "second_factor" | "phishing_resistant",
    fromDay: session.today,
    graceDays: "14",
    reason: "",
  });
  const whom = { unitId: form.unitId, roleId: form.roleId || null, demands: form.demands };
  const preview = useOperation(access.previewSignInRule, whom, { keep: true });
  const own = { value: session.group.id, label: session.group.name };
  const choices = [
    own,
    ...(units.data?.rows ?? [])
      .filter((unit) => unit.id !== own.value)
      .map((unit) => ({ value: unit.id, label: `${nameFor(unit)} · ${t(`unit.${unit.kind}`)}` })),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { fromDay, graceDays, reason } = form;
    set.mutate(
      { ...whom, fromDay, graceDays: Number(graceDays), reason: reason.trim() },
      { onSuccess: onDone },
    );
  };
  const due = form.fromDay ? format.day(addDays(form.fromDay, Number(form.graceDays)), "plain") : "–";
  return (
    <form className="form" onSubmit={submit}>
      <Select
        label={t("signInRule.unit")}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        data={choices}
        value={form.unitId}
        allowDeselect={false}
        onChange={(unitId) => setForm({ ...form, unitId: unitId ?? own.value })}
      />
      <SelectField
        label={t("signInRule.role")}
        value={form.roleId}
        emptyLabel={t("signInRule.everybody")}
        choices={(roles.data?.rows ?? [])
          .filter((one) => one.endedOn === null)
          .map((one) => ({ value: one.id, label: nameOf(one) }))}
        onChange={(roleId) => setForm({ ...form, roleId })}
      />
      <SelectField
        label={t("signInRule.demands")}
        value={form.demands}
        choices={(["second_factor", "phishing_resistant"] as const).map((value) => ({
          value,
          label: t(`signInRule.${value}`),
        }))}
        onChange={(demands) => setForm({ ...form, demands })}
      />
      <div className="two">
        <DateField
          label={t("signInRule.from")}
          value={form.fromDay}
          onChange={(fromDay) => setForm({ ...form, fromDay })}
        />
        <SelectField
          label={t("signInRule.grace")}
          value={form.graceDays}
          choices={days.map((value) => ({
            value,
            label: t("signInRule.days", { count: Number(value) }),
          }))}
          onChange={(graceDays) => setForm({ ...form, graceDays })}
        />
      </div>
      <TextField
        label={t("change.reason")}
        value={form.reason}
        maxLength={500}
        onChange={(reason) => setForm({ ...form, reason })}
      />
      {preview.data ? <Note>{t("signInRule.preview", { ...preview.data, due })}</Note> : null}
      <FormEnds
        error={set.error}
        isBusy={set.isPending}
        offBecause={form.reason.trim() ? null : t("dialog.reasonFirst")}
        onClose={onDone}
      >
        {t("signInRule.add")}
      </FormEnds>
    </form>
  );
}
