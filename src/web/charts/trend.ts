// Are we better, really: like-for-like solid, in full dashed, edition changes as vertical lines, joiners and leavers below.
import { widthOf } from "./labels.ts";
import { type Drawing, polyline, round, type Shape } from "./shapes.ts";

export type TrendYear = {
  label: string;
  /** Companies, joiners and leavers: "320 · +15 −4". */
  below: string;
  /** Per cent; null where nothing can be said. */
  full: number | null;
  same: number | null;
  /** What the year says with the corrections made after it was locked: a second mark, never instead. */
  restated?: number | null;
  /** What stands in the middle of those it is compared with: a bar. */
  median?: number | null;
  /** From a list, not kept here: hollow, and joined to nothing. */
  isImported?: boolean;
  /** Only some of those asked since: its mark says how many of how many instead of a share. */
  partly?: string;
  /** At the line before this year; the first is the edition. */
  mark?: readonly string[];
};
export type TrendWords = {
  same: string;
  full: string;
  /** One form for all values of the picture. */
  number: (value: number) => string;
  /** Of the axis, which goes by tens. */
  axis?: (value: number) => string;
};

/** Whole numbers where all of them are whole, else one place for every one: "13.0" beside "22.7". */
export const placesOf = (values: readonly (number | null)[]): 0 | 1 =>
  values.every((value) => value === null || Number.isInteger(value)) ? 0 : 1;

const narrow = 364;
const height = 196;
const left = 30;
/** Room for the names of the lines. */
const names = 78;
const top = 30;
const bottom = 148;

/** The axis begins and ends at tens around the values, and says so by its labels. */
export function axisOf(values: readonly number[]): { low: number; high: number; step: number } {
  if (values.length === 0) return { low: 0, high: 100, step: 50 };
  const low = Math.max(0, Math.floor((Math.min(...values) - 4) / 10) * 10);
  const high = Math.min(100, Math.max(low + 20, Math.ceil((Math.max(...values) + 4) / 10) * 10));
  return { low, high, step: high - low > 40 ? 20 : 10 };
}

/** @param width of the whole drawing; ten years want more than five. */
export function trendDrawing(years: readonly TrendYear[], words: TrendWords, width = narrow): Drawing {
  const right = width - names;
  const {
    low,
    high,
    step: tick,
  } = axisOf(
    years
      .flatMap((year) => [year.full, year.same, year.restated ?? null, year.median ?? null])
      .filter((one) => one !== null),
  );
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  const x = (index: number) =>
    years.length < 2 ? (left + right) / 2 : left + 28 + (index * (right - left - 40)) / (years.length - 1);
  // Several editions beside each other have room for their names alone; what they changed says the table.
  const isAlone = years.filter((year) => year.mark).length < 2;
  const step = years.length < 2 ? right - left : x(1) - x(0);
  const room = isAlone || step > 170 ? 2 : 1;
  // Words that are wider than the way to the next year stand in two rows by turns.
  const marked = years.flatMap((year, index) => (year.mark ? [index] : []));
  const isTight = years.some((year) => widthOf(year.below, 11) + 8 > step);
  const isMarkTight = room === 1 && years.some((year) => widthOf(year.mark?.[0] ?? "", 11) + 8 > step);
  const shapes: Shape[] = [];
  for (let at = low; at <= high; at += tick) {
    shapes.push({ kind: "line", x1: left, x2: right, y1: round(y(at)), y2: round(y(at)), stroke: "line" });
    shapes.push({
      kind: "text",
      x: left - 6,
      y: y(at) + 4,
      text: (words.axis ?? words.number)(at),
      fill: "ink-3",
      size: 11,
      anchor: "end",
    });
  }
  years.forEach((year, index) => {
    if (year.mark)
      shapes.push(
        ...editionMark((x(index - 1) + x(index)) / 2, year.mark, {
          width,
          isAlone,
          room,
          row: isMarkTight ? marked.indexOf(index) % 2 : 0,
        }),
      );
    shapes.push(
      { kind: "text", x: x(index), y: bottom + 20, text: year.label, fill: "ink", anchor: "middle" },
      {
        kind: "text",
        x: x(index),
        y: bottom + 36 + (isTight && index % 2 === 1 ? 14 : 0),
        text: year.below,
        fill: "ink-3",
        size: 11,
        anchor: "middle",
      },
    );
  });
  const line = (of: "full" | "same") =>
    polyline(
      years.map((year, index) =>
        year[of] === null || year.isImported ? null : ([x(index), y(year[of])] as const),
      ),
    );
  shapes.push({ kind: "path", d: line("full"), stroke: "ink-3", width: 1.5, dash: "4 3" });
  shapes.push({ kind: "path", d: line("same"), stroke: "ai", width: 2 });
  years.forEach((year, index) => shapes.push(...points(year, x(index), y, words)));
  return { width, height: isTight ? height + 14 : height, shapes: [...shapes, ...ends(years, x, y, words)] };
}

type Room = { width: number; isAlone: boolean; room: number; row: number };

function editionMark(x: number, lines: readonly string[], { width, isAlone, room, row }: Room): Shape[] {
  const isLate = isAlone && x > (left + width - names) / 2;
  return [
    { kind: "line", x1: x, x2: x, y1: 6, y2: bottom, stroke: "ink-3", width: 1.2, dash: "2 3" },
    ...lines.slice(0, room).map(
      (text, at): Shape => ({
        kind: "text",
        x: isLate ? x - 6 : x + 6,
        y: 12 + (at + row) * 14,
        text,
        fill: at === 0 ? "ink-2" : "ink-3",
        size: 11,
        anchor: isLate ? "end" : "start",
      }),
    ),
  ];
}

// The higher value is written above its point, the lower below: the two never meet.
function points(year: TrendYear, x: number, y: (value: number) => number, words: TrendWords): Shape[] {
  const isSameHigher = (year.same ?? -1) >= (year.full ?? -1);
  const shapes: Shape[] = [];
  if (year.median !== null && year.median !== undefined) {
    const at = round(y(year.median));
    shapes.push({ kind: "line", x1: x - 13, x2: x + 13, y1: at, y2: at, stroke: "ink-2", width: 2 });
    shapes.push({
      kind: "text",
      x: x + 16,
      y: at + 4,
      text: words.number(year.median),
      fill: "ink-3",
      size: 11,
    });
  }
  if (year.full !== null) {
    const at = y(year.full);
    const half = year.partly ? 4.5 : 3;
    shapes.push({
      kind: "rect",
      x: x - half,
      y: at - half,
      w: 2 * half,
      h: 2 * half,
      fill: year.isImported ? "paper" : "ink-3",
      stroke: "ink-3",
      width: 1.5,
      ...(year.partly ? { dash: "3 1.5" } : {}),
    });
    if (year.same === null || words.number(year.same) !== words.number(year.full))
      shapes.push({
        kind: "text",
        x,
        y: isSameHigher && year.same !== null ? at + 17 : at - 9,
        text: year.partly ?? words.number(year.full),
        fill: year.partly ? "ink-3" : "ink-2",
        anchor: "middle",
      });
  }
  if (year.restated !== null && year.restated !== undefined) {
    const at = y(year.restated);
    shapes.push({
      kind: "path",
      d: `M${round(x - 5)} ${round(at)}h10M${round(x)} ${round(at - 5)}v10`,
      stroke: "ink",
      width: 1.6,
    });
    shapes.push({
      kind: "text",
      x: x + 9,
      y: at + 4,
      text: words.number(year.restated),
      fill: "ink",
      size: 11,
    });
  }
  if (year.same !== null) {
    const at = y(year.same);
    shapes.push({ kind: "circle", x, y: at, r: 4, fill: "ai" });
    shapes.push({
      kind: "text",
      x,
      y: isSameHigher ? at - 9 : at + 18,
      text: words.number(year.same),
      fill: "ai",
      weight: 620,
      anchor: "middle",
    });
  }
  return shapes;
}

function ends(
  years: readonly TrendYear[],
  x: (index: number) => number,
  y: (value: number) => number,
  words: TrendWords,
): Shape[] {
  const last = years.at(-1);
  if (!last) return [];
  const at = x(years.length - 1) + 19;
  const [same, full] = [last.same === null ? null : y(last.same), last.full === null ? null : y(last.full)];
  // Names keep 14 px from each other, the higher line's name above.
  const isClose = same !== null && full !== null && Math.abs(same - full) < 14;
  const middle = ((same ?? 0) + (full ?? 0)) / 2;
  const up = (same ?? 0) <= (full ?? 0) ? -7 : 7;
  return [
    ...(same === null ? [] : [label(at, isClose ? middle + up : same, words.same, "ai")]),
    ...(full === null ? [] : [label(at, isClose ? middle - up : full, words.full, "ink-2")]),
  ];
}

const label = (x: number, y: number, text: string, fill: "ai" | "ink-2"): Shape => ({
  kind: "text",
  x,
  y: y + 4,
  text,
  fill,
  size: 11,
});
