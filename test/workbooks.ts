// Filling in a workbook as a company would, in the file itself.
import { openXlsx, saveXlsx, type Sheet } from "hucre/xlsx";

export type Filling = {
  /** Sets one cell of a control's row, or of a question. */
  set: (key: string, column: string, value: string | number | Date | null) => void;
  sheets: Sheet[];
  sheetOf: (column: string) => Sheet;
};

export async function filledIn(bytes: Uint8Array, fill: (filling: Filling) => void): Promise<Buffer> {
  const book = await openXlsx(bytes);
  const headed = (sheet: Sheet, column: string) => (sheet.rows[0] ?? []).indexOf(`yagura:${column}`);
  const sheetOf = (column: string) => {
    const sheet = book.sheets.find((one) => headed(one, column) >= 0);
    if (!sheet) throw new Error(`no sheet has ${column}`);
    return sheet;
  };
  fill({
    sheets: book.sheets,
    sheetOf,
    set: (key, column, value) => {
      const sheet = sheetOf(column);
      const row = sheet.rows.findIndex((one) => one[0] === key);
      if (row < 0) throw new Error(`no row ${key}`);
      const at = headed(sheet, column);
      const cells = sheet.rows[row] ?? [];
      cells[at] = value;
      const cell = sheet.cells?.get(`${row},${at}`);
      if (cell) cell.value = value;
    },
  });
  return Buffer.from(await saveXlsx(book));
}
