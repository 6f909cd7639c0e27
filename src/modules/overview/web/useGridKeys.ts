// One tab stop for the whole grid; arrows, Home, End and the page keys move within it (ARIA grid pattern).
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

type GridKeys = {
  box: RefObject<HTMLDivElement | null>;
  rows: number;
  columnsIn: (row: number) => number;
  /** Brings a row into view before it is focused. */
  onMove: (row: number) => void;
};
type Cursor = { row: number; column: number };

const pageOf = 20;

export function useGridKeys({ box, rows, columnsIn, onMove }: GridKeys) {
  const [at, setAt] = useState<Cursor>({ row: 0, column: 0 });
  const wanted = useRef<Cursor | null>(null);
  const isOwnFocus = useRef(false);
  const row = Math.min(at.row, Math.max(0, rows - 1));
  const cursor = { row, column: Math.min(at.column, columnsIn(row) - 1) };
  // After every drawing: a row that was out of sight can be focused only once it is there.
  useEffect(() => {
    if (!wanted.current) return;
    const { row, column } = wanted.current;
    const cell = box.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
    if (!cell) return;
    wanted.current = null;
    isOwnFocus.current = true;
    cell.focus({ preventScroll: true });
  });
  const move = (row: number, column: number) => {
    const next = { row: Math.max(0, Math.min(rows - 1, row)), column: 0 };
    next.column = Math.max(0, Math.min(columnsIn(next.row) - 1, column));
    wanted.current = next;
    setAt({ row: next.row, column: Math.max(0, column) });
    onMove(next.row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, readonly [number, number]> = {
      ArrowDown: [row + 1, at.column],
      ArrowUp: [row - 1, at.column],
      ArrowRight: [row, cursor.column + 1],
      ArrowLeft: [row, cursor.column - 1],
      Home: [row, 0],
      End: [row, columnsIn(row) - 1],
      PageDown: [row + pageOf, at.column],
      PageUp: [row - pageOf, at.column],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
  };
  const onFocus = (event: FocusEvent) => {
    // Its own moves keep the column over rows that have only one.
    if (isOwnFocus.current) {
      isOwnFocus.current = false;
      return;
    }
    const place = (event.target as HTMLElement).dataset["cell"]?.split(":").map(Number);
    if (place) setAt({ row: place[0] ?? 0, column: place[1] ?? 0 });
  };
  return { cursor, onKeyDown, onFocus };
}
