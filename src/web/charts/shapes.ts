// What pictures are drawn with: a few shapes in the colours of the tokens. A picture is a pure function from data and
// words to a drawing, so that the browser, a saved file and a PDF show the same one.
import type { palette } from "./palette.ts";

/** The results, by the names of ui/marks.tsx. */
type ResultKind = "meets" | "improve" | "serious" | "not_known";

/** A colour of theme/tokens.css. */
export type Paint = keyof typeof palette | "none";

type Stroked = { stroke?: Paint; width?: number; dash?: string };
export type Shape =
  | ({ kind: "line"; x1: number; y1: number; x2: number; y2: number } & Stroked)
  | ({ kind: "path"; d: string; fill?: Paint; opacity?: number } & Stroked)
  | ({
      kind: "rect";
      x: number;
      y: number;
      w: number;
      h: number;
      r?: number;
      fill?: Paint | "hatch";
    } & Stroked)
  | ({ kind: "circle"; x: number; y: number; r: number; fill?: Paint } & Stroked)
  | { kind: "mark"; of: ResultKind; x: number; y: number; size: number; fill: Paint }
  | {
      kind: "text";
      x: number;
      y: number;
      text: string;
      fill: Paint;
      size?: number;
      weight?: number;
      anchor?: "start" | "middle" | "end";
      lang?: string;
    };

export type Drawing = { width: number; height: number; shapes: readonly Shape[] };

/** The numbers of a picture as rows: what a reader hears, a table shows and a file carries. */
export type PictureTable = {
  heads: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
};

export const polygon = (points: readonly (readonly [number, number])[]): string =>
  `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}Z`;

export const round = (value: number): number => Math.round(value * 10) / 10;

/** A line through points; a gap where one is missing. */
export function polyline(points: readonly (readonly [number, number] | null)[]): string {
  let d = "";
  let isOpen = false;
  for (const point of points) {
    if (point) d += `${isOpen ? "L" : "M"}${round(point[0])} ${round(point[1])}`;
    isOpen = point !== null;
  }
  return d;
}

/** The drawn symbol of a result around a point; the shapes of ui/marks.tsx. */
export function markPath(of: ResultKind, x: number, y: number, size: number): string {
  const s = size / 12;
  const at = (dx: number, dy: number) => `${round(x + (dx - 6) * s)} ${round(y + (dy - 6) * s)}`;
  if (of === "improve") return `M${at(6, 1)}L${at(11.4, 10.8)}L${at(0.6, 10.8)}Z`;
  if (of === "serious") return `M${at(1.6, 1.6)}L${at(10.4, 1.6)}L${at(10.4, 10.4)}L${at(1.6, 10.4)}Z`;
  if (of === "not_known") return `M${at(6, 1.2)}L${at(10.8, 6)}L${at(6, 10.8)}L${at(1.2, 6)}Z`;
  const r = round(4.6 * s);
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${round(2 * r)} 0a${r} ${r} 0 1 0 ${round(-2 * r)} 0Z`;
}
