// Rows of a table with a heading: cells by the field that their column is called after, never by their place.
import { openDelimited } from "#core/sheets/read.ts";
import { findHeading, headingAt, type TextRow } from "#modules/imports/heading.ts";
import { openTextFile } from "#modules/imports/text-rows.ts";
import { plain, type Synonyms } from "#modules/organization/importing/spelling.ts";
import { type DayOrder, orderIn } from "./days.ts";
import { type Choices, SourceError } from "./importer.ts";
import { headText, opened } from "./opened.ts";
import { cutTo, keepable, rawOfCells } from "./raw.ts";

export type TableRow = {
  row: number;
  /** What the first column of this field that holds something says; nothing where no column is called so. */
  get: (field: string) => string;
  /** The cell of a column by its label, for labels that only their file knows. */
  labelled: (label: string) => string;
  raw: Record<string, unknown>;
};
export type Table = {
  labels: string[];
  /** Columns of each field that has any, the best named first. */
  columns: ReadonlyMap<string, readonly number[]>;
  rows: () => AsyncGenerator<TableRow>;
};

const headRows = 60;
const longestLabel = 200;
const mostRows = 1_048_576;

/**
 * @param synonyms what the columns of each field may be called, the surest first.
 * @param least fields that a row has to name before it counts as the heading.
 * @throws SheetError for what is no table, SourceError `no_heading` where no row names enough fields.
 */
export async function openTable(
  given: Uint8Array,
  synonyms: Synonyms,
  choices: Choices = {},
  least = 2,
): Promise<Table> {
  const bytes = await opened(given);
  // One line of it could pass for the heading of an empty table.
  if (/^\s*[[{]\s*[\]}"{[]/.test(headText(bytes.subarray(0, 1_024)))) throw new SourceError("other_format");
  const sheets = await sheetsOf(bytes);
  const chosen = choices.columns ?? {};
  const found = sheets
    .filter((sheet, at) => (choices.sheet === undefined ? !sheet.isHidden : at === choices.sheet))
    .map((sheet) => ({
      sheet,
      heading: headingOf(labelsOf(sheet.head), synonyms, Object.values(chosen), least),
    }))
    .reduce<{ sheet: TextSheetLike; heading: Heading | null } | null>(
      (best, one) => ((one.heading?.gain ?? 0) > (best?.heading?.gain ?? 0) ? one : best),
      null,
    );
  if (!found?.heading) throw new SourceError("no_heading");
  const { heading, sheet } = found;
  const columns = columnsOf(heading.labels, synonyms, choices);
  return { labels: heading.labels, columns, rows: () => rowsOf(sheet, heading, columns) };
}

/** @throws SourceError `other_format` where none of the columns is there that tell its things apart. */
export function needsOneOf(table: Table, fields: readonly string[]): Table {
  if (!fields.some((field) => table.columns.has(field))) throw new SourceError("other_format");
  return table;
}

type TextSheetLike = {
  isHidden: boolean;
  head: TextRow[];
  rowsAfter: (after: number) => AsyncIterable<TextRow> | Iterable<TextRow>;
};

/** The delimited file as one sheet read in one go; the sheets of a workbook, whose hidden rows count: a filter left on hides machines that are there. */
async function sheetsOf(bytes: Uint8Array): Promise<TextSheetLike[]> {
  const text = openDelimited(bytes, { linesOfText: mostRows });
  if (!text) {
    return (await openTextFile(bytes, mostRows, undefined)).sheets;
  }
  const all = async function* (): AsyncGenerator<TextRow> {
    for await (const row of text.rows())
      yield { number: row.number, cells: row.cells.map((cell) => cell.text), isHidden: false };
  };
  const head: TextRow[] = [];
  for await (const row of all()) {
    head.push(row);
    if (head.length >= headRows) break;
  }
  return [
    {
      isHidden: false,
      head,
      async *rowsAfter(after) {
        for await (const row of all()) if (row.number > after) yield row;
      },
    },
  ];
}

/** As much of each cell as a label could be: headings are looked for, and no label is a novel. */
const labelsOf = (head: readonly TextRow[]): TextRow[] =>
  head.map((row) => ({ ...row, cells: row.cells.map((cell) => cutTo(cell, longestLabel)) }));

type Heading = { last: number; labels: string[]; gain: number };

function headingOf(
  head: readonly TextRow[],
  synonyms: Synonyms,
  chosen: readonly string[],
  least: number,
): Heading | null {
  if (chosen.length > 0) {
    // The labels that a person mapped stand in one row (or two): whatever else the file says about itself.
    const wanted = new Set(chosen.map(plain));
    let best: Heading | null = null;
    for (const span of [1, 2] as const)
      for (const row of head) {
        const { labels, mapping } = headingAt(head, row.number, span, synonyms);
        const known = labels.filter((label) => wanted.has(plain(label))).length;
        const gain = known + Object.keys(mapping).length;
        if (known >= wanted.size && gain > (best?.gain ?? 0))
          best = { last: row.number + span - 1, labels, gain };
      }
    return best;
  }
  const found = findHeading(head, synonyms);
  if (found && Object.keys(found.mapping).length >= least)
    return {
      last: found.rowNumber + found.rows - 1,
      labels: found.labels,
      gain: Object.keys(found.mapping).length,
    };
  if (least > 1) return null;
  const single = head.find((row) => Object.keys(headingAt(head, row.number, 1, synonyms).mapping).length > 0);
  return single
    ? { last: single.number, labels: headingAt(head, single.number, 1, synonyms).labels, gain: 1 }
    : null;
}

/** "従業員数（人）*" is 従業員数: units and marks behind a label do not count. */
const bare = (label: string) =>
  plain(
    label
      .normalize("NFKC")
      .replace(/[([].*$/, "")
      .replace(/\*+$/, ""),
  );

/** What a person said of a column or of a field goes before what its label is known as, also that it is used for nothing; the rest is as recognised. */
export function columnsOf(
  labels: readonly string[],
  synonyms: Synonyms,
  { columns: chosen = {}, unused = [] }: Pick<Choices, "columns" | "unused">,
): Map<string, readonly number[]> {
  const columns = new Map<string, readonly number[]>();
  const exact = labels.map(plain);
  const loose = labels.map(bare);
  const leftOut = new Set(unused.map(plain));
  const taken = new Set(labels.flatMap((_, at) => (leftOut.has(exact[at] ?? "") ? [at] : [])));
  for (const [field, label] of Object.entries(chosen)) {
    const at = labels.indexOf(label) >= 0 ? labels.indexOf(label) : exact.indexOf(plain(label));
    if (at < 0) continue;
    columns.set(field, [at]);
    taken.add(at);
  }
  const known = new Set(Object.entries(synonyms).flatMap(([field, words]) => [field, ...words].map(plain)));
  // A column that is called exactly as some field is not taken for another by what stands before its bracket.
  const readings = [exact, loose.map((label, at) => (known.has(exact[at] ?? "") ? "" : label))];
  for (const [field, words] of Object.entries(synonyms)) {
    if (columns.has(field)) continue;
    const keys = [field, ...words].map(plain);
    const found = readings.flatMap((labels) => keys.flatMap((key) => placesOf(labels, key)));
    const at = new Set(found.filter((place) => !taken.has(place)));
    if (at.size > 0) columns.set(field, [...at]);
  }
  return columns;
}

const placesOf = (labels: readonly string[], key: string) =>
  labels.flatMap((label, at) => (label !== "" && label === key ? [at] : []));

async function* rowsOf(
  sheet: TextSheetLike,
  heading: Heading,
  columns: ReadonlyMap<string, readonly number[]>,
): AsyncGenerator<TableRow> {
  const { labels } = heading;
  const keepables = labels.map(keepable);
  for await (const { number, cells } of sheet.rowsAfter(heading.last)) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    // Lists put together from several, and printed ones, say their heading again.
    if (labels.every((label, at) => label === (cells[at] ?? "").replace(/\s+/gu, " ").trim())) continue;
    yield {
      row: number,
      get(field) {
        for (const at of columns.get(field) ?? []) {
          const cell = cells[at];
          if (cell !== undefined && cell.trim() !== "") return cell.trim();
        }
        return "";
      },
      labelled: (label) => (cells[labels.indexOf(label)] ?? "").trim(),
      raw: rawOfCells(keepables, cells),
    };
  }
}

/**
 * Which part of 1/2/26 is the month, by the values of these columns that have only one reading. Null where all have two, or
 * where they contradict each other. Reads on only as long as there are days with strokes that have not decided.
 */
export async function dayOrderOf(
  table: Table,
  fields: readonly string[],
  choices: Choices,
): Promise<DayOrder | null> {
  if (choices.dayOrder) return choices.dayOrder;
  const dated = fields.filter((field) => table.columns.has(field));
  if (dated.length === 0) return null;
  const seen = { day_first: false, month_first: false, either: false };
  let values = 0;
  for await (const row of table.rows()) {
    for (const field of dated) {
      const text = row.get(field);
      const order = text === "" ? null : orderIn(text);
      if (text !== "") values += 1;
      if (order !== null) seen[order] = true;
    }
    if (values > 500 && !seen.either && !seen.day_first && !seen.month_first) return null;
    if (values > 20_000 && seen.day_first !== seen.month_first) break;
  }
  if (seen.day_first === seen.month_first) return null;
  return seen.day_first ? "day_first" : "month_first";
}

/** How many of these labels stand in the head of a text file, at most one of each; nothing for a workbook. */
export function labelsIn(text: string, synonyms: Synonyms): Set<string> {
  const known = new Map(
    Object.entries(synonyms).flatMap(([field, words]) =>
      [field, ...words].map((word) => [plain(word), field]),
    ),
  );
  const fields = new Set<string>();
  for (const line of text.split(/\r\n|\n|\r/).slice(0, 30)) {
    const here = new Set<string>();
    for (const cell of line.split(/[,\t;|]/)) {
      const field = known.get(plain(cell.replaceAll('"', "")));
      if (field !== undefined) here.add(field);
    }
    if (here.size > fields.size) {
      fields.clear();
      for (const field of here) fields.add(field);
    }
  }
  return fields;
}
