// What runs at one company and what was closed there last, for its page.
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useMinute } from "#web/layout/useMinute.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../contract.ts";
import { StateMark } from "./marks.tsx";
import "./incidents.css";

type Whole = Output<typeof incidents.getCompanyIncidents>;

export default function CompanyIncidents({ companyId }: CompanySectionProps) {
  const t = useText();
  const format = useFormat();
  const shown = useOperation(incidents.getCompanyIncidents, { companyId });
  const counts = useOperation(incidents.countIncidents, { companyId });
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
      {shown.isError ? <ErrorState error={shown.error} onRetry={() => void shown.refetch()} /> : null}
      {shown.isPending ? <Loading rows={2} /> : null}
      <ul className="inc-company-rows">
        {shown.data?.running.map((row) => (
          <li key={row.id}>
            <Severity level={row.severity} />
            <Title row={row} />
            <StateMark state={row.state} />
            <span className="small mute">
              {row.reference}
              <Next row={row} />
            </span>
          </li>
        ))}
        {shown.data?.closed.map((row) => (
          <li key={row.id}>
            <Severity level={row.severity} />
            <Title row={row} />
            <span className="small mute tn">{format.moment(row.closedAt, "short")}</span>
            <span className="small mute">
              {row.reference} · {t("incident.state.closed")}
              <Outcome row={row} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Title({ row }: { row: Pick<Whole["running"][number], "id" | "kind" | "title"> }) {
  const t = useText();
  return (
    <Go to="/incidents/$id" params={{ id: row.id }}>
      {row.title === "–" ? t(`incident.kind.${row.kind}`) : <LangText text={row.title} />}
    </Go>
  );
}

/** What is due next, and how long that is. */
function Next({ row: { nextWhat, nextAt } }: { row: Whole["running"][number] }) {
  const t = useText();
  const format = useFormat();
  const now = Date.parse(useMinute());
  if (!nextWhat || !nextAt) return null;
  const left = Date.parse(nextAt) - now;
  const what = t(`incident.next.${nextWhat}`);
  return (
    <span className={left < 0 ? "over" : ""}>
      {" · "}
      {t(left < 0 ? "incident.next.over" : "incident.next.left", { what, span: format.span(Math.abs(left)) })}
    </span>
  );
}

/** A device that was locked says more than a state; else after how long it spread no further. */
function Outcome({ row: { lock, containedAt, discoveredAt } }: { row: Whole["closed"][number] }) {
  const t = useText();
  const format = useFormat();
  if (lock)
    return (
      <>
        {" · "}
        {t("incident.lock.after", {
          outcome: t(`incident.lock.${lock.outcome}`),
          span: format.span(lock.minutes * 60_000),
        })}
      </>
    );
  if (!containedAt) return null;
  const span = format.span(Date.parse(containedAt) - Date.parse(discoveredAt));
  return <> · {t("incident.next.containedAfter", { span })}</>;
}
