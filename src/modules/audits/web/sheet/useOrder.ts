// An order that is changed by dragging with mouse or finger, and by the arrow keys: what is held goes where the pointer is past the middle
// of a row.
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

type Order = {
  list: RefObject<HTMLOListElement | null>;
  /** The row that is held. */
  held: number | null;
  hold: (at: number, event: PointerEvent) => void;
  step: (at: number, event: KeyboardEvent) => void;
};

export function useOrder(count: number, move: (from: number, to: number) => void): Order {
  const list = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState<number | null>(null);
  const toFocus = useRef<number | null>(null);
  // A row that is put elsewhere in the page loses the focus: whoever goes on by keys goes on with the same row.
  useEffect(() => {
    if (toFocus.current === null) return;
    list.current?.children[toFocus.current]?.querySelector<HTMLElement>(".grip")?.focus();
    toFocus.current = null;
  });
  useEffect(() => {
    if (held === null) return undefined;
    const follow = (event: globalThis.PointerEvent) => {
      const to = passed(list.current, held, event.clientY);
      if (to === held) return;
      move(held, to);
      setHeld(to);
    };
    const letGo = () => setHeld(null);
    window.addEventListener("pointermove", follow);
    window.addEventListener("pointerup", letGo);
    window.addEventListener("pointercancel", letGo);
    return () => {
      window.removeEventListener("pointermove", follow);
      window.removeEventListener("pointerup", letGo);
      window.removeEventListener("pointercancel", letGo);
    };
  });
  const hold = (at: number, event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    setHeld(at);
  };
  const step = (at: number, event: KeyboardEvent) => {
    const to = event.key === "ArrowUp" ? at - 1 : event.key === "ArrowDown" ? at + 1 : at;
    if (to === at || to < 0 || to >= count) return;
    event.preventDefault();
    toFocus.current = to;
    move(at, to);
  };
  return { list, held, hold, step };
}

function passed(list: Element | null, held: number, y: number): number {
  const rows = [...(list?.children ?? [])];
  const middle = (row: Element) => {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2;
  };
  const before = rows.findIndex((row, nth) => nth < held && y < middle(row));
  if (before >= 0) return before;
  return Math.max(
    held,
    rows.findLastIndex((row, nth) => nth > held && y > middle(row)),
  );
}
