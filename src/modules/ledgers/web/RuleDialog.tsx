// A rule: what it is called and where it is to be read, what it covers, who answers for it, when it is looked at again.
import { type FormEvent, useState } from "react";
import type { Input, Operation } from "#core/contract.ts";
import { CompanyChoice, OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { addDays } from "#core/time/fiscal-year.ts";
import { ledgers } from "../contract.ts";
import { ledgers as declared } from "../declared/ledgers.ts";
import { useClassName } from "./marks.tsx";
import type { Rule } from "./rule.ts";

type Cover = Input<typeof ledgers.addRule>["covers"][number];

/** What a rule can cover, one line each: a ledger, and of information each nature apart. */
type Covered = Pick<Cover, "ledger" | "nature">;
const coverable = declared.flatMap((one): Covered[] =>
  one.name === "information"
    ? (["confidential", "personal"] as const).map((nature) => ({ ledger: one.name, nature }))
    : [{ ledger: one.name, nature: "" }],
);
const isOf = (cover: Covered) => (one: Cover) => one.ledger === cover.ledger && one.nature === cover.nature;

type Props = {
  rule: Rule | null;
  onClose: () => void;
  /** What else is read anew with it. */
  refreshes?: readonly Operation[];
  /** Of a new one: whose it is, and what it is to cover. */
  of?: { companyId: string; ledgers: readonly string[] };
};

export function RuleDialog({ rule, onClose, of, refreshes = [] }: Props) {
  const t = useText();
  const { today, isGroupWide, companyId } = useSession();
  const refreshed = [
    ledgers.listRules,
    ledgers.countRules,
    ledgers.getEntry,
    ledgers.listEntries,
    ledgers.listBeginnings,
    ...refreshes,
  ];
  const add = useCommand(ledgers.addRule, refreshed);
  const change = useCommand(ledgers.changeRule, refreshed);
  const [form, setForm] = useState({
    companyId: rule ? (rule.companyId ?? "") : (of?.companyId ?? (isGroupWide ? "" : companyId)),
    name: rule?.name ?? "",
    reference: rule?.reference ?? "",
    owner: rule?.ownerId ? { id: rule.ownerId, name: rule.ownerName ?? "" } : null,
    from: today,
    reviewDueOn: rule?.reviewDueOn ?? addDays(today, 365),
    covers:
      rule?.covers ??
      coverable
        .filter((one) => of?.ledgers.includes(one.ledger))
        .map((one): Cover => ({ ...one, fromRank: 1 })),
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { from, companyId: of, owner, ...rest } = form;
    const said = {
      ...rest,
      name: form.name.trim(),
      ownerId: owner?.id ?? null,
      fileId: rule?.fileId ?? null,
    };
    const done = {
      onSuccess: () => {
        toast(t("assetRule.saved"));
        onClose();
      },
    };
    if (rule) change.mutate({ id: rule.id, rowVersion: rule.rowVersion, ...said }, done);
    else add.mutate({ companyId: of || null, from, ...said }, done);
  };
  const missing = !form.name.trim()
    ? t("forms.first", { field: t("assetRule.name") })
    : form.covers.length === 0
      ? t("errors.ledger.rule_covers_nothing")
      : null;
  return (
    <Dialog isOpen onClose={onClose} size="l" title={rule ? t("assetRule.change") : t("assetRule.add")}>
      <form className="form roomy" onSubmit={submit}>
        {rule || of ? null : (
          <CompanyChoice
            label={t("assetRule.of")}
            value={form.companyId}
            onChange={(company) => set({ companyId: company })}
            {...(isGroupWide ? { none: t("assetRule.group") } : {})}
          />
        )}
        <TextField
          label={t("assetRule.name")}
          value={form.name}
          maxLength={200}
          onChange={(name) => set({ name })}
        />
        <TextField
          label={t("assetRule.reference")}
          hint={t("assetRule.referenceHint")}
          value={form.reference}
          maxLength={500}
          onChange={(reference) => set({ reference })}
        />
        <CoverFields covers={form.covers} onChange={(covers) => set({ covers })} />
        <OwnerChoice
          label={t("assetRule.owner")}
          companyId={form.companyId || undefined}
          chosen={form.owner}
          onChoose={(owner) => set({ owner })}
        />
        <div className="pair">
          {rule ? null : (
            <DateField label={t("assetRule.from")} value={form.from} onChange={(from) => set({ from })} />
          )}
          <DateField
            label={t("assetRule.reviewDue")}
            value={form.reviewDueOn}
            onChange={(reviewDueOn) => set({ reviewDueOn })}
          />
        </div>
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

function CoverFields({ covers, onChange }: { covers: Cover[]; onChange: (covers: Cover[]) => void }) {
  const t = useText();
  const any = useAnyText();
  const className = useClassName();
  return (
    <fieldset className="field" aria-label={t("assetRule.covers")}>
      <span className="label">{t("assetRule.covers")}</span>
      {coverable.map((one) => {
        const held = covers.find(isOf(one));
        const name = one.nature ? any(`word.nature.${one.nature}`) : any(`ledger.${one.ledger}`);
        const others = covers.filter((each) => !isOf(one)(each));
        return (
          <div className="cover-line" key={`${one.ledger}${one.nature}`}>
            <Tick
              label={name}
              isOn={held !== undefined}
              onChange={(isOn) => onChange(isOn ? [...others, { ...one, fromRank: 1 }] : others)}
            />
            {held ? (
              <SelectField
                label={t("entry.class")}
                value={String(held.fromRank)}
                choices={["1", "2", "3"].map((rank) => ({
                  value: rank,
                  label: t("assetRule.fromClass", { name: className(Number(rank)) }),
                }))}
                onChange={(rank) => onChange([...others, { ...one, fromRank: Number(rank) }])}
              />
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}
