// What a file meant where it cannot say so itself: which of 1/2 is the month, and what the columns of a plain table are about.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField } from "#web/forms/fields.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
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

/** Each column with what it is taken for; another meaning is read at once and remembered. */
function Columns({ load }: { load: Load }) {
  const t = useText();
  const any = useAnyText();
  const nameOf = useFieldName();
  const decide = useCommand(ledgers.decideLoad, refreshed);
  const [ledger, setLedger] = useState<LedgerName>(load.choices.ledger ?? "devices");
  const [columns, setColumns] = useState<Record<string, string>>(load.choices.columns ?? {});
  const fields = ["name", "company", "person", ...ledgerOf(ledger).fields];
  const meaningOf = (label: string) => Object.entries(columns).find(([, one]) => one === label)?.[0] ?? "";
  const mean = (label: string, field: string) =>
    setColumns((before) => ({
      ...Object.fromEntries(Object.entries(before).filter(([name, one]) => one !== label && name !== field)),
      ...(field ? { [field]: label } : {}),
    }));
  if (load.labels.length === 0) return null;
  return (
    <Panel title={t("load.columns")}>
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
            {load.labels.map((label) => (
              <SelectField
                key={label}
                label={label}
                value={meaningOf(label)}
                emptyLabel={t("load.asRecognised")}
                choices={fields.map((value) => ({
                  value,
                  label:
                    value === "company" || value === "person"
                      ? t(value === "company" ? "entry.company" : "load.person")
                      : nameOf(value),
                }))}
                onChange={(field) => mean(label, field)}
              />
            ))}
          </div>
          <FormError error={decide.error} />
          <Button
            isBusy={decide.isPending}
            onClick={() => decide.mutate({ id: load.id, choices: { ...load.choices, ledger, columns } })}
          >
            {t("load.readAgain")}
          </Button>
        </div>
      </details>
    </Panel>
  );
}
