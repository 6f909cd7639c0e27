import { useState } from "react";
import { useText } from "../text/i18n.ts";
import { useKey } from "../ui/keys.tsx";

export type Selection<Row> = {
  keys: ReadonlySet<string>;
  rows: Row[];
  isAll: boolean;
  toggle: (row: Row) => void;
  all: () => void;
  clear: () => void;
};

/** Which rows are selected. Kept by key, so that a sort or the next page does not lose them. */
export function useSelection<Row>(rows: readonly Row[], keyOfRow: (row: Row) => string): Selection<Row> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return {
    keys,
    rows: rows.filter((row) => keys.has(keyOfRow(row))),
    isAll: rows.length > 0 && keys.size >= rows.length,
    toggle: (row) =>
      setKeys((before) => {
        const next = new Set(before);
        if (!next.delete(keyOfRow(row))) next.add(keyOfRow(row));
        return next;
      }),
    all: () => setKeys(new Set(rows.map(keyOfRow))),
    clear: () => setKeys(new Set()),
  };
}

type RowKeys<Row> = {
  rows: readonly Row[];
  selection: Selection<Row> | null;
  onOpen: ((row: Row) => void) | undefined;
  onPeek: ((row: Row) => void) | undefined;
  onMove: (index: number) => void;
};

/** j, k (and the arrows) move, x selects, Enter opens, Space peeks. Gives the row the cursor is on. */
export function useRowKeys<Row>({ rows, selection, onOpen, onPeek, onMove }: RowKeys<Row>) {
  const t = useText();
  const [at, set] = useState(-1);
  const move = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, at + by));
    set(next);
    onMove(next);
  };
  const current = rows[at];
  useKey({ key: "j", label: t("keys.down"), run: () => move(1) });
  useKey({ key: "k", label: t("keys.up"), run: () => move(-1) });
  useKey(
    selection
      ? { key: "x", label: t("keys.select"), run: () => current !== undefined && selection.toggle(current) }
      : null,
  );
  useKey(
    onOpen
      ? { key: "enter", label: t("keys.open"), run: () => current !== undefined && onOpen(current) }
      : null,
  );
  useKey(
    onPeek
      ? { key: "space", label: t("keys.peek"), run: () => current !== undefined && onPeek(current) }
      : null,
  );
  useKey(
    selection && selection.keys.size > 0
      ? { key: "escape", label: t("table.clearSelection"), run: selection.clear }
      : null,
  );
  return { at, set };
}
