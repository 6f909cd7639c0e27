// Columns by their letters, as people and files name them.
import { SheetError } from "./sheet.ts";

/** A is 1, XFD is 16,384. */
export function columnOf(place: string): number {
  const letters = /^\$?([A-Z]{1,3})\$?\d*$/.exec(place)?.[1];
  if (letters === undefined) throw new SheetError("sheet.damaged");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** 1 is A. */
export function columnName(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? columnName(before) : ""}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}
