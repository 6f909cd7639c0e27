// The three kinds of rows of the heat map.
import { shortName } from "#web/charts/labels.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf } from "#web/text/names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Sym } from "#web/ui/marks.tsx";
import type { Grouping } from "../rules.ts";
import { countsByName } from "./board.ts";
import { useGroupName } from "./groupName.ts";
import { type Cell, type CompanyLine, type HeatGroup, type HeatMapData, toneOfCell } from "./heat-rows.ts";
import { useShares } from "./known.ts";
import type { View } from "./view.ts";

type RowProps = {
  row: number;
  /** The column that has the keys' focus, when it is in this row. */
  cursor: number | null;
  map: HeatMapData;
  by: Grouping;
  view: View;
  onFold: (key: string) => void;
};

const focusable = (row: number, column: number, cursor: number | null) => ({
  "data-cell": `${row}:${column}`,
  tabIndex: cursor === column ? 0 : -1,
});

export function GroupRow({ group, row, cursor, map, by, view }: RowProps & { group: HeatGroup }) {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName();
  const name = nameOf(by, group);
  const counts = countsByName(group.counts);
  return (
    <tr className="g" aria-rowindex={row + 2}>
      <th scope="row" colSpan={4}>
        <Go
          to="/group/results"
          search={{ ...view, [by]: group.key }}
          lang={langOf(name)}
          {...focusable(row, 0, cursor)}
        >
          {name}
        </Go>
        <span className="cnt">
          {(["meets", "improve", "serious", "not_known"] as const).map((result) =>
            counts[result] > 0 ? (
              <span key={result} title={t(`result.${result}`)}>
                <Sym kind={result} />
                <span className="unseen">{t(`result.${result}`)}</span>
                {format.number(counts[result])}
              </span>
            ) : null,
          )}
        </span>
      </th>
      {map.columns.map((column, index) => {
        const median = group.medians[index] ?? null;
        return (
          <td key={column.id} className="md">
            {median === null ? "–" : format.score(median / 100, true)}
          </td>
        );
      })}
      <td colSpan={3} />
    </tr>
  );
}

export function FoldRow({
  group,
  isOpen,
  row,
  cursor,
  map,
  onFold,
}: RowProps & { group: HeatGroup; isOpen: boolean }) {
  const t = useText();
  const format = useFormat();
  const { fold } = group;
  if (!fold) return null;
  return (
    <tr className="f" aria-rowindex={row + 2}>
      <td colSpan={map.columns.length + 7}>
        <button
          type="button"
          className={isOpen ? "fold open" : "fold"}
          aria-expanded={isOpen}
          onClick={() => onFold(group.key)}
          {...focusable(row, 0, cursor)}
        >
          <Icon name="right" />
          <span>
            {t(fold.meeting === fold.companies ? "heatMap.fold" : "heatMap.foldMore", {
              count: fold.companies,
            })}
          </span>
          {fold.lowest === null ? null : (
            <span className="mute">
              {t("heatMap.lowest", { score: format.score(fold.lowest / 100, true) })}
            </span>
          )}
        </button>
      </td>
    </tr>
  );
}

export function CompanyRow({ line, row, cursor, map, view }: RowProps & { line: CompanyLine }) {
  const t = useText();
  const format = useFormat();
  const beside = useShares()(line.shares);
  return (
    <tr className="c" aria-rowindex={row + 2}>
      <th scope="row" className="nm" title={line.name}>
        <Sym kind={line.result} />
        <span className="unseen">{t(`result.${line.result}`)}</span>
        <Go
          to="/companies/$id/result"
          params={{ id: line.companyId }}
          search={{ roundId: view.roundId }}
          lang={langOf(line.name)}
          {...focusable(row, 0, cursor)}
        >
          {shortName(line.name)}
        </Go>
      </th>
      <td className="t">{line.tier}</td>
      <td className="p">{format.number(line.people)}</td>
      <td className="s" title={beside}>
        {line.score === null ? "–" : format.score(line.score / 100, true)}
        <span className="unseen">{beside}</span>
      </td>
      {map.columns.map((column, index) => (
        <td key={column.id} className="x">
          <HeatCell
            cell={line.cells[index] ?? { percent: null, hasGap: false, isOpen: false }}
            line={line}
            column={column}
            map={map}
            view={view}
            place={focusable(row, index + 1, cursor)}
          />
        </td>
      ))}
      <td className="dl">{line.change === null ? "" : format.delta(line.change / 100)}</td>
      <td className="k">{format.percent(line.shares.unknown / 100)}</td>
      <td className="v">{line.score === null ? "" : format.percent(line.shares.verified / 100)}</td>
    </tr>
  );
}

type HeatCellProps = {
  cell: Cell;
  line: CompanyLine;
  column: HeatMapData["columns"][number];
  map: HeatMapData;
  view: View;
  place: { "data-cell": string; tabIndex: number };
};

function HeatCell({ cell, line, column, map, view, place }: HeatCellProps) {
  const t = useText();
  const format = useFormat();
  const isUnknown = line.result === "not_known" && cell.percent === null;
  const tone = isUnknown ? "unknown" : toneOfCell(cell, map);
  const score = cell.percent === null ? "–" : format.score(cell.percent / 100, true);
  const word =
    tone === "none"
      ? t("heatMap.notCounted")
      : tone === "unknown"
        ? t("result.not_known")
        : t(`result.${tone === "improve deep" ? "improve" : tone}`);
  const symbol =
    tone === "improve" || tone === "improve deep" ? "improve" : tone === "serious" ? "serious" : null;
  return (
    <Go
      to="/companies/$id/result"
      params={{ id: line.companyId }}
      search={{ roundId: view.roundId, part: column.id }}
      hash="answers"
      className={`cell ${tone}`}
      aria-label={t("heatMap.cell", { company: line.name, area: column.name, score, word })}
      {...place}
    >
      {isUnknown ? <Sym kind="not_known" /> : symbol ? <Sym kind={symbol} /> : null}
      {isUnknown ? null : score}
    </Go>
  );
}
