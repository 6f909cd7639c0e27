// The map as a drawing of its own, for files.
import type { Drawing, Shape } from "#web/charts/shapes.ts";
import type { MapLayout } from "#web/charts/treemap.ts";
import { type Colour, type MapRow, type Tone, toneOf } from "./rows.ts";

type Fill = Extract<Shape, { kind: "rect" }>["fill"];
const fills: Record<Tone, NonNullable<Fill>> = {
  meets: "meets-tile",
  improve: "improve-tile",
  serious: "serious",
  unknown: "hatch",
  s0: "paper",
  s1: "ai-soft",
  s2: "ai-pale",
  s3: "ai",
};

export function mapDrawing(
  layout: MapLayout,
  rows: ReadonlyMap<string, MapRow>,
  colour: Colour,
  number: (value: number) => string,
): Drawing {
  const heads = layout.groups.flatMap((group): Shape[] => [
    { kind: "rect", x: group.x, y: group.y, w: group.w, h: group.h, r: 4, fill: "hover" },
    { kind: "text", x: group.x + 6, y: group.y + 14, text: group.label, fill: "ink", weight: 700 },
    ...(group.w > 90
      ? [
          {
            kind: "text",
            x: group.x + group.w - 6,
            y: group.y + 14,
            text: number(group.weight),
            fill: "ink-2",
            anchor: "end",
          } as const,
        ]
      : []),
  ]);
  const tiles = layout.tiles.flatMap((tile): Shape[] => {
    const row = rows.get(tile.id);
    if (!row) return [];
    const tone = toneOf(row, colour);
    const hasMark = colour === "result" && row.result !== "meets" && Math.min(tile.w, tile.h) > 11;
    return [
      {
        kind: "rect",
        x: tile.x,
        y: tile.y,
        w: tile.w,
        h: tile.h,
        r: 2,
        fill: fills[tone],
        ...(tone === "s0" || tone === "unknown" ? { stroke: "line-2" as const, width: 1 } : {}),
      },
      ...(hasMark
        ? [
            {
              kind: "mark",
              of: row.result,
              x: tile.x + tile.w / 2,
              y: tile.y + tile.h / 2,
              size: 10,
              fill: row.result === "serious" ? "paper" : row.result === "improve" ? "improve-ink" : "ink",
            } as const,
          ]
        : tile.lines.map(
            (text, index): Shape => ({
              kind: "text",
              x: tile.x + 5,
              y: tile.y + 4 + tile.size + index * (tile.size + 2.5),
              text,
              size: tile.size,
              fill: tone === "s3" || tone === "serious" ? "paper" : "ink",
            }),
          )),
    ];
  });
  return { width: layout.width, height: layout.height, shapes: [...heads, ...tiles] };
}
