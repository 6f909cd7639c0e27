// How a workbook looks: few colours with one meaning each, printable in black and white.
import type { Cell, CellStyle, CellValue, ConditionalRule } from "hucre/xlsx";
import type { Language } from "#core/context.ts";
import { safeText } from "#core/exports/xlsx.ts";

/** Fonts that the spreadsheet programs of each language have; each falls back by itself. */
export const fontOf: Record<Language, string> = { ja: "Yu Gothic", zh: "Microsoft YaHei", en: "Calibri" };

const ink = "FF1F2937";
const soft = "FF6B7280";
const line = { style: "thin" as const, color: { rgb: "FFD1D5DB" } };
const border = { top: line, right: line, bottom: line, left: line };
const fill = (rgb: string) => ({ type: "pattern" as const, pattern: "solid" as const, fgColor: { rgb } });
const wrap = { wrapText: true, vertical: "top" as const };

export function stylesFor(language: Language) {
  const font = { name: fontOf[language], size: 10, color: { rgb: ink } };
  return {
    title: { font: { ...font, size: 18, bold: true } },
    heading: { font: { ...font, size: 12, bold: true }, alignment: { vertical: "bottom" } },
    label: { font: { ...font, color: { rgb: soft } }, alignment: { vertical: "top" } },
    text: { font, alignment: wrap },
    strong: { font: { ...font, size: 11, bold: true }, alignment: wrap },
    head: {
      font: { ...font, bold: true, color: { rgb: "FFFFFFFF" } },
      fill: fill("FF33415C"),
      border,
      alignment: { wrapText: true, vertical: "center" },
    },
    inputHead: {
      font: { ...font, bold: true, color: { rgb: "FFFFFFFF" } },
      fill: fill("FF0F766E"),
      border,
      alignment: { wrapText: true, vertical: "center" },
    },
    given: { font, border, fill: fill("FFF6F7F9"), alignment: wrap },
    link: {
      font: { ...font, color: { rgb: "FF264A8A" }, underline: true },
      border,
      fill: fill("FFF6F7F9"),
      alignment: wrap,
    },
    must: { font: { ...font, bold: true }, border, fill: fill("FFF6F7F9"), alignment: wrap },
    needed: { font: { ...font, color: { rgb: soft } }, border, fill: fill("FFF6F7F9"), alignment: wrap },
    closed: { font, border, fill: fill("FFE5E7EB"), alignment: wrap },
    input: { font, border, alignment: wrap, protection: { locked: false } },
    inputDay: { font, border, alignment: wrap, numFmt: "yyyy-mm-dd", protection: { locked: false } },
    inputPercent: { font, border, alignment: wrap, numFmt: "0%", protection: { locked: false } },
    legendInput: { font, border, alignment: { vertical: "center" } },
    legendNeeded: { font, border, fill: fill("FFFDE9B8") },
    legendClosed: { font, border, fill: fill("FFE5E7EB") },
    legendDone: { font, border, fill: fill("FFDDF3E4") },
  } satisfies Record<string, CellStyle>;
}
export type Styles = ReturnType<typeof stylesFor>;

/** Fills of rules are given as background: that is how a differential style is read (18.8.20). */
const ruleFill = (rgb: string): CellStyle => ({
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb }, bgColor: { rgb } },
});
const tones = { needed: "FFFDE9B8", closed: "FFE5E7EB", done: "FFDDF3E4" } as const;

export const colourWhen = (
  range: string,
  formula: string,
  tone: keyof typeof tones,
  priority: number,
): ConditionalRule => ({
  type: "expression",
  priority,
  formula,
  range,
  style: ruleFill(tones[tone]),
});

/** Protection keeps people from accidents, so it has no password; what guards the return is the keyed hash. */
export const sheetProtection = {
  sheet: true,
  objects: true,
  scenarios: true,
  formatCells: false,
  formatColumns: false,
  formatRows: false,
  autoFilter: false,
  selectLockedCells: false,
  selectUnlockedCells: false,
} as const;

/** Columns that a text takes: letters of Chinese and Japanese are two wide. */
export function linesOf(text: string, width: number): number {
  return text.split("\n").reduce((sum, line) => {
    let columns = 0;
    for (let at = 0; at < line.length; at += 1) {
      const letter = line.charCodeAt(at);
      columns += letter >= 0x1100 && letter <= 0xffdc ? 2 : 1.05;
    }
    return sum + Math.max(1, Math.ceil(columns / Math.max(1, width - 1.5)));
  }, 0);
}

/** Neighbours of one value: rules and lists of a sheet are given by ranges. */
export function runs(values: readonly string[]): { from: number; to: number; value: string }[] {
  const found: { from: number; to: number; value: string }[] = [];
  values.forEach((value, at) => {
    const last = found.at(-1);
    if (last?.value === value) last.to = at;
    else found.push({ from: at, to: at, value });
  });
  return found;
}

/** A sheet laid out cell by cell; rows and columns are counted from 0 as the writer counts them. */
export function grid() {
  const cells = new Map<string, Partial<Cell>>();
  return {
    cells,
    put(row: number, column: number, value: CellValue, style?: Cell["style"]) {
      const safe = typeof value === "string" ? safeText(value) : value;
      cells.set(`${row},${column}`, { value: safe, ...(style ? { style } : {}) });
    },
  };
}
