// The age of open findings as bars, for files: as many pieces as steps, and beneath each bar how much of it is over its day.
import { widthOf } from "#web/charts/labels.ts";
import type { Drawing, Paint, Shape } from "#web/charts/shapes.ts";
import type { Age } from "#modules/findings/rules.ts";
import { agesOf, type Line } from "./board.ts";

export const paints: Record<Age, Paint> = { to30: "ai-soft", to90: "ai-pale", to180: "ai", over180: "ink" };
const [width, step, top, left] = [760, 30, 34, 250];
const right = width - 150;

type Words = { age: (age: Age) => string; numbers: (line: Line) => string; overdue: string };

/** As much of a name as fits; the whole stands in the table. */
function cut(name: string, room: number): string {
  if (widthOf(name, 12) <= room) return name;
  let short = name;
  while (short.length > 1 && widthOf(`${short}…`, 12) > room) short = short.slice(0, -1);
  return `${short}…`;
}

export function agesDrawing(lines: readonly Line[], words: Words): Drawing {
  const most = Math.max(1, ...lines.map((line) => line.counts.findings));
  const long = (count: number) => ((right - left) * count) / most;
  const shapes: Shape[] = [];
  let at = left;
  const key = (text: string, fill: Paint, h: number) => {
    shapes.push(
      { kind: "rect", x: at, y: 14 - h, w: 10, h, fill, stroke: "line-2" },
      { kind: "text", x: at + 15, y: 14, text, fill: "ink-2", size: 11, anchor: "start" },
    );
    at += 15 + widthOf(text, 11) + 16;
  };
  for (const age of Object.keys(paints) as Age[]) key(words.age(age), paints[age], 10);
  key(words.overdue, "serious", 3);
  lines.forEach((line, index) => {
    const y = top + index * step;
    let x = left;
    shapes.push({
      kind: "text",
      x: left - 10,
      y: y + 11,
      text: cut(line.name, left - 20),
      fill: "ink",
      size: 12,
      anchor: "end",
    });
    for (const { age, count } of agesOf(line)) {
      if (count > 0)
        shapes.push({ kind: "rect", x, y, w: long(count), h: 12, fill: paints[age], stroke: "line-2" });
      x += long(count);
    }
    if (line.counts.overdue > 0)
      shapes.push({ kind: "rect", x: left, y: y + 15, w: long(line.counts.overdue), h: 3, fill: "serious" });
    shapes.push({
      kind: "text",
      x: x + 8,
      y: y + 11,
      text: words.numbers(line),
      fill: "ink-2",
      size: 11,
      anchor: "start",
    });
  });
  return { width, height: top + lines.length * step + 6, shapes };
}
