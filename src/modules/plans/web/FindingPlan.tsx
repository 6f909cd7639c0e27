// On the page of a finding: the plan that it is in, or the way to one.
import { useOperation } from "#web/api.ts";
import { Go, GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { FindingPanelProps } from "#web/web-module.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { plans } from "../contract.ts";
import { PlanState } from "./PlanState.tsx";

export default function FindingPlan({ findingId, companyId, isOpen }: FindingPanelProps) {
  const t = useText();
  const mayWrite = useMay("plan.write");
  const found = useOperation(plans.listImprovementPlans, { findingId, view: "all", limit: 5 });
  const rows = found.data?.rows ?? [];
  const isPlanned = rows.some((row) => row.state !== "dropped" && row.state !== "done");
  if (!found.data || (rows.length === 0 && !(mayWrite && isOpen))) return null;
  return (
    <Panel title={t("plans.crumb")}>
      {rows.map((row) => (
        <p key={row.id}>
          <Go to="/plans/$id" params={{ id: row.id }}>
            <span className="mono">{row.reference}</span> <LangText text={row.title} />
          </Go>{" "}
          <PlanState state={row.state} />
        </p>
      ))}
      {mayWrite && isOpen && !isPlanned ? (
        <GoButton to="/plans/new" search={{ companyId, findingId }}>
          {t("plan.begin")}
        </GoButton>
      ) : null}
    </Panel>
  );
}
