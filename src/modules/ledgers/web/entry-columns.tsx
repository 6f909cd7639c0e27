// The columns of a ledger's list: what every entry has, and the fields of its ledger. Their ids are those of the export.
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { ledgers } from "../contract.ts";
import { type FieldName, fieldOf } from "../declared/fields.ts";
import type { Ledger } from "../declared/ledgers.ts";
import { Owner, RankMark, StandingMark, useClassName } from "./marks.tsx";
import { useFieldName, useValue } from "./values.tsx";

export type EntryRow = Output<typeof ledgers.listEntries>["rows"][number];

export function useEntryColumns(ledger: Ledger, isOneCompany: boolean): Column<EntryRow>[] {
  const t = useText();
  const format = useFormat();
  const nameOf = useFieldName();
  const value = useValue();
  const className = useClassName();
  const day = (of: string | null) => (of ? format.day(of) : <span className="mute">–</span>);
  const own = (name: FieldName): Column<EntryRow> => ({
    id: name,
    head: nameOf(name),
    isOptional: !ledger.shown.includes(name),
    isWideOnly: true,
    isNumber: fieldOf(name).type === "number",
    ...(ledger.sorts.includes(name) ? { sort: name, sortDown: `-${name}` } : {}),
    cell: (row) => value(name, row.values[name]),
  });
  const fields = ledger.fields.map(own);
  const first: Column<EntryRow>[] = [
    {
      id: "number",
      head: t("entry.number"),
      width: "96px",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.number}</span>,
    },
    {
      id: "name",
      head: t("entry.name"),
      width: "18%",
      sort: "name",
      sortDown: "-name",
      cell: (row) => (
        <>
          <Go to="/ledgers/$ledger/$id" params={{ ledger: ledger.name, id: row.id }}>
            <LangText text={row.name} />
          </Go>
          {row.labels.map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
        </>
      ),
    },
    {
      id: "company",
      head: t("entry.company"),
      isOptional: isOneCompany,
      cell: (row) => <LangText text={row.companyName} />,
    },
    ...fields.filter((column) => !column.isOptional),
    {
      id: "class",
      head: t("entry.class"),
      isWideOnly: true,
      width: "110px",
      cell: (row) => <RankMark rank={row.class} name={className(row.class)} />,
    },
    {
      id: "owner",
      head: t("entry.owner"),
      isWideOnly: true,
      cell: (row) => <Owner entry={row} />,
    },
    {
      id: "standing",
      head: t("entry.standing"),
      cell: (row) => <StandingMark standing={row.standing} isConflicting={row.conflicts.length > 0} />,
    },
    {
      id: "seenAt",
      isOptional: true,
      head: t("entry.seenAt"),
      width: "110px",
      isWideOnly: true,
      sort: "-seen",
      sortDown: "seen",
      cell: (row) => (row.seenAt ? format.momentDay(row.seenAt) : <span className="mute">–</span>),
    },
  ];
  const rest: Column<EntryRow>[] = [
    { id: "state", head: t("entry.state"), isOptional: true, cell: (row) => t(`entry.state.${row.state}`) },
    {
      id: "unit",
      head: t("entry.unit"),
      isOptional: true,
      isWideOnly: true,
      cell: (row) => (row.unitName ? <LangText text={row.unitName} /> : "–"),
    },
    {
      id: "hasRule",
      head: t("entry.hasRule"),
      isOptional: true,
      isWideOnly: true,
      cell: (row) => t(row.hasRule ? "value.yes" : "value.no"),
    },
    {
      id: "reviewDueOn",
      head: t("entry.reviewDueOn"),
      isOptional: true,
      isWideOnly: true,
      sort: "reviewDue",
      sortDown: "-reviewDue",
      cell: (row) => day(row.reviewDueOn),
    },
    {
      id: "reviewedOn",
      head: t("entry.reviewedOn"),
      isOptional: true,
      isWideOnly: true,
      cell: (row) => day(row.reviewedOn),
    },
    {
      id: "retiredOn",
      head: t("entry.retiredOn"),
      isOptional: true,
      isWideOnly: true,
      cell: (row) => day(row.retiredOn),
    },
  ];
  return [...first, ...fields.filter((column) => column.isOptional), ...rest];
}
