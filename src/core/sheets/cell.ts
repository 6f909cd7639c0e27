// What a cell of a workbook says, from what stands in the file (ECMA-376 part 1, 18.3.1.4).
import { numberCell, type Shown } from "./number-format.ts";
import { type Cell, SheetError } from "./sheet.ts";
import { unescape, type WorkbookParts } from "./workbook-parts.ts";

/** As the file writes it: its type, the number of its style, the text of its value. */
export type RawCell = { type: string; style: number; value: string; isFormula: boolean };

export function cellOf(raw: RawCell, parts: WorkbookParts): Cell {
  const cell = valueOf(raw, parts, parts.shown[raw.style] ?? "plain");
  return raw.isFormula ? { ...cell, formula: true } : cell;
}

function valueOf({ type, value }: RawCell, parts: WorkbookParts, shown: Shown): Cell {
  if (type === "s") {
    const text = parts.shared[Number(value)];
    if (text === undefined) throw new SheetError("sheet.damaged");
    return textCell(text);
  }
  if (type === "str" || type === "inlineStr") return textCell(unescape(value));
  if (value === "") return textCell("");
  if (type === "b") return { text: value === "1" ? "TRUE" : "FALSE", raw: value, kind: "boolean" };
  if (type === "e") return { text: value, raw: value, kind: "error" };
  // ISO 8601 dates of the strict form (18.18.11).
  if (type === "d") return { text: value.replace(/T00:00(:00(\.0+)?)?Z?$/, ""), raw: value, kind: "day" };
  return numberCell(value, shown, parts.since1904);
}

const textCell = (text: string): Cell => ({ text, raw: text, kind: text === "" ? "empty" : "text" });
