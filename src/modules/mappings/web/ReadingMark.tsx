// A reading as symbol and word. What says neither met nor not met wears no symbol of a verdict.
import { useText } from "#web/text/i18n.ts";
import { Sym, type SymbolKind } from "#web/ui/marks.tsx";
import type { ControlState, ItemReading } from "../reading/rules.ts";

const symbols: Partial<Record<ItemReading, SymbolKind>> = {
  met: "meets",
  partly: "improve",
  not_met: "serious",
  not_known: "not_known",
  not_applicable: "na",
};

export function ReadingMark({ reading }: { reading: ItemReading }) {
  const t = useText();
  const symbol = symbols[reading];
  return (
    <span className="verdict" title={t(`readAs.means.${reading}`)}>
      {symbol ? <Sym kind={symbol} /> : <i className={`read-mark ${reading}`} aria-hidden="true" />}
      {t(`readAs.${reading}`)}
    </span>
  );
}

export function StateMark({ state }: { state: ControlState }) {
  const t = useText();
  const symbol = symbols[state];
  return (
    <span className="verdict">
      {symbol ? <Sym kind={symbol} /> : <i className="read-mark not_asked" aria-hidden="true" />}
      {t(`readAs.state.${state}`)}
    </span>
  );
}

const order = ["met", "partly", "not_met", "not_known"] as const;
const fill = { met: "meets", partly: "improve", not_met: "serious", not_known: "not_known" } as const;

/** The four verdicts as one bar, what is not theirs hatched; its numbers stand beside it. */
export function ReadingBar({ counts }: { counts: Record<ItemReading, number> }) {
  const rest = counts.touched + counts.unclear + counts.not_covered + counts.not_asked;
  return (
    <span className="bar" aria-hidden="true">
      {order.map((one) =>
        counts[one] > 0 ? <i key={one} className={fill[one]} style={{ flexGrow: counts[one] }} /> : null,
      )}
      {rest > 0 ? <i className="hatched" style={{ flexGrow: rest }} /> : null}
    </span>
  );
}
