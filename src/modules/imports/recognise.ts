// Lent to later modules.
// From the bytes of a file to numbered rows of text, and what was recognised about them.
import { SheetError } from "#core/sheets/sheet.ts";
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import {
  findHeading,
  type Heading,
  headingAt,
  mapColumns,
  type Mapping,
  mappingByLabels,
  type TextRow,
} from "./heading.ts";
import { openTextFile, type TextFile, type TextSheet } from "./text-rows.ts";

/** What a person chose instead of what was recognised. */
export type Choices = {
  sheet?: number;
  headingRow?: number;
  headingRows?: 1 | 2;
  mapping?: Mapping;
  /** Rows that the workbook hides (a filter left on, say) count as well. */
  withHidden?: boolean;
  /** Of a list of seats: what is done besides naming who holds them. */
  withRights?: boolean;
  withAccounts?: boolean;
};

export type Recognised = {
  format: "csv" | "xlsx";
  encoding: string | null;
  isSure: boolean;
  sheets: { name: string; rows: number; isHidden: boolean }[];
  sheet: number;
  headingRow: number;
  headingRows: 1 | 2;
  labels: string[];
  mapping: Mapping;
  /** The mapping comes from an earlier file with the same labels. */
  isRemembered: boolean;
  hiddenRows: number;
  /** The first rows below the heading, to see the mapping beside. */
  samples: string[][];
};

export type Table = { recognised: Recognised } & Pick<TextSheet, "last" | "rowsAfter">;

const mostLabels = 200;

/**
 * @param list what its columns are called, and how many rows it may have.
 * @param remember the mapping kept for a heading, by labels.
 * @throws SheetError for a file that is no table, and `sheet.no_heading` where no row names two fields.
 */
export async function recognise(
  bytes: Uint8Array,
  { columns, mostRows }: { columns: Synonyms; mostRows: number },
  choices: Choices,
  remember: (labels: readonly string[]) => Promise<Record<string, string> | null>,
): Promise<Table> {
  const file = await openTextFile(bytes, mostRows, choices.headingRow);
  const index = choices.sheet ?? bestSheet(file, columns);
  const sheet = file.sheets[index];
  if (!sheet) throw new SheetError("sheet.damaged");
  if (sheet.last > mostRows)
    throw new SheetError("sheet.too_many_rows", { sheet: sheet.name, row: mostRows + 1, limit: mostRows });
  const heading = headingOf(sheet.head, columns, choices);
  const kept = choices.mapping ? null : await remember(heading.labels);
  const remembered = kept ? mappingByLabels(kept, heading.labels) : null;
  const first = heading.rowNumber + heading.rows;
  return {
    last: sheet.last,
    rowsAfter: sheet.rowsAfter,
    recognised: {
      format: file.format,
      encoding: file.encoding?.encoding ?? null,
      isSure: file.encoding?.sure !== "guess" || isUnderstood(heading, columns),
      sheets: file.sheets.slice(0, 200).map((one) => ({
        name: one.name.slice(0, 100),
        rows: one.last,
        isHidden: one.isHidden,
      })),
      sheet: index,
      headingRow: heading.rowNumber,
      headingRows: heading.rows,
      labels: heading.labels.slice(0, mostLabels).map((label) => label.slice(0, 200)),
      mapping: choices.mapping ?? remembered ?? heading.mapping,
      isRemembered: remembered !== null,
      hiddenRows: sheet.hiddenFrom(first),
      samples: sheet.head
        .filter((row) => row.number >= first && row.cells.some((cell) => cell !== ""))
        .slice(0, 5)
        .map((row) => row.cells.slice(0, mostLabels).map((cell) => cell.slice(0, 200))),
    },
  };
}

/** Words of a heading that are known in a letter other than ASCII can hardly come from bytes read in a wrong encoding. */
function isUnderstood(heading: Heading, columns: Synonyms): boolean {
  const known = Object.values(mapColumns(heading.labels, columns));
  return known.some((index) => /[^\p{ASCII}]/u.test(heading.labels[index] ?? ""));
}

function headingOf(rows: readonly TextRow[], columns: Synonyms, choices: Choices): Heading {
  if (choices.headingRow !== undefined)
    return headingAt(rows, choices.headingRow, choices.headingRows ?? 1, columns);
  const found = findHeading(rows, columns);
  if (found) return found;
  // Nothing was recognised: the first row that has two cells is shown, and a person says what they mean.
  const first = rows.find((row) => row.cells.filter((cell) => cell.trim() !== "").length > 1) ?? rows[0];
  return headingAt(rows, first?.number ?? 1, 1, columns);
}

/** Of several sheets the shown one whose heading names most fields; explanations and lists of choices lose. */
function bestSheet(file: TextFile, columns: Synonyms): number {
  const scores = file.sheets.map(({ isHidden, head }) => {
    const found = isHidden ? null : findHeading(head, columns);
    return found ? Object.keys(found.mapping).length : isHidden ? -1 : 0;
  });
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}
