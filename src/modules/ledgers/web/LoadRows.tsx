// The rows of a load with a verdict each, and what was wrong with how many.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { type FieldName, fieldOf } from "../declared/fields.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import type { Load } from "./load.ts";
import { useFieldName, useValue } from "./values.tsx";

type Row = Output<typeof ledgers.listLoadRows>["rows"][number];
const verdicts = ["all", "new", "changed", "same", "ownerless", "refused", "gone"] as const;
type Verdict = (typeof verdicts)[number];

export function LoadProblems({ load }: { load: Load }) {
  const any = useAnyText();
  const t = useText();
  const format = useFormat();
  const nameOf = useFieldName();
  if (load.problems.length === 0) return null;
  return (
    <Panel title={t("load.problems")}>
      <ul className="demands">
        {load.problems.map((one) => (
          <li key={`${one.code}${one.field ?? ""}`}>
            <span className="tn">{format.number(one.rows)}</span>
            <span>
              {any(`errors.source.${one.code}`)}
              {one.field ? <span className="soft"> ({nameOf(one.field)})</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function LoadRows({ load }: { load: Load }) {
  const t = useText();
  const [verdict, setVerdict] = useState<Verdict>("all");
  const isThere = load.state === "ready" || load.state === "held";
  const pages = usePages<Row>(
    ledgers.listLoadRows,
    { id: load.id, ...(verdict === "all" ? {} : { verdict }) },
    { enabled: isThere },
  );
  const columns = useColumns();
  if (!isThere) return null;
  return (
    <section>
      <div className="tools">
        <Segmented<Verdict>
          label={t("load.verdict")}
          value={verdict}
          choices={verdicts.map((value) => ({ value, label: t(`load.verdict.${value}`) }))}
          onChange={setVerdict}
        />
      </div>
      <DataTable
        label={t("loads.rows")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => String(row.row)}
        empty={<EmptyState title={t("list.noneFit")}>{t("load.noneHelp")}</EmptyState>}
      />
    </section>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const nameOf = useFieldName();
  const value = useValue();
  return [
    { id: "row", head: t("load.row"), width: "70px", isNumber: true, cell: (row) => row.row },
    {
      id: "verdict",
      head: t("load.verdict"),
      width: "130px",
      cell: (row) => t(`load.verdict.${row.verdict}`),
    },
    {
      id: "name",
      head: t("entry.name"),
      cell: (row) => (
        <>
          <LangText text={row.name} />
          {row.problems.map((one) => (
            <span className="sub small serious-ink" key={`${one.code}${one.field ?? ""}`}>
              {" "}
              {any(`errors.source.${one.code}`)}
              {one.field ? ` (${nameOf(one.field)}${one.value ? `: ${one.value}` : ""})` : ""}
            </span>
          ))}
        </>
      ),
    },
    { id: "ledger", head: t("ledgers.ledger"), isWideOnly: true, cell: (row) => any(`ledger.${row.ledger}`) },
    {
      id: "company",
      head: t("entry.company"),
      isWideOnly: true,
      cell: (row) =>
        row.companyName ? (
          <LangText text={row.companyName} />
        ) : (
          <span className="mute">{row.belongsTo ?? "–"}</span>
        ),
    },
    {
      id: "values",
      head: t("load.said"),
      isWideOnly: true,
      cell: (row) =>
        (ledgerOf(row.ledger).shown as readonly FieldName[])
          .filter((name) => row.values[name] !== undefined)
          .slice(0, 4)
          .map((name, nth) => (
            <span key={name}>
              {nth > 0 ? " · " : null}
              {/* A bare yes says nothing. */}
              {fieldOf(name).type === "flag" ? `${nameOf(name)}: ` : null}
              {value(name, row.values[name])}
            </span>
          )),
    },
  ];
}
