// Where in a file reading stopped, for people.
import { columnName } from "./column-letters.ts";
import type { SheetError, SheetPlace } from "./sheet.ts";

/** Values for the text of a refusal: the place as spreadsheets write it, the same in every language; empty where unknown. */
export function valuesOf({ details }: SheetError): SheetPlace & { place: string } {
  const { sheet, row, column } = details;
  // A bare number would be read as anything: without a sheet or a column the texts say the row themselves.
  if (sheet === undefined && column === undefined) return { ...details, place: "" };
  const cell = `${column === undefined ? "" : columnName(column)}${row ?? ""}`;
  const place = [sheet?.slice(0, 200), cell].filter(Boolean).join("!");
  return { ...details, place: place === "" ? "" : `${place} – ` };
}
