// What runs at one company, for its page.
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../contract.ts";
import { StateMark } from "./marks.tsx";
import "./incidents.css";

const shown = 5;

export default function CompanyIncidents({ companyId }: CompanySectionProps) {
  const t = useText();
  const running = useOperation(incidents.listIncidents, { companyId, limit: shown });
  const counts = useOperation(incidents.countIncidents, { companyId });
  const rows = running.data?.rows ?? [];
  const all = counts.data?.views;
  return (
    <Panel
      className="c6"
      title={
        all
          ? all.running > 0
            ? t("incidents.titleCompany", { count: all.running })
            : t("incidents.titleCompanyNone")
          : t("incidents.crumb")
      }
      more={
        <Go to="/incidents" search={{ companyId, view: "all" }}>
          {t("incidents.allOf", { count: all?.all ?? 0 })} ›
        </Go>
      }
    >
      {running.isError ? <ErrorState error={running.error} onRetry={() => void running.refetch()} /> : null}
      {running.isPending ? <Loading rows={2} /> : null}
      <ul className="inc-moments">
        {rows.map((row) => (
          <li key={row.id}>
            <Severity level={row.severity} />
            <Go to="/incidents/$id" params={{ id: row.id }}>
              {row.title === "–" ? t(`incident.kind.${row.kind}`) : <LangText text={row.title} />}
            </Go>
            <StateMark state={row.state} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
