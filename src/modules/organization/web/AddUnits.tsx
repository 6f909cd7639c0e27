// What the group itself gains: a division, or a company that joins on a day.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { tierByCriteria } from "../rules.ts";
import { NameFields, relations } from "./ChangeFields.tsx";
import { FactFields } from "./FactFields.tsx";
import { unknownFacts } from "./FactsForm.tsx";
import { ParentChoice } from "./ParentChoice.tsx";
import { namesOf, noNames, refreshes, UnitForm } from "./UnitForm.tsx";

const joined = ["acquired", "founded", "already"] as const;
type JoinedAs = (typeof joined)[number];

export function AddDivision({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({ code: "", names: noNames, from: today });
  const group = useOperation(organization.listChildren, {}).data?.rows[0];
  const add = useCommand(organization.addUnit, refreshes);
  const missing = !form.code.trim()
    ? t("forms.first", { field: t("company.code") })
    : !form.names.name.trim()
      ? t("forms.first", { field: t("place.name") })
      : !form.from
        ? t("forms.first", { field: t("change.from") })
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("group.addDivision")} size="l">
      <UnitForm
        error={add.error}
        isBusy={add.isPending || !group}
        missing={missing}
        action={t("group.addDivision")}
        onClose={onClose}
        onSubmit={() =>
          group &&
          add.mutate(
            {
              kind: "division",
              code: form.code.trim(),
              parentId: group.id,
              from: form.from,
              ...namesOf(form.names),
            },
            { onSuccess: onClose },
          )
        }
      >
        <TextField
          label={t("company.code")}
          isCode
          value={form.code}
          maxLength={40}
          onChange={(code) => setForm({ ...form, code })}
        />
        <NameFields draft={form} set={({ names }) => setForm({ ...form, names })} />
        <DateField
          label={t("change.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
      </UnitForm>
    </Dialog>
  );
}

export function AddCompany({ onClose }: { onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const { today } = useSession();
  const [form, setForm] = useState({
    code: "",
    names: noNames,
    parentId: "",
    relation: "consolidated" as (typeof relations)[number],
    percent: null as number | null,
    // Asked, not guessed: a wrong guess chases a company for ninety days, or forgets one.
    joinedAs: "" as JoinedAs | "",
    from: today,
    reason: "",
  });
  const [facts, setFacts] = useState(unknownFacts);
  const add = useCommand(organization.addCompany, refreshes);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const isBackdated = beginsInThePast(form.from, today);
  const missing = !form.code.trim()
    ? t("forms.first", { field: t("company.code") })
    : !form.names.name.trim()
      ? t("forms.first", { field: t("company.name") })
      : !form.parentId
        ? t("forms.first", { field: t("group.standsBelow") })
        : !form.from
          ? t("forms.first", { field: t("change.from") })
          : isBackdated && !form.reason.trim()
            ? t("dialog.reasonFirst")
            : form.joinedAs
              ? null
              : t("forms.first", { field: t("company.joinedAs") });
  return (
    <Dialog isOpen onClose={onClose} title={t("group.addCompany")} size="l">
      <UnitForm
        error={add.error}
        isBusy={add.isPending}
        missing={missing}
        action={t("group.addCompany")}
        onClose={onClose}
        onSubmit={() =>
          form.joinedAs &&
          add.mutate(
            {
              code: form.code.trim(),
              ...namesOf(form.names),
              joinedAs: form.joinedAs,
              parentId: form.parentId,
              from: form.from,
              relation: form.relation,
              ownershipPercent: form.percent,
              facts,
              ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
            },
            { onSuccess: ({ id }) => go({ to: "/companies/$id", params: { id } }) },
          )
        }
      >
        <div className="two">
          <TextField
            label={t("company.code")}
            isCode
            value={form.code}
            maxLength={40}
            onChange={(code) => set({ code })}
          />
          <ParentChoice
            label={t("group.standsBelow")}
            value={form.parentId}
            onChange={(parentId) => set({ parentId: parentId ?? "" })}
          />
        </div>
        <NameFields draft={form} set={set} />
        <div className="two">
          <SelectField
            label={t("company.relation")}
            value={form.relation}
            choices={relations
              .filter((value) => value !== "parent")
              .map((value) => ({ value, label: t(`relation.${value}`) }))}
            onChange={(relation) => set({ relation })}
          />
          <NumberField
            label={t("company.ownership")}
            unit="%"
            hasFraction
            value={form.percent}
            onChange={(percent) => set({ percent })}
          />
        </div>
        <FactFields facts={facts} onChange={(part) => setFacts({ ...facts, ...part })} />
        <Note>{t("group.tierFollows", { tier: tierByCriteria(facts, form.relation).tier })}</Note>
        <div className="two">
          <DateField label={t("change.from")} value={form.from} onChange={(from) => set({ from })} />
          <SelectField
            label={t("company.joinedAs")}
            value={form.joinedAs}
            emptyLabel={t("company.joinedAs.choose")}
            choices={joined.map((value) => ({ value, label: t(`company.joinedAs.${value}`) }))}
            onChange={(joinedAs) => set({ joinedAs })}
          />
        </div>
        {form.joinedAs === "acquired" ? <Note>{t("company.joinedAs.acquiredHelp")}</Note> : null}
        <ReasonField isBackdated={isBackdated} value={form.reason} onChange={(reason) => set({ reason })} />
      </UnitForm>
    </Dialog>
  );
}
