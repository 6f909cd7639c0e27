// The grid of the heat map: drawn only where seen, heads stay, walked with the arrow keys.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useText } from "#web/text/i18n.ts";
import type { Grouping } from "../rules.ts";
import { CompanyRow, FoldRow, GroupRow } from "./HeatLines.tsx";
import type { HeatMapData, Line } from "./heat-rows.ts";
import { useGridKeys } from "./useGridKeys.ts";
import type { View } from "./view.ts";

export type HeatGridProps = {
  map: HeatMapData;
  lines: readonly Line[];
  by: Grouping;
  view: View;
  onFold: (key: string) => void;
};

/** More columns than these keep a width of their own and are scrolled. */
const mostNotMany = 6;
/** Rows that the keys go to stay below the head, also below one whose names stand upright. */
const highestHead = 160;
const heights = { group: 28, company: 26, fold: 26 };

export function HeatGrid({ map, lines, by, view, onFold }: HeatGridProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => heights[lines[index]?.kind ?? "company"],
    overscan: 14,
    scrollPaddingStart: highestHead,
  });
  const items = virtual.getVirtualItems();
  const keys = useGridKeys({
    box,
    rows: lines.length,
    columnsIn: (row) => (lines[row]?.kind === "company" ? map.columns.length + 1 : 1),
    onMove: (row) => virtual.scrollToIndex(row, { align: "auto" }),
  });
  const span = map.columns.length + 7;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={box} className="heat-box">
      <table
        className={map.columns.length > mostNotMany ? "heat many" : "heat"}
        // A table whose cells are walked by keys is what a grid is (ARIA grid pattern).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={t("heatMap.title")}
        aria-rowcount={lines.length + 1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <Head map={map} />
        <tbody>
          <Gap height={items[0]?.start ?? 0} span={span} />
          {items.map((item) => (
            <LineRow
              key={item.key}
              line={lines[item.index]}
              row={item.index}
              cursor={keys.cursor.row === item.index ? keys.cursor.column : null}
              map={map}
              by={by}
              view={view}
              onFold={onFold}
            />
          ))}
          <Gap height={below} span={span} />
        </tbody>
      </table>
    </div>
  );
}

const Gap = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    <tr aria-hidden="true" className="gap">
      <td colSpan={span} style={{ height }} />
    </tr>
  ) : null;

function Head({ map }: { map: HeatMapData }) {
  const t = useText();
  const isArea = map.columns.every((column) => /^[A-Z]{2,5}$/.test(column.id));
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className="nm">
          {t("heatMap.company")}
        </th>
        <th scope="col" className="t">
          {t("heatMap.tier")}
        </th>
        <th scope="col" className="p">
          {t("heatMap.people")}
        </th>
        <th scope="col" className="s">
          {t("heatMap.score")}
        </th>
        {map.columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            className="c"
            title={t("heatMap.columnTip", { name: column.name, count: column.controls })}
          >
            <span>{column.name}</span>
            {isArea ? <b>{column.id}</b> : null}
          </th>
        ))}
        <th scope="col" className="dl" title={t("heatMap.changeTip")}>
          {t("heatMap.change")}
        </th>
        <th scope="col" className="k">
          {t("heatMap.unknown")}
        </th>
        <th scope="col" className="v">
          {t("heatMap.verified")}
        </th>
      </tr>
    </thead>
  );
}

type LineRowProps = Omit<HeatGridProps, "lines"> & {
  line: Line | undefined;
  row: number;
  cursor: number | null;
};

function LineRow({ line, ...rest }: LineRowProps) {
  if (!line) return null;
  if (line.kind === "group") return <GroupRow group={line.group} {...rest} />;
  if (line.kind === "fold") return <FoldRow group={line.group} isOpen={line.isOpen} {...rest} />;
  return <CompanyRow line={line} {...rest} />;
}
