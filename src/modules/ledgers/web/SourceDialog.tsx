// A source: what it is, whose it is, how far its word counts, and how often it is expected.
import { type FormEvent, useState } from "react";
import type { Operation } from "#core/contract.ts";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import { type ImporterKind, importerKinds } from "../declared/kinds.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import type { Source } from "./source.ts";

/** Hours after which a source that is expected regularly is silent: a day and a half, a week, a month. */
const expectations = ["", "36", "192", "792"] as const;

type Props = {
  source: Source | null;
  onClose: () => void;
  /** What else is read anew with it. */
  refreshes?: readonly Operation[];
  /** Of a new one: whose it is, and the ledger that its list keeps. */
  of?: { companyId: string; ledger?: LedgerName; kind?: ImporterKind };
};

export function SourceDialog({ source, onClose, of, refreshes = [] }: Props) {
  const t = useText();
  const any = useAnyText();
  const { isGroupWide, companyId } = useSession();
  const refreshed = [ledgers.listSources, ledgers.countSources, ledgers.listBeginnings, ...refreshes];
  const add = useCommand(ledgers.addSource, refreshed);
  const change = useCommand(ledgers.changeSource, refreshed);
  const [form, setForm] = useState({
    companyId: source ? (source.companyId ?? "") : (of?.companyId ?? (isGroupWide ? "" : companyId)),
    kind: source?.kind ?? of?.kind ?? ("plain" as ImporterKind),
    name: source?.name ?? (of?.ledger ? t("sources.ownList", { ledger: any(`ledger.${of.ledger}`) }) : ""),
    rank: String(source?.rank ?? 5),
    records: source?.records ?? true,
    expectedHours: source?.expectedHours ? String(source.expectedHours) : "",
    isAutomatic: source?.isAutomatic ?? false,
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = {
      name: form.name.trim(),
      rank: Number(form.rank),
      records: form.records,
      expectedHours: form.expectedHours ? Number(form.expectedHours) : null,
      isAutomatic: form.isAutomatic,
    };
    const done = {
      onSuccess: () => {
        toast(t("sources.saved"));
        onClose();
      },
    };
    if (source) change.mutate({ id: source.id, rowVersion: source.rowVersion, ...said }, done);
    else
      add.mutate(
        {
          ...said,
          kind: form.kind,
          companyId: form.companyId || null,
          ...(of?.ledger && form.kind === "plain" ? { ledger: of.ledger } : {}),
        },
        done,
      );
  };
  const others =
    source?.expectedHours && !expectations.includes(String(source.expectedHours) as "")
      ? [String(source.expectedHours)]
      : [];
  return (
    <Dialog isOpen onClose={onClose} title={source ? source.name : t("sources.add")}>
      <form className="form" onSubmit={submit}>
        {source ? null : (
          <>
            <SelectField
              label={t("sources.kind")}
              value={form.kind}
              choices={importerKinds.map((value) => ({ value, label: t(`source.kind.${value}`) }))}
              onChange={(kind) =>
                set({
                  kind,
                  records: kind === "plain" || kind === "snipe_it" || kind === "netbox",
                  name: form.name || t(`source.kind.${kind}`),
                })
              }
            />
            {of ? null : (
              <CompanyChoice
                label={t("assetRule.of")}
                value={form.companyId}
                onChange={(company) => set({ companyId: company })}
                {...(isGroupWide ? { none: t("assetRule.group") } : {})}
              />
            )}
          </>
        )}
        <TextField
          label={t("sources.name")}
          value={form.name}
          maxLength={120}
          onChange={(name) => set({ name })}
        />
        <Tick label={t("sources.recordsTick")} isOn={form.records} onChange={(records) => set({ records })} />
        <SelectField
          label={t("sources.rankField")}
          hint={t("sources.rankHint")}
          value={form.rank}
          choices={["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((value) => ({ value, label: value }))}
          onChange={(rank) => set({ rank })}
        />
        <SelectField
          label={t("sources.expected")}
          value={form.expectedHours}
          choices={[...expectations, ...others].map((value) => ({
            value,
            label:
              value === ""
                ? t("sources.expectedNever")
                : t("sources.expectedHours", { count: Number(value) }),
          }))}
          onChange={(expectedHours) => set({ expectedHours })}
        />
        <Tick
          label={t("sources.automatic")}
          isOn={form.isAutomatic}
          onChange={(isAutomatic) => set({ isAutomatic })}
        />
        <FormEnds
          error={add.error ?? change.error}
          isBusy={add.isPending || change.isPending}
          offBecause={form.name.trim() ? null : t("forms.first", { field: t("sources.name") })}
          onClose={onClose}
        >
          {t("entryForm.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
