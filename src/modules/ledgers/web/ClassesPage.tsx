// Classes by significance of risk: what each means, what it demands of the entries of each ledger, how often they are looked at.
import { type FormEvent, useState } from "react";
import type { Input, Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import { type LedgerName, ledgers as declared } from "../declared/ledgers.ts";
import { LedgerTabs } from "./LedgerTabs.tsx";
import { RankMark } from "./marks.tsx";
import "./ledgers.css";

type Class = Output<typeof ledgers.listClasses>["rows"][number];
type Body = Omit<Input<typeof ledgers.changeClass>, "rank">;
const languages = ["en", "ja", "zh"] as const;
const mostClasses = 6;

export default function ClassesPage() {
  const t = useText();
  const { isGroupWide } = useSession();
  const mayChange = useMay("ledger.classify") && isGroupWide;
  const [changed, change] = useState<Class | "new" | null>(null);
  const listed = useOperation(ledgers.listClasses, {});
  if (listed.isError) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />;
  if (!listed.data) return <Loading rows={6} />;
  const { rows } = listed.data;
  return (
    <Page
      title={t("classes.title", { count: rows.length })}
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("ledgers.classes") }]}
      actions={
        mayChange && rows.length < mostClasses ? (
          <Button onClick={() => change("new")}>{t("classes.add")}</Button>
        ) : null
      }
    >
      <LedgerTabs at="/ledgers/classes" />
      <p className="soft lead-in">{t("classes.lead")}</p>
      <div className="stack">
        {rows.map((row) => (
          <ClassPanel key={row.rank} row={row} onChange={mayChange ? () => change(row) : null} />
        ))}
      </div>
      {changed ? (
        <ClassDialog
          row={changed === "new" ? null : changed}
          rank={changed === "new" ? rows.length + 1 : changed.rank}
          onClose={() => change(null)}
        />
      ) : null}
    </Page>
  );
}

function ClassPanel({ row, onChange }: { row: Class; onChange: (() => void) | null }) {
  const t = useText();
  const any = useAnyText();
  const { language } = useFormat();
  return (
    <Panel
      title={<RankMark rank={row.rank} name={row.name[language]} />}
      more={
        <>
          {t("classes.every", { count: row.reviewMonths })}
          {onChange ? (
            <Button size="s" onClick={onChange}>
              {t("classes.change")}
            </Button>
          ) : null}
        </>
      }
    >
      <p>{row.criteria[language]}</p>
      <dl className="entry-fields">
        {declared.map((ledger) => {
          const measures = row.demands.find((one) => one.ledger === ledger.name)?.measures ?? [];
          return (
            <div key={ledger.name}>
              <dt>{any(`ledger.${ledger.name}`)}</dt>
              <dd>
                {measures.length === 0 ? (
                  <span className="mute">{t("classes.demandsNone")}</span>
                ) : (
                  measures.map((one) => any(`measure.${one}`)).join(", ")
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}

const empty = { en: "", ja: "", zh: "" };
const tongues = { en: "English", ja: "日本語", zh: "中文" };

function ClassDialog({ row, rank, onClose }: { row: Class | null; rank: number; onClose: () => void }) {
  const t = useText();
  const any = useAnyText();
  const save = useCommand(ledgers.changeClass, [ledgers.listClasses, ledgers.getEntry]);
  const [form, setForm] = useState<Body>({
    name: row?.name ?? empty,
    criteria: row?.criteria ?? empty,
    reviewMonths: row?.reviewMonths ?? 12,
    demands: row?.demands ?? [],
  });
  const set = (part: Partial<Body>) => setForm((before) => ({ ...before, ...part }));
  const measuresOf = (ledger: LedgerName) =>
    form.demands.find((one) => one.ledger === ledger)?.measures ?? [];
  const toggle = (ledger: LedgerName, measure: string) => {
    const held = measuresOf(ledger);
    const measures = held.includes(measure) ? held.filter((one) => one !== measure) : [...held, measure];
    set({ demands: [...form.demands.filter((one) => one.ledger !== ledger), { ledger, measures }] });
  };
  const missing = languages.find((one) => form.name[one].trim() === "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { rank, ...form, ...(row ? { rowVersion: row.rowVersion } : {}) },
      {
        onSuccess: () => {
          toast(t("classes.saved"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="l"
      title={row ? <RankMark rank={rank} name={t("classes.change")} /> : t("classes.add")}
    >
      <form className="form roomy" onSubmit={submit}>
        {languages.map((one) => (
          <div key={one}>
            <TextField
              label={t("classes.name", { language: tongues[one] })}
              value={form.name[one]}
              maxLength={60}
              onChange={(name) => set({ name: { ...form.name, [one]: name } })}
            />
            <TextArea
              label={t("classes.criteria", { language: tongues[one] })}
              value={form.criteria[one]}
              maxLength={600}
              onChange={(criteria) => set({ criteria: { ...form.criteria, [one]: criteria } })}
            />
          </div>
        ))}
        <NumberField
          label={t("classes.months")}
          value={form.reviewMonths}
          onChange={(months) => set({ reviewMonths: months ?? 12 })}
        />
        {declared.map((ledger) => (
          <div className="field" key={ledger.name}>
            <span className="label">{any(`ledger.${ledger.name}`)}</span>
            <Chips
              label={any(`ledger.${ledger.name}`)}
              values={measuresOf(ledger.name)}
              choices={ledger.measures.map(({ name }) => ({ value: name, label: any(`measure.${name}`) }))}
              onToggle={(measure) => toggle(ledger.name, measure)}
            />
          </div>
        ))}
        <FormEnds
          error={save.error}
          isBusy={save.isPending}
          offBecause={
            missing ? t("forms.first", { field: t("classes.name", { language: tongues[missing] }) }) : null
          }
          onClose={onClose}
        >
          {t("entryForm.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
