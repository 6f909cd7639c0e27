// What is open at a company, the most pressing first.
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { findings } from "../contract.ts";
import { Due } from "./columns.tsx";

export default function CompanyFindings({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const counts = useOperation(findings.countFindings, { companyId });
  const first = useOperation(findings.listFindings, { companyId, limit: 6, sort: "severity" });
  // A register of today: what was open on another day is not told from it.
  if (asOf) return null;
  if (counts.isError) return <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />;
  if (!counts.data || !first.data)
    return (
      <Panel className="c6" title={t("findings.crumb")}>
        <Loading rows={3} />
      </Panel>
    );
  const { running, overdue } = counts.data.views;
  return (
    <Panel
      className="c6"
      title={running === 0 ? t("companyFindings.none") : t("companyFindings.title", { count: running })}
      more={
        <>
          {overdue > 0 ? <span className="over">{t("companyFindings.overdue", { overdue })}</span> : null}{" "}
          <Go to="/findings" search={{ companyId }}>
            {t("companyFindings.all")} ›
          </Go>
        </>
      }
      isFlush
    >
      {running === 0 ? null : (
        <table className="grid">
          <tbody>
            {first.data.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Severity level={row.severity} isBare />
                </td>
                <td>
                  <Go to="/findings/$id" params={{ id: row.id }}>
                    <LangText text={row.title} />
                  </Go>
                </td>
                <td className="num">
                  <Due row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
