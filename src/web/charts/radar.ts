// Where a company stands against its tier: its areas this year, last year, and the median of the tier.
import { type Drawing, polygon, type Shape } from "./shapes.ts";

export type RadarAxis = {
  label: string;
  /** 0 to 100; null where nothing counts. */
  now: number | null;
  last: number | null;
  median: number | null;
};

const width = 300;
const height = 256;
const [cx, cy, radius] = [150, 132, 104];
/** The middle of the picture: differences lie between here and 100, and the rings are labelled. */
const floor = 40;

export function radarDrawing(axes: readonly RadarAxis[], ring: (percent: number) => string): Drawing {
  const at = (index: number, percent: number): readonly [number, number] => {
    const angle = (index / axes.length) * 2 * Math.PI - Math.PI / 2;
    const r = (radius * Math.max(0, percent - floor)) / (100 - floor);
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  };
  const all = (of: (axis: RadarAxis) => number) => polygon(axes.map((axis, index) => at(index, of(axis))));
  const shapes: Shape[] = [60, 80, 100].map((percent) => ({
    kind: "path",
    d: all(() => percent),
    fill: "none",
    stroke: percent === 100 ? "line-2" : "line",
  }));
  axes.forEach((_, index) => {
    const [x2, y2] = at(index, 100);
    shapes.push({ kind: "line", x1: cx, y1: cy, x2, y2, stroke: "line" });
  });
  if (axes.every((axis) => axis.median !== null))
    shapes.push({
      kind: "path",
      d: all((axis) => axis.median ?? 0),
      fill: "none",
      stroke: "ink-3",
      width: 1.3,
      dash: "2 3",
    });
  if (axes.every((axis) => axis.last !== null))
    shapes.push({
      kind: "path",
      d: all((axis) => axis.last ?? 0),
      fill: "none",
      stroke: "ink-3",
      width: 1.2,
    });
  if (axes.some((axis) => axis.now !== null)) {
    shapes.push({
      kind: "path",
      d: all((axis) => axis.now ?? floor),
      fill: "ai",
      opacity: 0.13,
      stroke: "ai",
      width: 2,
    });
    axes.forEach((axis, index) => {
      const [x, y] = at(index, axis.now ?? floor);
      shapes.push({ kind: "circle", x, y, r: 3, fill: "ai" });
    });
  }
  axes.forEach((axis, index) => shapes.push(axisLabel(axis.label, at(index, 117))));
  for (const percent of [60, 80]) {
    const [x, y] = at(0, percent);
    shapes.push({
      kind: "text",
      x: x - 4,
      y: y + 4,
      text: ring(percent),
      fill: "ink-3",
      size: 10,
      anchor: "end",
    });
  }
  return { width, height, shapes };
}

function axisLabel(text: string, [x, y]: readonly [number, number]): Shape {
  const anchor = Math.abs(x - cx) < 20 ? "middle" : x > cx ? "start" : "end";
  return { kind: "text", x, y: y + 4, text, fill: "ink", weight: 600, anchor };
}
