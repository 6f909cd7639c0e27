// The same change for many: what it would do is counted before it is done, and done for exactly as many.
import { type FormEvent, useState } from "react";
import type { Input } from "#core/contract.ts";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import type { Ledger, LedgerName } from "../declared/ledgers.ts";
import type { Filter } from "./ledger-filter.ts";
import { labelsIn } from "./labels.ts";

type Change = Input<typeof ledgers.changeEntries>["change"];
type Props = {
  ledger: Ledger;
  ids: string[];
  /** What the list behind shows, and how many that are. */
  filter: Filter;
  total: { count: number; isMore: boolean } | undefined;
  onClose: (isDone: boolean) => void;
};

const refreshed = [ledgers.listEntries, ledgers.countEntries, ledgers.listLedgers];
type Form = {
  takeIn: boolean;
  review: boolean;
  retire: boolean;
  class: string;
  owner: { id: string; name: string } | null;
  setsOwner: boolean;
  add: string;
  remove: string;
};

function changeOf(form: Form): Change {
  const [add, remove] = [labelsIn(form.add), labelsIn(form.remove)];
  return {
    ...(form.takeIn ? { takeIn: true as const } : {}),
    ...(form.review ? { review: true as const } : {}),
    ...(form.retire ? { retire: true as const } : {}),
    ...(form.class ? { class: Number(form.class) } : {}),
    ...(form.setsOwner ? { ownerId: form.owner?.id ?? null } : {}),
    ...(add.length > 0 ? { addLabels: add } : {}),
    ...(remove.length > 0 ? { removeLabels: remove } : {}),
  };
}

export function BulkDialog({ ledger, ids, filter, total, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const classes = useOperation(ledgers.listClasses, {});
  const [isAll, all] = useState(false);
  const [form, setForm] = useState<Form>({
    takeIn: false,
    review: false,
    retire: false,
    class: "",
    owner: null,
    setsOwner: false,
    add: "",
    remove: "",
  });
  const set = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const change = changeOf(form);
  const asked = { ledger: ledger.name as LedgerName, ...(isAll ? { filter } : { ids }), change };
  const isEmpty = Object.keys(change).length === 0;
  const preview = useOperation(ledgers.previewChange, asked, { enabled: !isEmpty, keep: true });
  const apply = useCommand(ledgers.changeEntries, refreshed);
  const effect = isEmpty ? undefined : preview.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.mutate(
      { ...asked, expected: effect?.changed ?? 0 },
      {
        onSuccess: ({ changed }) => {
          toast(t("bulk.done", { count: changed }));
          onClose(true);
        },
      },
    );
  };
  const offBecause =
    isEmpty || !effect
      ? t("errors.ledger.nothing_to_change")
      : effect.changed === 0
        ? t("bulk.effectNone")
        : null;
  return (
    <Dialog
      isOpen
      onClose={() => onClose(false)}
      title={t("bulk.title", { count: isAll ? (total?.count ?? ids.length) : ids.length })}
    >
      <form className="form" onSubmit={submit}>
        {total && total.count > ids.length && !total.isMore ? (
          <Tick label={t("list.allOfFilter", { count: total.count })} isOn={isAll} onChange={all} />
        ) : null}
        <Tick label={t("bulk.takeIn")} isOn={form.takeIn} onChange={(takeIn) => set({ takeIn })} />
        <Tick label={t("bulk.review")} isOn={form.review} onChange={(review) => set({ review })} />
        <Tick label={t("bulk.retire")} isOn={form.retire} onChange={(retire) => set({ retire })} />
        <SelectField
          label={t("bulk.class")}
          value={form.class}
          choices={[
            { value: "", label: t("bulk.keep") },
            ...(classes.data?.rows ?? []).map((one) => ({
              value: String(one.rank),
              label: one.name[format.language],
            })),
          ]}
          onChange={(rank) => set({ class: rank })}
        />
        <Tick label={t("bulk.owner")} isOn={form.setsOwner} onChange={(setsOwner) => set({ setsOwner })} />
        {form.setsOwner ? (
          <OwnerChoice
            label={t("bulk.owner")}
            companyId={filter.companyId}
            chosen={form.owner}
            onChoose={(owner) => set({ owner })}
          />
        ) : null}
        <div className="pair">
          <TextField
            label={t("bulk.labels")}
            hint={t("bulk.labelsHint")}
            value={form.add}
            maxLength={400}
            onChange={(add) => set({ add })}
          />
          <TextField
            label={t("bulk.labelsOff")}
            value={form.remove}
            maxLength={400}
            onChange={(remove) => set({ remove })}
          />
        </div>
        {effect ? (
          <output className="soft">
            {effect.changed === 0
              ? t("bulk.effectNone")
              : t("bulk.effect", {
                  changed: effect.changed,
                  entries: effect.entries,
                  companies: effect.companies,
                })}
            {effect.leftAlone > 0 ? ` ${t("bulk.leftAlone", { count: effect.leftAlone })}` : ""}
          </output>
        ) : null}
        <FormEnds
          error={apply.error ?? preview.error}
          isBusy={apply.isPending}
          offBecause={offBecause}
          onClose={() => onClose(false)}
        >
          {t("bulk.apply", { count: effect?.changed ?? 0 })}
        </FormEnds>
      </form>
    </Dialog>
  );
}
