// What keeps an incident from being closed before the law: clocks that are owed, and questions on which others hang.
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { isOver } from "./law.ts";

export function StillRunning({ incidentId }: { incidentId: string }) {
  const t = useText();
  const law = useOperation(incidents.getIncidentClocks, { id: incidentId });
  const owed = (law.data?.clocks ?? []).filter(
    (one) => one.standing === "due" && one.startedAt !== null && !isOver(one),
  );
  const applies = owed.filter((one) => one.outcome === "applies").length;
  const possible = owed.filter((one) => one.outcome === "possible" && one.kept?.endedAs == null).length;
  if (applies === 0 && possible === 0) return null;
  return (
    <Note kind="warn">
      {applies > 0 ? t("law.stillRun", { count: applies }) : t("law.mayStillRun", { count: possible })}{" "}
      <Go to="/incidents/$id/clocks" params={{ id: incidentId }}>
        {t("law.toClocks")}
      </Go>
    </Note>
  );
}
