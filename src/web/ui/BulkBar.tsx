import type { ReactNode } from "react";
import { useText } from "../text/i18n.ts";
import { IconButton } from "./Button.tsx";

type BulkBarProps = {
  /** "3 selected" */
  title: ReactNode;
  /** What the action will do, said before the click: "Become documents seen. Score stays 0.86." */
  effect?: ReactNode;
  children: ReactNode;
  onClear?: () => void;
  isFloating?: boolean;
};

/** Acts on a selection. Its buttons name their effect; the main one may be a preview. */
export function BulkBar({ title, effect, children, onClear, isFloating = false }: BulkBarProps) {
  const t = useText();
  return (
    <section className={isFloating ? "bulk floating" : "bulk"} aria-label={t("table.selection")}>
      <b>{title}</b>
      {effect ? <span className="effect">{effect}</span> : null}
      <span className="v" aria-hidden="true" />
      {children}
      {onClear ? (
        <>
          <span className="grow" />
          <IconButton icon="close" label={t("table.clearSelection")} onClick={onClear} />
        </>
      ) : null}
    </section>
  );
}
