// Giving a right: what it will allow, whom, where and how long is said in plain words before it is given.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { Permissions } from "./Permissions.tsx";
import type { Role } from "./role-acts.ts";
import { useNameOfRole } from "./words.ts";

/** A person, or a position and so whoever holds it on the day. */
export type Whom = ({ personId: string } | { positionId: string }) & {
  name: string;
  companyId: string | null;
  companyName: string;
};

/** Roles that are usually held at the group; the others at one's own company. */
const atGroup = ["administrator", "group_office", "reader", "committee_member"];

export function GiveForm({ whom }: { whom: Whom }) {
  const t = useText();
  const nameOf = useNameOfRole();
  const session = useSession();
  const roles = useOperation(access.listRoles, {});
  const [search, setSearch] = useState("");
  const units = useOperation(
    organization.searchUnits,
    { search: search || "%", limit: 30 },
    { keep: true, enabled: search.length > 0 },
  );
  const give = useCommand(access.giveGrant, [access.listGrants, access.getAccount, access.listProposals]);
  const [form, setForm] = useState({
    roleId: "",
    unitId: "",
    withSubtree: true,
    validFrom: session.today,
    lastDay: "",
    reason: "",
  });
  const fixed = [
    ...(whom.companyId ? [{ value: whom.companyId, label: whom.companyName }] : []),
    { value: session.group.id, label: session.group.name },
  ];
  const choices = [
    ...fixed,
    ...(units.data?.rows ?? [])
      .filter((unit) => !fixed.some((one) => one.value === unit.id))
      .map((unit) => ({ value: unit.id, label: `${nameFor(unit)} · ${t(`unit.${unit.kind}`)}` })),
  ];
  const chooseRole = (roleId: string) => {
    const usual = atGroup.includes(roleId) ? session.group.id : (whom.companyId ?? "");
    setForm({ ...form, roleId, unitId: form.unitId || (roleId === "division_secretary" ? "" : usual) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { lastDay, ...rest } = form;
    const receiver = "personId" in whom ? { personId: whom.personId } : { positionId: whom.positionId };
    give.mutate(
      { ...receiver, ...rest, ...(lastDay ? { validTo: addDays(lastDay, 1) } : {}) },
      { onSuccess: () => setForm({ ...form, roleId: "", unitId: "", reason: "" }) },
    );
  };
  const role = roles.data?.rows.find((one) => one.id === form.roleId);
  const where = choices.find((one) => one.value === form.unitId)?.label;
  const missing = !form.roleId
    ? t("forms.first", { field: t("grant.role") })
    : !form.unitId
      ? t("forms.first", { field: t("grant.unit") })
      : form.reason.trim()
        ? null
        : t("dialog.reasonFirst");
  return (
    <form className="form wide" onSubmit={submit}>
      <h2>{t("grant.give")}</h2>
      <div className="two">
        <SelectField
          label={t("grant.role")}
          value={form.roleId}
          emptyLabel={t("grant.chooseRole")}
          choices={(roles.data?.rows ?? [])
            .filter((one) => one.isGrantable)
            .map((one) => ({
              value: one.id,
              label: nameOf(one),
            }))}
          onChange={chooseRole}
        />
        <Select
          label={t("grant.unit")}
          placeholder={t("group.find")}
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          filter={({ options }) => options}
          data={choices}
          value={form.unitId || null}
          allowDeselect={false}
          onChange={(unitId) => setForm({ ...form, unitId: unitId ?? "" })}
        />
      </div>
      <Tick
        label={t("grant.withSubtree")}
        isOn={form.withSubtree}
        onChange={(withSubtree) => setForm({ ...form, withSubtree })}
      />
      <div className="two">
        <DateField
          label={t("grant.from")}
          value={form.validFrom}
          onChange={(validFrom) => setForm({ ...form, validFrom })}
        />
        <DateField
          label={t("grant.to")}
          isOptional
          value={form.lastDay}
          onChange={(lastDay) => setForm({ ...form, lastDay })}
        />
      </div>
      <TextField
        label={t("grant.reason")}
        value={form.reason}
        maxLength={500}
        onChange={(reason) => setForm({ ...form, reason })}
      />
      {role && where ? (
        <WhatItAllows
          role={role}
          name={whom.name}
          where={where}
          isGroup={form.unitId === session.group.id && form.withSubtree}
          form={form}
        />
      ) : null}
      {give.data?.proposalId ? <Note kind="warn">{t("grant.waits")}</Note> : null}
      {give.data?.isSingleHanded ? <Note kind="warn">{t("grant.givenAlone")}</Note> : null}
      {give.data && give.data.voidedLinks > 0 ? <Note kind="warn">{t("grant.linkVoided")}</Note> : null}
      <FormError error={give.error} />
      <div className="ends">
        <Button type="submit" look="main" isBusy={give.isPending} offBecause={missing}>
          {t("grant.give")}
        </Button>
      </div>
    </form>
  );
}

type Allowed = {
  role: Role;
  name: string;
  where: string;
  isGroup: boolean;
  form: { withSubtree: boolean; validFrom: string; lastDay: string };
};

function WhatItAllows({ role, name, where, isGroup, form }: Allowed) {
  const t = useText();
  const format = useFormat();
  const from = format.day(form.validFrom, "plain");
  const until = form.lastDay ? format.day(form.lastDay, "plain") : "";
  return (
    <section className="allows">
      <p>
        {t(form.withSubtree ? "grant.couldBelow" : "grant.could", { name, where })}{" "}
        <span className="soft">
          {until ? t("grant.couldUntil", { from, until }) : t("grant.couldFrom", { from })}
        </span>
      </p>
      <Permissions of={role.permissions} />
      {role.isPowerful || isGroup ? <p className="note">{t("grant.takesTwo")}</p> : null}
      {isGroup ? <p className="note warn">{t("grant.reachesAll")}</p> : null}
    </section>
  );
}
