import Type from "typebox";
import {
  contract,
  Cursor,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  paging,
  text,
} from "#core/contract.ts";
import { ages } from "#modules/findings/rules.ts";
import { followed, permissions } from "./words.ts";

const narrowing = {
  by: optional(oneOf("division", "company")),
  companyId: optional(Id),
  divisionId: optional(Id),
};

/** Of plans and their steps; each opens the list of the same words. */
export const planColumns = ["owed", "late", "submitted", "running", "drifting", "effect_due"] as const;
export const stepColumns = ["late_steps", "thrice"] as const;
export const findingColumns = ["findings", "overdue", ...ages] as const;
export const boardColumns = [...planColumns, ...stepColumns, ...findingColumns] as const;
export type BoardColumn = (typeof boardColumns)[number];
export type BoardCounts = Record<BoardColumn, number>;

const Counts = Type.Object(
  Object.fromEntries(boardColumns.map((column) => [column, Type.Integer()])) as Record<
    BoardColumn,
    Type.TInteger
  >,
);
export const BoardRow = Type.Object({
  unitId: Id,
  unitKind: oneOf("division", "company"),
  code: text(40),
  name: text(200),
  counts: Counts,
});

export const board = contract({
  getPlanBoard: {
    method: "GET",
    path: "/plans/board",
    summary:
      "Plans, their steps and the age of open findings, counted by division or by company; whoever has nothing open is left out",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...narrowing }),
    output: Type.Object({
      rows: list(BoardRow, 500),
      next: nullable(Cursor),
      whole: Counts,
      /** How many rows there are. */
      units: Type.Integer(),
      at: Moment,
    }),
  },
  exportPlanBoard: {
    method: "GET",
    path: "/plans/board/export",
    summary: "The board as a file, as it is shown",
    permission: permissions.read,
    query: Type.Object({ ...narrowing, format: optional(oneOf("csv", "xlsx")) }),
    output: Type.Object({ rows: Type.Integer() }),
    carries: "download",
    events: ["plan.board_exported"],
  },
  exportFollowUp: {
    method: "GET",
    path: "/plan-steps/export",
    summary: "The follow-up meeting's list as a file, as it is narrowed",
    permission: permissions.read,
    query: Type.Object({ ...followed, format: optional(oneOf("csv", "xlsx")) }),
    output: Type.Object({ rows: Type.Integer() }),
    carries: "download",
    events: ["plan.follow_up_exported"],
  },
});
