// Rows of an Excel workbook (ECMA-376 part 1, 18.3), read part by part in bounded memory. Formulas are never
// computed and nothing outside the file is looked at.
import { openArchive } from "./archive.ts";
import { type Limits, type Row, type Sheet, SheetError } from "./sheet.ts";
import { type Aside, readSheet } from "./sheet-reader.ts";
import { readParts, type SheetPart } from "./workbook-parts.ts";
import { readXml } from "./xml.ts";

export type OpenWorkbook = {
  sheets: readonly SheetPart[];
  /** Days are counted from 1 January 1904, as Excel for Mac did for long. */
  since1904: boolean;
  /** Rows that hold something. Merges and hidden columns of the sheet are told to `aside`, if given. */
  rows: (sheet: SheetPart, aside?: Aside) => AsyncGenerator<Row>;
};

export async function openWorkbook(bytes: Uint8Array, limits: Limits): Promise<OpenWorkbook> {
  const archive = await openArchive(bytes, limits);
  const parts = await readParts(archive, limits);
  const counted = { cells: 0 };
  return {
    sheets: parts.sheets,
    since1904: parts.since1904,
    async *rows(sheet, aside) {
      const { reader, take, at } = readSheet({ sheet: sheet.name, parts, limits, counted, aside });
      try {
        for await (const _ of readXml(archive.read(sheet.part), reader)) yield* take();
      } catch (error) {
        if (!(error instanceof SheetError)) throw error;
        // What a cell or the XML between two is refused for knows no place of its own.
        throw new SheetError(error.code, { sheet: sheet.name, ...at(), ...error.details });
      }
    },
  };
}

/** All sheets with all rows. */
export async function readWorkbook(
  bytes: Uint8Array,
  limits: Limits,
): Promise<{ sheets: Sheet[]; since1904: boolean }> {
  const book = await openWorkbook(bytes, limits);
  const sheets: Sheet[] = [];
  for (const sheet of book.sheets) {
    const aside: Aside = { merges: [], hiddenColumns: [] };
    const rows: Row[] = [];
    for await (const row of book.rows(sheet, aside)) rows.push(row);
    sheets.push({
      name: sheet.name,
      rows,
      ...(sheet.hidden ? { hidden: true as const } : {}),
      ...(aside.merges.length > 0 ? { merges: aside.merges } : {}),
      ...(aside.hiddenColumns.length > 0 ? { hiddenColumns: aside.hiddenColumns } : {}),
    });
  }
  return { sheets, since1904: book.since1904 };
}
