// How the pages of audits say months, states and results.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import type { CoverageState, Result } from "../programme/rules.ts";
import "./audits.css";

const tones: Record<CoverageState, string> = {
  overdue: "serious",
  never: "improve",
  late: "improve",
  in_time: "meets",
  covered: "",
};

export function StateBadge({ state }: { state: CoverageState }) {
  const t = useText();
  return <span className={`badge ${tones[state]}`}>{t(`audits.state.${state}`)}</span>;
}

/** A month, or the days once they are known. */
export function useWhen() {
  const format = useFormat();
  const month = useMonth();
  return ({ month: first, fromOn, toOn }: { month: string; fromOn: string | null; toOn: string | null }) => {
    if (fromOn === null || toOn === null) return month(first);
    return fromOn === toOn
      ? format.day(fromOn, "plain")
      : `${format.day(fromOn, "plain")} – ${format.day(toOn, "plain")}`;
  };
}

export function useMonth() {
  const format = useFormat();
  return (month: string) => format.day(month, "month");
}

/** What an audit ended with; nothing where nobody said. */
export const MaybeResult = ({ result }: { result: Result | null }) =>
  result === null ? <span className="mute">–</span> : <ResultBadge result={result} />;
