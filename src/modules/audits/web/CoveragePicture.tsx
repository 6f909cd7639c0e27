// The share of companies of each year's last day that had been audited within their cycle; the denominator stands below each bar.
import { useElementSize } from "@mantine/hooks";
import type { Input, Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { Drawing } from "#web/charts/Drawing.tsx";
import { Picture } from "#web/charts/Picture.tsx";
import type { Drawing as DrawingData, Shape } from "#web/charts/shapes.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { audits } from "../contract.ts";

type Year = Output<typeof audits.listAuditYears>["rows"][number];
const height = 190;
/** So that the names of years stay apart; a narrower screen scrolls. */
const perYear = 68;
const [top, bottom, left] = [24, 140, 34];

export function CoveragePicture({ under }: { under: Input<typeof audits.listAuditYears> }) {
  const t = useText();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const rows = useOperation(audits.listAuditYears, under, { keep: true }).data?.rows ?? [];
  const last = rows.at(-1);
  if (!last) return null;
  const share = (year: Year) => (year.companies === 0 ? 0 : year.withinCycle / year.companies);
  const name = (year: Year) => format.fiscalYear(year.fiscalYear);
  const said = (year: Year) =>
    t("audits.years.said", {
      year: name(year),
      share: format.percent(share(year)),
      within: year.withinCycle,
      count: year.companies,
    });
  const drawing = bars(rows, Math.max(rows.length * perYear + left, Math.min(1200, Math.floor(width))), {
    label: name,
    value: (year) => format.percent(share(year)),
    below: (year) => t("audits.years.of", { within: year.withinCycle, count: year.companies }),
  });
  return (
    <Picture
      className="below"
      title={t("audits.years.title", {
        within: last.withinCycle,
        count: last.companies,
        since: name(rows[0] ?? last),
      })}
      more={t("audits.years.more")}
      summary={rows.map(said).join(" ")}
      drawing={drawing}
      fileName="yagura-audit-coverage"
      table={{
        heads: [
          t("audits.years.year"),
          t("audits.years.on"),
          t("audits.years.companies"),
          t("audits.years.within"),
          t("audits.years.share"),
          t("audits.years.never"),
          t("audits.years.held"),
        ],
        rows: rows.map((year) => [
          name(year),
          format.day(year.on, "plain"),
          year.companies,
          year.withinCycle,
          format.percent(share(year)),
          year.never,
          year.held,
        ]),
      }}
    >
      <div ref={ref} className="scroll">
        <Drawing drawing={drawing} label={rows.map(said).join(" ")} />
      </div>
    </Picture>
  );
}

type Words = Record<"label" | "value" | "below", (year: Year) => string>;

export function bars(years: readonly Year[], width: number, words: Words): DrawingData {
  const step = (width - left - 8) / years.length;
  const wide = Math.min(56, step * 0.56);
  const y = (share: number) => bottom - share * (bottom - top);
  const shapes: Shape[] = [0, 0.5, 1].flatMap((at): Shape[] => [
    { kind: "line", x1: left, x2: width - 4, y1: y(at), y2: y(at), stroke: "line" },
    { kind: "text", x: left - 6, y: y(at) + 4, text: `${at * 100}`, fill: "ink-3", size: 11, anchor: "end" },
  ]);
  years.forEach((year, index) => {
    const x = left + step * (index + 0.5);
    const share = year.companies === 0 ? 0 : year.withinCycle / year.companies;
    shapes.push(
      {
        kind: "rect",
        x: x - wide / 2,
        y: y(share),
        w: wide,
        h: Math.max(1, bottom - y(share)),
        r: 2,
        // The year under way is not over: hollow.
        fill: year.isRunning ? "ai-soft" : "ai",
        ...(year.isRunning ? { stroke: "ai" as const, width: 1.5 } : {}),
      },
      { kind: "text", x, y: y(share) - 6, text: words.value(year), fill: "ink", size: 12, anchor: "middle" },
      { kind: "text", x, y: bottom + 18, text: words.label(year), fill: "ink-2", size: 11, anchor: "middle" },
      { kind: "text", x, y: bottom + 34, text: words.below(year), fill: "ink-3", size: 11, anchor: "middle" },
    );
  });
  return { width, height, shapes };
}
