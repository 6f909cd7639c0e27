import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** CSS width; columns without one share what is left. */
  width?: string;
  /** The value of the `sort` field that this column's head asks for, and the one for the other direction where there is one. */
  sort?: string;
  sortDown?: string;
  /** Not shown until the reader asks for it. */
  isOptional?: boolean;
  /** Left out on a phone. */
  isWideOnly?: boolean;
};

/** Which columns are shown: the reader's choice (ids, comma separated, as in the URL), else all but the optional ones. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: string | undefined,
): Column<Row>[] {
  if (!chosen) return columns.filter((column) => !column.isOptional);
  const ids = chosen.split(",");
  const shown = columns.filter((column) => ids.includes(column.id));
  return shown.length > 0 ? shown : columns.filter((column) => !column.isOptional);
}

export type Sorting = { by: string; onChange: (by: string) => void };

/** What the next press on a head sorts by: first this way, then the other, then this way again. */
export const nextSort = <Row>(column: Column<Row>, by: string): string =>
  by === column.sort && column.sortDown ? column.sortDown : (column.sort ?? by);
