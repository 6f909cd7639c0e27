// One inspection: where it stands and what may be done now, three results side by side, its story.
import type { ReactNode } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { ClockLine } from "#web/ui/figures.tsx";
import { ResultBadge } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { useNow } from "#web/ui/now.ts";
import { WhoCanSee } from "#modules/access/web/parts.tsx";
import { duties } from "#modules/duties/contract.ts";
import { inspections } from "../../contract.ts";
import { SignedFor } from "../confirm/SignedFor.tsx";
import type { Inspection } from "../inspection.ts";
import { May } from "./May.tsx";
import { Questions } from "./Questions.tsx";
import { Results } from "./Results.tsx";
import { Steps } from "./Steps.tsx";
import { Story } from "./Story.tsx";

export default function RecordPage() {
  const id = useParam("id");
  const inspection = useOperation(inspections.getInspection, { id });
  if (inspection.isError)
    return <ErrorState error={inspection.error} onRetry={() => void inspection.refetch()} />;
  if (!inspection.data) return <Loading rows={10} />;
  return <Record inspection={inspection.data} />;
}

function Record({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const name = nameFor(inspection);
  const shown = ["restated", "locked", "live"]
    .map((basis) => inspection.results.find((one) => one.basis === basis))
    .find((one) => one && (inspection.state === "locked" || one.basis === "live"));
  return (
    <Page
      title={t("inspections.recordTitle", { company: name, state: t(`inspection.${inspection.state}`) })}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: inspection.roundName, to: `/rounds/${inspection.roundId}/inspections` },
        { label: name },
      ]}
      after={
        <>
          {shown ? <ResultBadge result={shown.result} isProvisional={shown.isProvisional} /> : null}
          {inspection.isLate ? <span className="badge improve">{t("inspections.late")}</span> : null}
          {inspection.correctedCount > 0 && inspection.state !== "locked" ? (
            <span className="badge">{t("inspections.correcting")}</span>
          ) : null}
        </>
      }
      actions={
        <>
          <WhoCanSee companyId={inspection.companyId} permission="inspection.read" />
          {inspection.isProvider ? (
            <GoButton to="/inspections/$id/provided" params={{ id: inspection.id }}>
              {t("provided.crumb")}
            </GoButton>
          ) : null}
          {session.permissions.includes("workbook.issue") ? (
            <GoButton to="/inspections/$id/workbook" params={{ id: inspection.id }}>
              {t("workbook.page.crumb")}
            </GoButton>
          ) : null}
          {session.permissions.includes("inspection.read") ? (
            <GoButton to="/inspections/$id/papers" params={{ id: inspection.id }}>
              {t("paper.screen.crumb")}
            </GoButton>
          ) : null}
        </>
      }
    >
      <Steps inspection={inspection} />
      <div className="record">
        <aside>
          <May inspection={inspection} />
          <Properties inspection={inspection} />
        </aside>
        <div>
          <SignedFor inspection={inspection} />
          <Questions id={inspection.id} />
          <Results inspection={inspection} />
          <Story id={inspection.id} />
        </div>
      </div>
    </Page>
  );
}

const onTheWay: readonly string[] = ["inspection.answer", "inspection.review", "inspection.confirm"];

function Properties({ inspection }: { inspection: Inspection }) {
  const now = useNow();
  const t = useText();
  const format = useFormat();
  const open = useOperation(duties.listMyDuties, { subjectId: inspection.id, limit: 50 }).data?.rows ?? [];
  // The whole inspection's own clock: what was delegated of it has an earlier one.
  const duty = open.find((one) => onTheWay.includes(one.kind));
  const isPostponed = duty?.kind === "inspection.answer" && duty.postponedCount > 0;
  const rows: (readonly [string, ReactNode])[] = [
    [
      t("inspections.company"),
      <Go key="company" to="/companies/$id" params={{ id: inspection.companyId }}>
        <LangText text={nameFor(inspection)} />
      </Go>,
    ],
    [t("inspections.tier"), inspection.tier],
    [t("inspections.edition"), inspection.edition],
    [
      t("inspections.due"),
      isPostponed ? format.moment(duty.dueAt, "week", duty.timeZone) : format.day(inspection.dueOn),
    ],
  ];
  if (duty)
    rows.push([
      t("inspections.clock"),
      <ClockLine key="clock" from={duty.startsAt} due={duty.dueAt} now={now}>
        {duty.postponedCount > 0 ? (
          <span className="mute">{t("inspections.postponed", { count: duty.postponedCount })}</span>
        ) : duty.kind === "inspection.answer" && inspection.state === "returned" ? (
          <span className="mute wraps">
            {t("home.own.dueAgain", { day: format.moment(duty.dueAt, "week", duty.timeZone) })}
          </span>
        ) : null}
      </ClockLine>,
    ]);
  if (inspection.lateReason)
    rows.push([t("inspections.lateReason"), <LangText key="late" text={inspection.lateReason} />]);
  if (inspection.confirmedByName)
    rows.push([
      t("inspections.confirmedBy"),
      inspection.isConfirmedAlone
        ? t("inspections.confirmedAlone", { name: inspection.confirmedByName })
        : inspection.confirmedByName,
    ]);
  if (inspection.correctedCount > 0)
    rows.push([t("inspections.corrections"), format.number(inspection.correctedCount)]);
  return (
    <Panel title={t("inspections.properties")}>
      <KeyValue rows={rows} />
    </Panel>
  );
}
