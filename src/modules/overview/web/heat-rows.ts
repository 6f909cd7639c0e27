// The heat map as rows to draw: a group with its medians, its companies, the fold of those that meet the standard.
import type { Output } from "#core/contract.ts";
import type { ResultKind } from "#web/ui/marks.tsx";
import { type overview, resultOrder } from "../contract.ts";
import { longId, type Shares } from "../rules.ts";
import { sharesRead } from "./known.ts";

export type HeatMapData = Output<typeof overview.getHeatMap>;
export type HeatGroup = HeatMapData["groups"][number];

export type Cell = {
  /** 0 to 100; null where nothing of this column counts for the company. */
  percent: number | null;
  /** A mandatory control of the column is not met. */
  hasGap: boolean;
  /** Whether it is reached depends on answers that do not count here. */
  isOpen: boolean;
};
export type CompanyLine = {
  kind: "company";
  companyId: string;
  name: string;
  tier: string;
  people: number;
  result: ResultKind;
  score: number | null;
  cells: readonly Cell[];
  change: number | null;
  /** In per cent of the controls required. */
  shares: Shares;
};
export type Line =
  | { kind: "group"; group: HeatGroup }
  | CompanyLine
  | { kind: "fold"; group: HeatGroup; isOpen: boolean };

const gapMark = 1000;
const openMark = 2000;

type Wire = [
  string,
  string,
  string,
  number,
  number,
  number | null,
  (number | null)[],
  number | null,
  ...number[],
];

export function companyLine(row: readonly unknown[]): CompanyLine {
  const [id, name, tier, people, result, score, cells, change, ...shares] = row as Wire;
  return {
    kind: "company",
    companyId: longId(id),
    name,
    tier,
    people,
    result: resultOrder[result] ?? "not_known",
    score,
    cells: cells.map((cell) => ({
      percent: cell === null ? null : cell % gapMark,
      hasGap: cell !== null && cell >= gapMark && cell < openMark,
      isOpen: cell !== null && cell >= openMark,
    })),
    change,
    shares: sharesRead(shares),
  };
}

/** @param opened all companies of the opened groups; those not read yet are absent. */
export function linesOf(groups: readonly HeatGroup[], opened: ReadonlyMap<string, readonly Line[]>): Line[] {
  return groups.flatMap((group): Line[] => [
    { kind: "group", group },
    ...group.rows.map(companyLine),
    ...(group.fold ? [{ kind: "fold", group, isOpen: opened.has(group.key) } as const] : []),
    // In the same order: what is shown already comes first.
    ...(opened.get(group.key) ?? []).slice(group.rows.length),
  ]);
}

/** The look of a cell: thresholds of the edition, and a darker ground in the lower half of "improvement". */
export function toneOfCell(
  cell: Cell,
  limits: { meetsFromPercent: number; seriousBelowPercent: number },
): "meets" | "improve" | "improve deep" | "serious" | "unknown" | "none" {
  if (cell.percent === null) return "none";
  if (cell.isOpen) return "unknown";
  if (cell.hasGap || cell.percent < limits.seriousBelowPercent) return "serious";
  if (cell.percent >= limits.meetsFromPercent) return "meets";
  return cell.percent < (limits.meetsFromPercent + limits.seriousBelowPercent) / 2
    ? "improve deep"
    : "improve";
}
