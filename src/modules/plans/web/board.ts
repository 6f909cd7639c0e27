// What the board shows and where each of its numbers leads: the list of the same words, narrowed to the row's unit.
import type { Output } from "#core/contract.ts";
import { ages } from "#modules/findings/rules.ts";
import type { board } from "../contract.ts";
import type { BoardColumn } from "../contract/board.ts";

export type Board = Output<typeof board.getPlanBoard>;
export type BoardRow = Board["rows"][number];
/** A row of the tables: a unit, or all of them together. */
export type Line = Pick<BoardRow, "name" | "counts"> & { unit: Pick<BoardRow, "unitId" | "unitKind"> | null };

export const linesOf = (rows: readonly BoardRow[]): Line[] => rows.map((row) => ({ ...row, unit: row }));

/** A number above nought that wants to be talked about. */
export const pressing: readonly BoardColumn[] = ["late", "late_steps", "thrice", "overdue", "over180"];

const lists: Record<BoardColumn, { to: string; search: Record<string, unknown> }> = {
  owed: { to: "/plans", search: { view: "owed" } },
  late: { to: "/plans", search: { view: "late" } },
  submitted: { to: "/plans", search: { view: "submitted" } },
  running: { to: "/plans", search: { view: "running" } },
  drifting: { to: "/plans", search: { view: "drifting" } },
  effect_due: { to: "/plans", search: { view: "effect_due" } },
  late_steps: { to: "/plans/follow-up", search: { overdue: true } },
  thrice: { to: "/plans/follow-up", search: { thrice: true } },
  findings: { to: "/findings", search: {} },
  overdue: { to: "/findings", search: { view: "overdue" } },
  to30: { to: "/findings", search: { age: "to30" } },
  to90: { to: "/findings", search: { age: "to90" } },
  to180: { to: "/findings", search: { age: "to180" } },
  over180: { to: "/findings", search: { age: "over180" } },
};

/** A division is the unit of the top bar, where it is seen and taken away; a company is a filter of the list. */
export function listOf(column: BoardColumn, unit: Line["unit"], companyId: string | undefined) {
  const { to, search } = lists[column];
  const of = unit?.unitKind === "company" ? unit.unitId : companyId;
  return {
    to,
    search: {
      ...search,
      ...(of ? { companyId: of } : {}),
      ...(unit?.unitKind === "division" ? { unit: unit.unitId } : {}),
    },
  };
}

/** How many of each age, the youngest first. */
export const agesOf = ({ counts }: Line) => ages.map((age) => ({ age, count: counts[age] }));
