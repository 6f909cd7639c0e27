// One incident: what was reported, the clock, who was told and took note, how grave it is held to be, and what may be done now.
import { OnCallPanel } from "#modules/on-call/web/parts.tsx";
import { Timeline, type TimelineEvent } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { useMay } from "#web/session.ts";
import { Severity } from "#web/ui/marks.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../contract.ts";
import type { Incident } from "./incident.ts";
import { IncidentActions } from "./IncidentActions.tsx";
import { IncidentFrame } from "./IncidentFrame.tsx";
import { ReportsPanel, SaidPanel, WeighedPanel } from "./IncidentPanels.tsx";
import { LocksPanel } from "./LocksPanel.tsx";
import { SameAsPanel } from "./SameAsPanel.tsx";
import { isOver } from "../rules.ts";
import { MomentsPanel } from "./MomentsPanel.tsx";
import { ReportClock, StateMark } from "./marks.tsx";

export default function IncidentPage() {
  const id = useParam("id");
  const incident = useOperation(incidents.getIncident, { id });
  if (incident.isError) return <ErrorState error={incident.error} onRetry={() => void incident.refetch()} />;
  if (!incident.data) return <Loading rows={10} />;
  return <Record incident={incident.data} />;
}

function Record({ incident }: { incident: Incident }) {
  const t = useText();
  const seesOnCall = useMay("on_call.read");
  const readsAll = useMay("incident.read");
  const isDone = isOver(incident.state);
  return (
    <IncidentFrame incident={incident} at="record" actions={<IncidentActions incident={incident} />}>
      <Links incident={incident} />
      <Facts incident={incident} />
      <div className="cols below">
        <div className="c6 stack">
          {incident.state === "reported" && incident.can.judge === null ? (
            <SameAsPanel incident={incident} />
          ) : null}
          <LocksPanel incident={incident} />
          <SaidPanel incident={incident} />
          <MomentsPanel incident={incident} />
        </div>
        <div className="c6 stack">
          <ReportsPanel incident={incident} />
          <WeighedPanel incident={incident} />
          {seesOnCall && !isDone ? <OnCallPanel companyId={incident.companyId} /> : null}
          {readsAll ? (
            <Panel title={t("incident.story")}>
              <Timeline kind="incident" id={incident.id} saidWith={(...of) => saidWith(incident, ...of)} />
            </Panel>
          ) : null}
        </div>
      </div>
    </IncidentFrame>
  );
}

/** The last judgement and the reports keep their words; of an earlier judgement none are kept. */
function saidWith(incident: Incident, { verb, data }: TimelineEvent, isNewest: boolean): string | null {
  if (verb === "incident.judged") return isNewest ? incident.judgedBecause : null;
  if (verb !== "incident.reported_to_head") return null;
  const { reportId } = data as { reportId?: string };
  return incident.reports.find((one) => one.id === reportId)?.said ?? null;
}

function Links({ incident }: { incident: Incident }) {
  const t = useText();
  const link = ({ id, reference }: { id: string; reference: string }) => (
    <Go key={id} to="/incidents/$id" params={{ id }}>
      {reference} ›
    </Go>
  );
  return (
    <>
      {incident.judgedAs === "nothing" ? (
        <Note>
          {t("incident.wasNothing")} {incident.judgedBecause}
        </Note>
      ) : null}
      {incident.isLate && incident.reportedAt && !incident.lateReason ? (
        <Note kind="warn">{t("incident.whyLateMissing")}</Note>
      ) : null}
      {incident.state === "duplicate" ? (
        <Note>
          {incident.duplicateOf ? (
            <>
              {t("incident.sameAs")} {link(incident.duplicateOf)}
            </>
          ) : (
            t("incident.sameAsHidden")
          )}{" "}
          {incident.judgedBecause}
        </Note>
      ) : null}
      {incident.maybeSameAs ? (
        <Note>
          {t("incident.maybeSameAs")} {link(incident.maybeSameAs)}
        </Note>
      ) : null}
    </>
  );
}

function Facts({ incident }: { incident: Incident }) {
  const t = useText();
  const format = useFormat();
  return (
    <FactStrip
      facts={[
        {
          label: t("incidents.company"),
          value: (
            <Go to="/companies/$id" params={{ id: incident.companyId }}>
              <LangText text={incident.companyName} />
            </Go>
          ),
          notes: [
            ...(incident.unitName ? [<LangText key="unit" text={incident.unitName} />] : []),
            t("incident.timeThere", { time: format.timeIn(incident.companyZone) }),
          ],
        },
        {
          label: t("incidents.severity"),
          value: <Severity level={incident.severity} />,
          notes: [
            t("incident.weighedAs", {
              potential: t(`severity.${incident.potential}`),
              actual: t(`incident.actual.${incident.actual}`),
            }),
          ],
        },
        { label: t("incidents.state"), value: <StateMark state={incident.state} /> },
        {
          label: t("incident.within24"),
          value: <ReportClock row={incident} isBig />,
          notes: [t("incident.dueAt", { at: format.momentWithZone(incident.reportDueAt) })],
          isWide: true,
        },
        {
          label: t("incidents.inCharge"),
          value: incident.takenUpByName ? (
            <LangText text={incident.takenUpByName} />
          ) : (
            <span className="mute">{t("incident.nobodyYet")}</span>
          ),
          notes: incident.takenUpAt ? [format.moment(incident.takenUpAt)] : [],
        },
      ]}
    />
  );
}
