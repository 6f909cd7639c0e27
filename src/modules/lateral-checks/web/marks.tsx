// Where a company stands in a lateral check: a mark and a word, and many of them as one bar.
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { OpenMark, Sym, type SymbolKind } from "#web/ui/marks.tsx";
import { Tag } from "#web/ui/small.tsx";
import type { Standing } from "../rules.ts";
import type { Counted } from "./rows.ts";
import "./lateral.css";

const symbols: Partial<Record<Standing, SymbolKind>> = {
  affected: "serious",
  not_affected: "meets",
  fixed: "accepted",
  not_known: "not_known",
  left: "na",
};

type Props = {
  of: Standing;
  isLate?: boolean;
  /** Of what is fixed: on this day, which may lie ahead. */
  on?: string | null;
};

export function StandingMark({ of, isLate = false, on = null }: Props) {
  const t = useText();
  const { today } = useSession();
  const symbol = symbols[of];
  return (
    <span className={`lateral-standing ${of}`}>
      {symbol ? <Sym kind={symbol} /> : <OpenMark />}
      {on !== null && on > today ? t("lateral.toBeFixed") : t(`lateral.standing.${of}`)}
      {isLate ? <span className="lateral-late"> · {t("lateral.late")}</span> : null}
    </span>
  );
}

export const parts = [
  ["affected", "affected"],
  ["notKnown", "not_known"],
  ["fixed", "fixed"],
  ["notAffected", "not_affected"],
  ["open", "open"],
  ["left", "left"],
] as const;

/** Beside its title, wherever that stands. */
export function ExerciseMark({ of }: { of: { isExercise: boolean } }) {
  const t = useText();
  return of.isExercise ? <Tag isMust>{t("lateral.exercise")}</Tag> : null;
}

/** The most pressing first; the numbers stand beside it. */
export function ResultBar({ of }: { of: Counted }) {
  return (
    <span className="bar lateral-bar" aria-hidden="true">
      {parts.map(([count, name]) =>
        of[count] > 0 ? <i key={name} className={name} style={{ flexGrow: of[count] }} /> : null,
      )}
    </span>
  );
}
