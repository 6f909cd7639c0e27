// What a file meant where it cannot say so itself: which of 1/2 is the month, and what the columns of a plain table are about.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField } from "#web/forms/fields.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { ledgers } from "../contract.ts";
import { type LedgerName, ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { type Load, refreshed } from "./load.ts";
import { useFieldName } from "./values.tsx";

export function LoadMeaning({ load }: { load: Load }) {
  const t = useText();
  const decide = useCommand(ledgers.decideLoad, refreshed);
  const asksDays =
    load.problem?.code === "day_order_unclear" ||
    load.problems.some((one) => one.code === "day_order_unclear");
  if (!load.can.decide) return null;
  return (
    <>
      {asksDays ? (
        <Panel title={t("load.dayOrder")}>
          <Segmented
            label={t("load.dayOrder")}
            value={load.choices.dayOrder ?? ("" as "day_first")}
            choices={(["day_first", "month_first"] as const).map((value) => ({
              value,
              label: t(`load.${value}`),
            }))}
            onChange={(dayOrder) => decide.mutate({ id: load.id, choices: { ...load.choices, dayOrder } })}
          />
          <FormError error={decide.error} />
        </Panel>
      ) : null}
      {load.kind === "plain" ? <Columns load={load} /> : null}
    </>
  );
}

/** Fields that every ledger's table may have beside those of its own. */
const shared = ["name", "company", "person", "personId", "id", "state", "seenAt"] as const;

function useMeaning(): (field: string) => string {
  const t = useText();
  const nameOf = useFieldName();
  return (field) =>
    field !== "name" && (shared as readonly string[]).includes(field)
      ? t(`load.means.${field as Exclude<(typeof shared)[number], "name">}`)
      : nameOf(field);
}

/** Stands for "used for nothing" among the meanings of a column. */
const nothing = "-";

/** Each column with what it is taken for; another meaning is read at once and remembered. */
function Columns({ load }: { load: Load }) {
  const t = useText();
  const any = useAnyText();
  const meaning = useMeaning();
  const format = useFormat();
  const decide = useCommand(ledgers.decideLoad, refreshed);
  const [ledger, setLedger] = useState<LedgerName>(load.ledger ?? "devices");
  const [columns, setColumns] = useState<Record<string, string>>(load.choices.columns ?? {});
  const fields = [...shared, ...ledgerOf(ledger).fields];
  const [unused, setUnused] = useState<readonly string[]>(load.choices.unused ?? []);
  const meaningOf = (label: string) =>
    unused.includes(label) ? nothing : (Object.entries(columns).find(([, one]) => one === label)?.[0] ?? "");
  const mean = (label: string, field: string) => {
    setUnused((before) => [...before.filter((one) => one !== label), ...(field === nothing ? [label] : [])]);
    setColumns((before) => ({
      ...Object.fromEntries(Object.entries(before).filter(([name, one]) => one !== label && name !== field)),
      ...(field && field !== nothing ? { [field]: label } : {}),
    }));
  };
  if (load.columns.length === 0) return null;
  const left = load.columns.filter((column) => column.field === null);
  const unknown = left.filter(({ label }) => !load.choices.unused?.includes(label));
  const asRead = (field: string | null) =>
    ledger !== load.ledger
      ? t("load.asRecognised")
      : field === null
        ? t("load.meansNothing")
        : t("load.means", { field: meaning(field) });
  return (
    <Panel title={t("load.columns", { known: load.columns.length - left.length, all: load.columns.length })}>
      {unknown.length > 0 ? (
        <p className="soft">
          {t("load.columnsUnknown", { labels: format.list(unknown.map((one) => one.label)) })}
        </p>
      ) : null}
      <details>
        <summary>{t("load.columnsHelp")}</summary>
        <div className="form">
          <SelectField
            label={t("ledgers.ledger")}
            value={ledger}
            choices={ledgerNames.map((value) => ({ value, label: any(`ledger.${value}`) }))}
            onChange={setLedger}
          />
          <div className="pair">
            {[...left, ...load.columns.filter((one) => one.field !== null)].map(
              ({ label, example, field }) => (
                <SelectField
                  key={label}
                  label={label}
                  hint={t("load.example", { value: example })}
                  value={meaningOf(label)}
                  emptyLabel={asRead(field)}
                  choices={[
                    ...(field === null && meaningOf(label) !== nothing
                      ? []
                      : [{ value: nothing, label: t("load.meansNothing") }]),
                    ...fields.map((value) => ({ value, label: meaning(value) })),
                  ]}
                  onChange={(field) => mean(label, field)}
                />
              ),
            )}
          </div>
          <FormError error={decide.error} />
          <div className="row">
            <Button
              isBusy={decide.isPending}
              onClick={() =>
                decide.mutate({
                  id: load.id,
                  choices: { ...load.choices, ledger, columns, unused: [...unused] },
                })
              }
            >
              {t("load.readAgain")}
            </Button>
          </div>
        </div>
      </details>
    </Panel>
  );
}
