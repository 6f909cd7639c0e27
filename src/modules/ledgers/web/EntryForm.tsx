// Taking a thing into a ledger, and changing what its entry says. The fields that a list shows come first.
import { type FormEvent, useState } from "react";
import { CompanyChoice, OwnerChoice } from "#modules/organization/web/parts.tsx";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import type { Values } from "../contract/words.ts";
import type { FieldName } from "../declared/fields.ts";
import type { Ledger, LedgerName } from "../declared/ledgers.ts";
import { ClassField } from "./ClassField.tsx";
import { FieldInput } from "./FieldInput.tsx";
import { labelsIn } from "./labels.ts";
import { UnitField } from "./UnitField.tsx";

type Entry = Output<typeof ledgers.getEntry>;
type Props = { ledger: Ledger; companyId?: string | undefined; entry?: Entry; onClose: () => void };
const refreshed = [
  ledgers.listEntries,
  ledgers.countEntries,
  ledgers.listLedgers,
  ledgers.getEntry,
  ledgers.listGaps,
  ledgers.listTransfers,
];
const states = ["in_use", "planned", "stored", "lost"] as const;

export function EntryForm({ ledger, companyId, entry, onClose }: Props) {
  const t = useText();
  const any = useAnyText();
  const session = useSession();
  // Whoever answers for one company means that one.
  const form = useEntry(entry, companyId ?? (session.isGroupWide ? undefined : session.companyId));
  const { add, change, save } = useSaving(ledger, entry, form.given, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const { given, set, setValue } = form;
  const missing = !given.name.trim()
    ? t("forms.first", { field: t("entry.name") })
    : !entry && !given.companyId
      ? t("forms.first", { field: t("entry.company") })
      : null;
  const shown = ledger.shown as readonly FieldName[];
  const more = ledger.fields.filter((name) => !shown.includes(name));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="l"
      title={
        entry
          ? t("entryForm.change", { number: entry.number })
          : t("entryForm.add", { ledger: any(`ledger.${ledger.name}`) })
      }
    >
      <form className="form roomy" onSubmit={submit}>
        <div className="pair">
          <TextField
            label={t("entry.name")}
            value={given.name}
            maxLength={255}
            onChange={(name) => set({ name })}
          />
          {entry ? null : (
            <CompanyChoice
              label={t("entryForm.company")}
              value={given.companyId}
              onChange={(company) => set({ companyId: company, unitId: "" })}
            />
          )}
          <ClassField value={given.class} onChange={(rank) => set({ class: rank })} />
          <SelectField
            label={t("entry.state")}
            value={given.state}
            choices={states.map((value) => ({ value, label: t(`entry.state.${value}`) }))}
            onChange={(state) => set({ state })}
          />
          <UnitField
            companyId={entry?.companyId ?? given.companyId}
            value={given.unitId}
            onChange={(unitId) => set({ unitId })}
          />
          {shown.map((name) => (
            <FieldInput
              key={name}
              name={name}
              value={given.values[name]}
              onChange={(value) => setValue(name, value)}
            />
          ))}
        </div>
        <OwnerChoice
          label={t("entry.owner")}
          companyId={entry?.companyId ?? (given.companyId || undefined)}
          chosen={given.owner}
          onChoose={(owner) => set({ owner })}
        />
        <details>
          <summary>{t("entryForm.more")}</summary>
          <div className="pair">
            <TextField
              label={t("entry.labels")}
              hint={t("bulk.labelsHint")}
              value={given.labels}
              maxLength={800}
              onChange={(labels) => set({ labels })}
            />
            {more.map((name) => (
              <FieldInput
                key={name}
                name={name}
                value={given.values[name]}
                onChange={(value) => setValue(name, value)}
              />
            ))}
          </div>
        </details>
        <FormEnds
          error={add.error ?? change.error}
          isBusy={add.isPending || change.isPending}
          offBecause={missing}
          onClose={onClose}
        >
          {t("entryForm.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type Given = {
  name: string;
  companyId: string;
  unitId: string;
  /** As typed, parted by commas. */
  labels: string;
  class: number | null;
  state: (typeof states)[number];
  owner: { id: string; name: string } | null;
  values: Values;
};

function useEntry(entry: Entry | undefined, companyId: string | undefined) {
  const [given, setGiven] = useState<Given>({
    name: entry?.name ?? "",
    companyId: entry?.companyId ?? companyId ?? "",
    unitId: entry?.unitId ?? "",
    labels: entry?.labels.join(", ") ?? "",
    class: entry?.class ?? null,
    state: entry && entry.state !== "retired" ? entry.state : "in_use",
    owner: entry?.ownerId ? { id: entry.ownerId, name: entry.ownerName ?? "" } : null,
    values: entry?.values ?? {},
  });
  return {
    given,
    set: (part: Partial<Given>) => setGiven((before) => ({ ...before, ...part })),
    setValue: (name: FieldName, value: Values[FieldName]) =>
      setGiven((before) => ({ ...before, values: { ...before.values, [name]: value } })),
  };
}

function useSaving(ledger: Ledger, entry: Entry | undefined, given: Given, onClose: () => void) {
  const t = useText();
  const go = useGo();
  const add = useCommand(ledgers.addEntry, refreshed);
  const change = useCommand(ledgers.changeEntry, refreshed);
  const said = {
    name: given.name.trim(),
    unitId: given.unitId || null,
    labels: labelsIn(given.labels),
    class: given.class,
    state: given.state,
    // An owner who has left stays named until somebody else is.
    ...((given.owner?.id ?? null) === (entry?.ownerId ?? null) ? {} : { ownerId: given.owner?.id ?? null }),
  };
  const of = ledger.name as LedgerName;
  const save = () => {
    if (entry)
      change.mutate(
        {
          ledger: of,
          id: entry.id,
          rowVersion: entry.rowVersion,
          ...said,
          values: changed(entry.values, given.values),
        },
        {
          onSuccess: () => {
            toast(t("entryForm.saved"));
            onClose();
          },
        },
      );
    else
      add.mutate(
        { ledger: of, companyId: given.companyId, ...said, values: given.values },
        {
          onSuccess: ({ id, number }) => {
            toast(t("entryForm.added", { number }));
            onClose();
            go({ to: "/ledgers/$ledger/$id", params: { ledger: ledger.name, id } });
          },
        },
      );
  };
  return { add, change, save };
}

/** What has not been touched is not sent: it stays the sources' to fill. */
const changed = (before: Values, after: Values): Values =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[name as FieldName] ?? null),
    ),
  );
