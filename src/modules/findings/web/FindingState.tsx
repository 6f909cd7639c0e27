import { useText } from "#web/text/i18n.ts";
import { WorkStateMark } from "#web/ui/marks.tsx";
import type { Row } from "./filter.ts";

/** What a list alone says has ended is told apart from what somebody has seen or approved here. */
export function FindingState({ row: { state, isByList } }: { row: Pick<Row, "state" | "isByList"> }) {
  const t = useText();
  if (state === "merged") return <span className="mute">{t("workState.merged")}</span>;
  return (
    <>
      <WorkStateMark state={state} />
      {isByList ? <span className="small mute"> {t("finding.byList")}</span> : null}
    </>
  );
}
