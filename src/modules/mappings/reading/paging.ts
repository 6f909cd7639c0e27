// A page of rows that were worked out as a whole: after the row that was shown last, wherever it stands now.
import { invalid } from "#core/errors.ts";

type Asked = { after?: string | undefined; limit?: number | undefined };

/** @throws AppError `cursor.unreadable` where the row to go on after is there no more. */
export function pageOf<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  { after, limit = 50 }: Asked,
): { rows: T[]; next: string | null } {
  const last = after === undefined ? -1 : rows.findIndex((row) => keyOf(row) === after);
  if (after !== undefined && last < 0) throw invalid("cursor.unreadable");
  const shown = rows.slice(last + 1, last + 1 + limit);
  const end = shown.at(-1);
  return { rows: shown, next: end !== undefined && last + 1 + limit < rows.length ? keyOf(end) : null };
}
