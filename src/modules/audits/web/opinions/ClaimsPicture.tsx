// Interval bars: what was counted, and between which shares it may lie of all. Groups with few claims have long bars, and say so.
import { useElementSize } from "@mantine/hooks";
import { Drawing } from "#web/charts/Drawing.tsx";
import { widthOf } from "#web/charts/labels.ts";
import { Picture } from "#web/charts/Picture.tsx";
import type { Drawing as DrawingData, Shape } from "#web/charts/shapes.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { Grouping } from "../../opinions/rules.ts";
import { byCertainty, type Claims as Row, type Overclaim } from "./claims.ts";
import { useGroupName } from "./useGroupName.ts";

/** More than these are read in the table. */
const most = 25;
const fewest = 5;
const [step, top] = [24, 26];

export function ClaimsPicture({ data, by }: { data: Overclaim; by: Grouping }) {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName(by);
  const { ref, width } = useElementSize();
  const rows = data.rows.filter((row) => row.sample.claims > 0).toSorted(byCertainty);
  if (rows.length === 0) return null;
  const mean = data.whole.sample.overturned / Math.max(1, data.whole.sample.claims);
  // One of one is no finding: of few claims nothing is said in the title.
  const outstanding = rows.find((row) => row.sample.claims >= fewest && row.sample.low > mean);
  const share = (row: Row) => row.sample.overturned / row.sample.claims;
  const said = (row: Row) =>
    t("audits.opinions.said", {
      name: nameOf(row),
      overturned: row.sample.overturned,
      count: row.sample.claims,
      low: format.percent(row.sample.low),
      high: format.percent(row.sample.high),
    });
  const drawing = intervals(rows.slice(0, most), Math.max(300, Math.min(1200, Math.floor(width))), {
    name: nameOf,
    numbers: (row) => `${row.sample.overturned}/${row.sample.claims} · ${format.percent(share(row))}`,
    mean,
    tick: (at) => format.percent(at),
  });
  const summary = rows.slice(0, most).map(said).join(" ");
  return (
    <Picture
      className="below"
      title={
        outstanding
          ? t("audits.opinions.picture", {
              name: nameOf(outstanding),
              low: format.percent(outstanding.sample.low),
            })
          : t("audits.opinions.pictureNone")
      }
      more={t("audits.opinions.pictureMore")}
      summary={summary}
      drawing={drawing}
      fileName="yagura-over-claim"
      table={{
        heads: [
          t(`audits.opinions.by.${by}`),
          t("audits.opinions.claims"),
          t("audits.sheet.overturned"),
          t("audits.opinions.share"),
          t("audits.opinions.low"),
          t("audits.opinions.high"),
        ],
        rows: rows.map((row) => [
          nameOf(row),
          row.sample.claims,
          row.sample.overturned,
          format.percent(share(row)),
          format.percent(row.sample.low),
          format.percent(row.sample.high),
        ]),
      }}
    >
      <div ref={ref} className="scroll">
        <Drawing drawing={drawing} label={summary} />
      </div>
    </Picture>
  );
}

type Words = {
  name: (row: Row) => string;
  numbers: (row: Row) => string;
  mean: number;
  tick: (at: number) => string;
};

/** As much of a name as fits; the whole stands in the table. */
function cut(name: string, room: number): string {
  if (widthOf(name, 12) <= room) return name;
  let short = name;
  while (short.length > 1 && widthOf(`${short}…`, 12) > room) short = short.slice(0, -1);
  return `${short}…`;
}

export function intervals(rows: readonly Row[], width: number, words: Words): DrawingData {
  const isNarrow = width < 480;
  const left = Math.round(width * (isNarrow ? 0.42 : 0.32));
  const right = width - (isNarrow ? 86 : 112);
  const x = (share: number) => left + share * (right - left);
  const height = top + rows.length * step + 6;
  const shapes: Shape[] = (isNarrow ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).flatMap((at): Shape[] => [
    { kind: "line", x1: x(at), x2: x(at), y1: top - 6, y2: height - 4, stroke: "line" },
    { kind: "text", x: x(at), y: 12, text: words.tick(at), fill: "ink-3", size: 11, anchor: "middle" },
  ]);
  shapes.push({
    kind: "line",
    x1: x(words.mean),
    x2: x(words.mean),
    y1: top - 6,
    y2: height - 4,
    stroke: "ai",
    dash: "3 3",
  });
  rows.forEach((row, index) => {
    const y = top + index * step + step / 2;
    const { low, high, overturned, claims } = row.sample;
    shapes.push(
      {
        kind: "text",
        x: left - 10,
        y: y + 4,
        text: cut(words.name(row), left - 26),
        fill: "ink",
        size: 12,
        anchor: "end",
      },
      { kind: "rect", x: x(low), y: y - 4, w: Math.max(1, x(high) - x(low)), h: 8, r: 4, fill: "ai-pale" },
      { kind: "circle", x: x(overturned / claims), y, r: 4, fill: "ai" },
      {
        kind: "text",
        x: right + 10,
        y: y + 4,
        text: words.numbers(row),
        fill: "ink-2",
        size: 11,
        anchor: "start",
      },
    );
  });
  return { width, height, shapes };
}
