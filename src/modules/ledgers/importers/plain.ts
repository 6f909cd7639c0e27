// A plain table of one ledger, as offices keep it: a CSV or a sheet whose columns are called as people call things.
import type { FieldName } from "../declared/fields.ts";
import { fieldOf } from "../declared/fields.ts";
import { type LedgerName, ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { type DayOrder } from "./days.ts";
import { headingsOf } from "./headings.ts";
import { type Choices, type Importer, type Reading, type Said, SourceError } from "./importer.ts";
import { headText, openedHead } from "./opened.ts";
import { said } from "./said.ts";
import { stateOf } from "./states.ts";
import { dayOrderOf, labelsIn, openTable, type Table, type TableRow } from "./table.ts";
import { formOf, osOf } from "./things.ts";
import { complain, gather, type Gathered, put, set } from "./values.ts";

export const plainTable: Importer = {
  kind: "plain",
  ledgers: ledgerNames,
  sees: false,
  recognise(head, fileName) {
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0.35;
    const most = Math.max(...ledgerNames.map((ledger) => labelsIn(headText(bytes), headingsOf(ledger)).size));
    if (most >= 2) return Math.min(0.5, 0.25 + most / 40);
    return /\.(csv|tsv|txt|xlsx)$/i.test(fileName) ? 0.1 : 0;
  },
  async read(bytes, choices) {
    const { ledger, table } = await tableOf(bytes, choices);
    const order = await dayOrderOf(table, datedFields(ledger), choices);
    return { extent: "whole", capturedAt: null, rows: rowsOf(table, ledger, order) } satisfies Reading;
  },
};

/** Said by a person, else the ledger whose fields the heading names most of. */
async function tableOf(bytes: Uint8Array, choices: Choices): Promise<{ ledger: LedgerName; table: Table }> {
  const { ledger } = choices;
  if (ledger) return { ledger, table: await openTable(bytes, headingsOf(ledger), choices) };
  const found: { ledger: LedgerName; table: Table }[] = [];
  for (const one of ledgerNames) {
    try {
      found.push({ ledger: one, table: await openTable(bytes, headingsOf(one), choices) });
    } catch (error) {
      if (!(error instanceof SourceError && error.code === "no_heading")) throw error;
    }
  }
  const gain = ({ table, ledger: of }: { ledger: LedgerName; table: Table }) =>
    [...table.columns.keys()].filter((field) => (ledgerOf(of).fields as readonly string[]).includes(field))
      .length;
  const best = found.toSorted((one, other) => gain(other) - gain(one))[0];
  if (!best) throw new SourceError("no_heading");
  return best;
}

const datedFields = (ledger: LedgerName) => [
  "seenAt",
  ...ledgerOf(ledger).fields.filter((field) => ["day", "moment"].includes(fieldOf(field).type)),
];

async function* rowsOf(table: Table, ledger: LedgerName, order: DayOrder | null): AsyncGenerator<Said> {
  for await (const row of table.rows()) yield rowOf(row, ledger, order);
}

function rowOf(row: TableRow, ledger: LedgerName, order: DayOrder | null): Said {
  const into = gather(ledger, order);
  for (const field of ledgerOf(ledger).fields) set(into, field, row.get(field));
  versionFromSystem(into, row.get("os"));
  put(into, "form", formOf(row.get("model")));
  const stateText = row.get("state");
  const state = stateText === "" ? "in_use" : stateOf(stateText);
  if (state === null) complain(into, "not_understood", "state", stateText);
  return said(
    {
      row: row.row,
      id: row.get("id"),
      name: row.get("name") || nameIn(into),
      belongsTo: row.get("company"),
      person: row.get("personId") || personIn(row),
      state: state ?? "in_use",
      seenAt: row.get("seenAt") || lastSeen(into),
      raw: row.raw,
    },
    into,
  );
}

const personIn = (row: TableRow) =>
  row.get("userName") || row.get("email") || row.get("displayName") || row.get("person");

/** Of an account that is listed without its name, its address or its number. */
const nameIn = ({ values }: Gathered) => values.email ?? values.subject ?? values.displayName ?? "";

const lastSeen = ({ values }: Gathered) => values.lastCheckIn ?? values.lastSignIn ?? null;

/** "Windows 11 Pro 23H2" in the column of the system says its version as well. */
function versionFromSystem(into: Gathered, os: string): void {
  if (/\d/.test(os) && osOf(os) !== null) set(into, "osVersion" satisfies FieldName, os);
}
