// On the page of a finding: who else was asked whether they have the same, or the check that raised it.
import { useOperation } from "#web/api.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import type { FindingPanelProps } from "#web/web-module.ts";
import { lateralChecks } from "../contract.ts";
import { LateralsOf } from "./parts.tsx";

export default function FindingLateral({ findingId }: FindingPanelProps) {
  const t = useText();
  const mayOpen = useMay("lateral.open");
  const found = useOperation(lateralChecks.listLateralChecks, { sourceId: findingId, limit: 5 });
  const rows = found.data?.rows ?? [];
  if (!found.data || (rows.length === 0 && !mayOpen)) return null;
  return (
    <Panel title={t("lateral.title")}>
      <LateralsOf sourceId={findingId} none={t("lateral.findingHelp")} />
      {mayOpen ? (
        <p>
          <GoButton to="/lateral-checks/new" search={{ finding: findingId }}>
            {t("lateral.askOthers")}
          </GoButton>
        </p>
      ) : null}
    </Panel>
  );
}
