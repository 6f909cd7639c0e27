// What the group itself gains: a division, or a company that joins on a day.
import { type FormEvent, type ReactNode, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { tierByCriteria } from "../rules.ts";
import { NameFields, relations } from "./ChangeFields.tsx";
import { FactFields, unknownFacts } from "./FactsForm.tsx";
import { ParentChoice } from "./ParentChoice.tsx";

const refreshes = [organization.listChildren, organization.countCompanies, organization.listCompanies];
const noNames = { name: "", nameEn: "", nameJa: "", nameZh: "" };
type Names = typeof noNames;
const namesOf = (names: Names) => ({
  name: names.name.trim(),
  ...(names.nameEn.trim() ? { nameEn: names.nameEn.trim() } : {}),
  ...(names.nameJa.trim() ? { nameJa: names.nameJa.trim() } : {}),
  ...(names.nameZh.trim() ? { nameZh: names.nameZh.trim() } : {}),
});

type FormProps = {
  onSubmit: () => void;
  error: Error | null;
  isBusy: boolean;
  missing: string | null;
  action: string;
  onClose: () => void;
  children: ReactNode;
};

function Form({ onSubmit, error, isBusy, missing, action, onClose, children }: FormProps) {
  const t = useText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="form wide" onSubmit={submit}>
      {children}
      <FormError error={error} />
      <div className="ends">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" look="main" isBusy={isBusy} offBecause={missing}>
          {action}
        </Button>
      </div>
    </form>
  );
}

export function AddDivision({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({ code: "", names: noNames, from: today });
  const group = useOperation(organization.listChildren, {}).data?.rows[0];
  const add = useCommand(organization.addUnit, refreshes);
  const missing = !form.code.trim()
    ? t("company.code")
    : !form.names.name.trim()
      ? t("place.name")
      : !form.from
        ? t("change.from")
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("group.addDivision")} size="l">
      <Form
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
      </Form>
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
    from: today,
    reason: "",
  });
  const [facts, setFacts] = useState(unknownFacts);
  const add = useCommand(organization.addCompany, refreshes);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const isBackdated = form.from !== "" && form.from < today;
  const missing = !form.code.trim()
    ? t("company.code")
    : !form.names.name.trim()
      ? t("company.name")
      : !form.parentId
        ? t("group.standsBelow")
        : !form.from
          ? t("change.from")
          : isBackdated && !form.reason.trim()
            ? t("dialog.reasonFirst")
            : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("group.addCompany")} size="l">
      <Form
        error={add.error}
        isBusy={add.isPending}
        missing={missing}
        action={t("group.addCompany")}
        onClose={onClose}
        onSubmit={() =>
          add.mutate(
            {
              code: form.code.trim(),
              ...namesOf(form.names),
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
        <DateField label={t("change.from")} value={form.from} onChange={(from) => set({ from })} />
        <TextArea
          label={t("change.reason")}
          hint={isBackdated ? t("change.reasonRule") : null}
          isOptional={!isBackdated}
          value={form.reason}
          maxLength={500}
          onChange={(reason) => set({ reason })}
        />
      </Form>
    </Dialog>
  );
}

type Division = { id: string; rowVersion: number } & Parameters<typeof nameFor>[0];

/** New names from a day on; what was written under the old one stays. */
export function RenameDivision({ division, onClose }: { division: Division; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    names: {
      name: division.name,
      nameEn: division.nameEn ?? "",
      nameJa: division.nameJa ?? "",
      nameZh: division.nameZh ?? "",
    },
    from: today,
    reason: "",
  });
  const rename = useCommand(organization.renameUnit, refreshes);
  const isBackdated = form.from !== "" && form.from < today;
  const missing = !form.names.name.trim()
    ? t("place.name")
    : !form.from
      ? t("change.from")
      : isBackdated && !form.reason.trim()
        ? t("dialog.reasonFirst")
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("group.rename", { name: nameFor(division) })} size="l">
      <Form
        error={rename.error}
        isBusy={rename.isPending}
        missing={missing}
        action={t("group.renameAct")}
        onClose={onClose}
        onSubmit={() =>
          rename.mutate(
            {
              id: division.id,
              ...namesOf(form.names),
              from: form.from,
              rowVersion: division.rowVersion,
              ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
            },
            { onSuccess: onClose },
          )
        }
      >
        <NameFields draft={form} set={({ names }) => setForm({ ...form, names })} />
        <DateField
          label={t("change.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
        <TextArea
          label={t("change.reason")}
          hint={isBackdated ? t("change.reasonRule") : null}
          isOptional={!isBackdated}
          value={form.reason}
          maxLength={500}
          onChange={(reason) => setForm({ ...form, reason })}
        />
      </Form>
    </Dialog>
  );
}
