// A list as a file: the rows, the order and the columns in front of the reader, read on while it is written.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { type Reading, withContent } from "#core/files/content.ts";
import { locales } from "#core/text/format.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { entries } from "../contract/entries.ts";
import { type Countries, standings, states } from "../contract/words.ts";
import { type FieldName, fieldOf } from "../declared/fields.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { conditionsOf } from "./filters.ts";
import { type EntryRow, type ListInput, readPage } from "./listing.ts";

const words = textsOf("ledgers");
const perRead = 500;
type Say = (key: string) => string;

export async function exportEntries(
  ctx: Ctx,
  { format, columns: chosen, ...list }: Input<typeof entries.exportEntries>,
): Promise<Output<typeof entries.exportEntries>> {
  const ledger = ledgerOf(list.ledger);
  // Before the first byte: what is read while it is written can no longer be refused.
  conditionsOf(ctx, ledger.name, list);
  await readPage(ctx, { ...list, limit: 1 });
  const say: Say = (key) => words()(ctx.language, key);
  const all = columnsOf(ledger, say, ctx.language);
  const wanted = chosen?.split(",") ?? [
    "number",
    "name",
    "company",
    "owner",
    "class",
    "state",
    ...ledger.shown,
    "standing",
    "seenAt",
  ];
  const columns = wanted.flatMap((id) => all.get(id) ?? []);
  const title = say(`ledger.${ledger.name}`);
  const output = withContent(
    {},
    {
      name: `${title} ${list.asOf ?? ctx.today}.${format}`,
      mediaType: mediaTypes[format],
      open: (reading) =>
        Readable.from(
          format === "csv"
            ? writeCsv(columns, pagesOf(reading, list))
            : writeXlsx(title, columns, pagesOf(reading, list)),
        ),
    },
  );
  const data = { ledger: ledger.name, format, isSearched: Boolean(list.search), asOf: list.asOf ?? null };
  return asExport(ctx, output, "entries.exported", data, list.companyId);
}

async function* pagesOf(reading: Reading, list: ListInput): AsyncGenerator<EntryRow> {
  for (let after: string | undefined; ; ) {
    const page: Awaited<ReturnType<typeof readPage>> = await reading((ctx) =>
      readPage(ctx, { ...list, limit: perRead, ...(after ? { after } : {}) }),
    );
    yield* page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

/** Every column that a list can show, by its name there. */
function columnsOf(ledger: Ledger, say: Say, language: Ctx["language"]): Map<string, SheetColumn<EntryRow>> {
  const regions = new Intl.DisplayNames([locales[language]], { type: "region" });
  const plain: [string, SheetColumn<EntryRow>][] = [
    ["number", { label: say("entry.number"), value: (row) => row.number }],
    ["name", { label: say("entry.name"), value: (row) => row.name }],
    ["company", { label: say("entry.company"), value: (row) => row.companyName }],
    ["unit", { label: say("entry.unit"), value: (row) => row.unitName }],
    ["owner", { label: say("entry.owner"), value: (row) => row.ownerName }],
    ["class", { label: say("entry.class"), kind: "number", value: (row) => row.class }],
    ["state", { label: say("entry.state"), value: (row) => said(say, "entry.state", row.state, states) }],
    [
      "standing",
      { label: say("entry.standing"), value: (row) => said(say, "entry.standing", row.standing, standings) },
    ],
    ["labels", { label: say("entry.labels"), value: (row) => row.labels.join(", ") || null }],
    ["seenAt", { label: say("entry.seenAt"), value: (row) => row.seenAt }],
    ["registeredAt", { label: say("entry.registeredAt"), value: (row) => row.registeredAt }],
    ["reviewedOn", { label: say("entry.reviewedOn"), kind: "day", value: (row) => row.reviewedOn }],
    ["reviewDueOn", { label: say("entry.reviewDueOn"), kind: "day", value: (row) => row.reviewDueOn }],
    ["retiredOn", { label: say("entry.retiredOn"), kind: "day", value: (row) => row.retiredOn }],
    [
      "conflicts",
      {
        label: say("entry.conflicts"),
        value: (row) => row.conflicts.map((name) => say(`field.${name}`)).join(", ") || null,
      },
    ],
    ["hasRule", { label: say("entry.hasRule"), value: (row) => say(row.hasRule ? "value.yes" : "value.no") }],
  ];
  const own = ledger.fields.map((name): [string, SheetColumn<EntryRow>] => [
    name,
    fieldColumn(name, say, regions),
  ]);
  return new Map([...plain, ...own]);
}

const said = (say: Say, key: string, word: string, known: readonly string[]) =>
  known.includes(word) ? say(`${key}.${word}`) : word;

function fieldColumn(name: FieldName, say: Say, regions: Intl.DisplayNames): SheetColumn<EntryRow> {
  const field = fieldOf(name);
  const label = say(`field.${name}`);
  switch (field.type) {
    case "flag":
      return {
        label,
        value: (row) => {
          const value = row.values[name] as boolean | null | undefined;
          return value === null || value === undefined ? null : say(value ? "value.yes" : "value.no");
        },
      };
    case "word":
      return {
        label,
        value: (row) => (row.values[name] ? say(`word.${name}.${row.values[name] as string}`) : null),
      };
    case "words":
      return {
        label,
        value: (row) =>
          ((row.values[name] as string[] | undefined) ?? [])
            .map((one) => say(`word.${name}.${one}`))
            .join(", ") || null,
      };
    case "countries":
      return {
        label,
        value: (row) =>
          ((row.values[name] as Countries | undefined) ?? [])
            .map(({ country, people }) => `${regions.of(country) ?? country}: ${people}`)
            .join(", ") || null,
      };
    case "number":
      return {
        label,
        kind: "number",
        value: (row) => (row.values[name] as number | null | undefined) ?? null,
      };
    case "day":
      return { label, kind: "day", value: (row) => (row.values[name] as string | null | undefined) ?? null };
    case "text":
    case "moment":
      return { label, value: (row) => (row.values[name] as string | null | undefined) ?? null };
  }
}
