import { useText } from "#web/text/i18n.ts";
import { WorkStateMark } from "#web/ui/marks.tsx";
import type { Row } from "./filter.ts";

export function FindingState({ state }: { state: Row["state"] }) {
  const t = useText();
  return state === "merged" ? (
    <span className="mute">{t("workState.merged")}</span>
  ) : (
    <WorkStateMark state={state} />
  );
}
