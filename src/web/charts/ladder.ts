// What lifts a company to the threshold: the score now, one arc per step, the ground beyond the threshold.
import { type Drawing, round, type Shape } from "./shapes.ts";

export type LadderWords = { now: string; from: string };

const width = 368;
const height = 50;
const [left, right, base] = [8, 360, 32];

/** @param scores per cent: now, then after each step */
export function ladderDrawing(scores: readonly number[], threshold: number, words: LadderWords): Drawing {
  const now = scores[0] ?? 0;
  const low = Math.max(0, Math.floor(Math.min(now, threshold) - 5));
  const high = Math.min(100, Math.max(threshold, scores.at(-1) ?? 0) + 4);
  const x = (percent: number) => left + ((percent - low) / (high - low)) * (right - left);
  const line = round(x(threshold));
  const shapes: Shape[] = [
    { kind: "rect", x: line, y: 2, w: Math.max(0, width - line), h: 40, fill: "meets-soft" },
    { kind: "line", x1: line, x2: line, y1: 0, y2: 44, stroke: "meets", width: 1.5 },
    { kind: "text", x: line - 5, y: 10, text: words.from, fill: "meets-ink", size: 11, anchor: "end" },
    { kind: "line", x1: left, x2: width, y1: base, y2: base, stroke: "line-2" },
  ];
  scores.slice(1).forEach((score, index) => {
    const [from, to] = [x(scores[index] ?? now), x(score)];
    const rise = Math.min(22, 8 + (to - from) / 3);
    shapes.push({
      kind: "path",
      d: `M${round(from)} ${base}Q${round((from + to) / 2)} ${round(base - rise)} ${round(to)} ${base - 3}`,
      fill: "none",
      stroke: "ai",
      width: 1.5,
    });
    // Numbers only where they do not stand on each other.
    if (to - from > 12)
      shapes.push({
        kind: "text",
        x: (from + to) / 2,
        y: 47,
        text: String(index + 1),
        fill: "ai",
        size: 11,
        anchor: "middle",
      });
    shapes.push({ kind: "circle", x: to, y: base, r: 4, fill: "paper", stroke: "ai", width: 1.5 });
  });
  shapes.push({ kind: "circle", x: x(now), y: base, r: 4, fill: "improve" });
  shapes.push({
    kind: "text",
    x: Math.max(left + 8, x(now)),
    y: 20,
    text: words.now,
    fill: "improve-ink",
    weight: 600,
    anchor: "middle",
  });
  return { width, height, shapes };
}
