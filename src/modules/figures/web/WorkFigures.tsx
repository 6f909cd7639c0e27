// What follows from rounds and visits, in numbers: audits, findings, plans. As it stands now.
import { percentDown, percentUp } from "#core/text/shares.ts";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { Go } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import type { figures } from "../contract.ts";
import { markOf } from "./marked.ts";

type Figure = Output<typeof figures.listFigures>["work"][number];

type Behind = { to: string; search?: Record<string, unknown>; permission: string };

/** Where the rows are that a figure counts, and who sees them; of incidents those of the 365 days that the figure reads. */
function rowsBehind(id: Figure["id"], today: string): Behind {
  const from = addDays(today, -364);
  const behind: Record<Figure["id"], Behind> = {
    audits_within_cycle: { to: "/audits", permission: "audit.read" },
    claims_overturned: { to: "/audits/opinions", permission: "audit.read" },
    findings_overdue: { to: "/findings", search: { view: "overdue" }, permission: "finding.read" },
    findings_old: { to: "/findings", permission: "finding.read" },
    findings_recurred: { to: "/findings", permission: "finding.read" },
    plans_in_time: { to: "/plans", permission: "plan.read" },
    plans_approved: { to: "/plans", permission: "plan.read" },
    plans_helped: { to: "/plans", permission: "plan.read" },
    steps_late: { to: "/plans/follow-up", search: { overdue: true }, permission: "plan.read" },
    steps_thrice: { to: "/plans/follow-up", search: { thrice: true }, permission: "plan.read" },
    incidents_in_time: {
      to: "/incidents",
      search: { view: "all", counted: "due", discoveredFrom: from, discoveredTo: today },
      permission: "incident.read",
    },
    incidents_noted: { to: "/incidents/figures", search: { from, to: today }, permission: "incident.read" },
    notices_in_time: {
      to: "/incidents/figures/dues",
      search: { what: "notices", from, to: today },
      permission: "incident.read",
    },
  };
  return behind[id];
}

export function WorkFigures({ rows }: { rows: readonly Figure[] }) {
  const t = useText();
  return (
    <section className="stack work-figures" aria-label={t("figures.work")}>
      <h2>{t("figures.work")}</h2>
      <div className="figure-cards">
        {rows.map((figure) => (
          <WorkCard key={figure.id} figure={figure} />
        ))}
      </div>
    </section>
  );
}

function WorkCard({ figure }: { figure: Figure }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const { to, search, permission } = rowsBehind(figure.id, today);
  const seesRows = useMay(permission);
  const { numerator, denominator } = figure;
  const percent = (figure.isGood ? percentDown : percentUp)(numerator, denominator, 1);
  return (
    <Panel
      {...markOf(figure.id)}
      title={t(`figure.${figure.id}`)}
      more={t(figure.isGood ? "figures.isGood" : "figures.isBad")}
    >
      <p className="figure-value">
        {percent === null ? "–" : format.percent(percent / 100, 1)}{" "}
        <small>
          {format.number(numerator)} / {format.number(denominator)} {t(`figures.counts.${figure.counts}`)}
        </small>
      </p>
      <p className="small soft">{t(`figure.${figure.id}.definition`)}</p>
      <KeyValue
        rows={[
          [t("figures.boundary"), t("figures.boundaryWork")],
          [t("figures.period"), t("figures.periodNow")],
          [t("figures.dataAge"), format.momentWithZone(figure.dataAt)],
        ]}
      />
      {seesRows ? (
        <p className="small figure-rows">
          <Go to={to} {...(search ? { search } : {})}>
            {t("figures.openRows")} ›
          </Go>
        </p>
      ) : null}
    </Panel>
  );
}
