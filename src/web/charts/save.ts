// Pictures as files: the drawing as SVG and PNG, its numbers as CSV that spreadsheets open safely.
import { csvCell } from "#core/exports/csv.ts";
import { saveFile } from "../transfer.ts";
import type { Drawing, PictureTable } from "./shapes.ts";
import { type SvgHead, svgText } from "./svg-text.ts";

/** Excel needs the mark to read UTF-8. */
export function saveCsv(table: PictureTable, name: string): void {
  const lines = [table.heads, ...table.rows].map((row) => row.map(csvCell).join(","));
  saveFile(new Blob([`\uFEFF${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

export function saveSvg(drawing: Drawing, head: SvgHead, name: string): void {
  saveFile(new Blob([svgText(drawing, head)], { type: "image/svg+xml" }), `${name}.svg`);
}

/** Three times the size on screen, sharp on paper. */
export async function savePng(drawing: Drawing, head: SvgHead, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([svgText(drawing, head)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 3;
    canvas.height = image.naturalHeight * 3;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (blob) saveFile(blob, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
