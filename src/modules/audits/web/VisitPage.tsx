// The record of a visit: when and why, who goes, and the steps that are left.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import { refreshedByVisits } from "./PlanDialog.tsx";
import { VisitWork } from "./report/VisitWork.tsx";
import { TeamPanel } from "./TeamPanel.tsx";
import { CancelDialog, ChangeDialog, HeldDialog, MoveDialog } from "./VisitDialogs.tsx";
import type { Visit } from "./visit.ts";
import { VisitState } from "./VisitsTable.tsx";
import { MaybeResult, useWhen } from "./words.tsx";

export default function VisitPage() {
  const t = useText();
  const id = useParam("id");
  const when = useWhen();
  const seesSheet = useMay("audit.conduct");
  const read = useOperation(audits.getVisit, { id });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  const visit = read.data;
  return (
    <Page
      title={t(visit.state === "held" ? "audits.visit.titleHeld" : "audits.visit.title", {
        company: visit.companyName,
        when: when(visit),
      })}
      after={<VisitState row={visit} />}
      crumbs={[
        { label: t("rail.audits"), to: "/audits" },
        { label: t("audits.programme"), to: "/audits/programme" },
        { label: visit.companyName },
      ]}
      actions={
        <>
          {seesSheet && visit.state !== "cancelled" ? (
            <GoButton to="/audits/visits/$id/sheet" params={{ id }}>
              {t("audits.sheet")}
            </GoButton>
          ) : null}
          {visit.can.plan ? <Acts visit={visit} /> : null}
        </>
      }
    >
      <div className="record">
        <aside>
          <Properties visit={visit} />
        </aside>
        <div>
          <TeamPanel visit={visit} />
          <Places visit={visit} />
          <VisitWork visitId={visit.id} />
        </div>
      </div>
    </Page>
  );
}

type Open = "move" | "change" | "cancel" | "held" | null;

function Acts({ visit }: { visit: Visit }) {
  const t = useText();
  const [open, setOpen] = useState<Open>(null);
  const announce = useCommand(audits.announceVisit, refreshedByVisits);
  const close = () => setOpen(null);
  const isApproved = visit.programmeState !== "draft";
  const hasLead = visit.team.some((one) => one.isLead);
  const draft = isApproved ? null : t("audits.off.audit.not_approved");
  return (
    <>
      <FormError error={announce.error} />
      <Button onClick={() => setOpen("change")}>{t("audits.visit.change")}</Button>
      <Button onClick={() => setOpen("move")}>{t("audits.visit.move")}</Button>
      <Button onClick={() => setOpen("cancel")}>{t("audits.visit.cancel")}</Button>
      <Button offBecause={draft} onClick={() => setOpen("held")}>
        {t("audits.visit.hold")}
      </Button>
      {visit.isAnnounced ? null : (
        <Button
          look="main"
          isBusy={announce.isPending}
          offBecause={draft ?? (hasLead ? null : t("errors.audit.nobody_leads"))}
          onClick={() => announce.mutate({ id: visit.id, rowVersion: visit.rowVersion })}
        >
          {t("audits.visit.announce")}
        </Button>
      )}
      {open === "move" ? <MoveDialog visit={visit} onClose={close} /> : null}
      {open === "change" ? <ChangeDialog visit={visit} onClose={close} /> : null}
      {open === "cancel" ? <CancelDialog visit={visit} onClose={close} /> : null}
      {open === "held" ? <HeldDialog visit={visit} onClose={close} /> : null}
    </>
  );
}

function Properties({ visit }: { visit: Visit }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const when = useWhen();
  const isOver = visit.dueOn !== null && (visit.toOn ?? visit.month) > visit.dueOn;
  return (
    <Panel title={t("audits.visit.properties")}>
      <KeyValue
        rows={[
          [
            t("audits.company"),
            <Go key="company" to="/companies/$id" params={{ id: visit.companyId }}>
              <LangText text={visit.companyName} />
            </Go>,
          ],
          [t("company.tier"), visit.tier ?? "–"],
          [t("group.by.region"), visit.region ? any(`region.${visit.region}`) : "–"],
          [t("audits.year"), format.fiscalYear(visit.fiscalYear)],
          [t("audits.when"), when(visit)],
          ...(visit.dueOn
            ? [
                [
                  t("audits.dueOn"),
                  <span key="due" className={isOver ? "late-ink" : undefined}>
                    {format.day(visit.dueOn, "plain")}
                  </span>,
                ] as const,
              ]
            : []),
          [t("audits.kind"), t(`audits.kind.${visit.kind}`)],
          [t("audits.why"), t(`audits.why.${visit.why}`)],
          [t("audits.auditorDays"), format.number(visit.auditorDays)],
          ...(visit.movedCount > 0
            ? [[t("audits.moved"), t("audits.movedTimes", { count: visit.movedCount })] as const]
            : []),
          ...(visit.state === "held"
            ? ([
                [t("audits.heldOn"), visit.heldOn ? format.day(visit.heldOn, "plain") : "–"],
                [t("audits.result"), <MaybeResult key="result" result={visit.result} />],
                [t("audits.findings"), visit.findings === null ? "–" : format.number(visit.findings)],
                [t("audits.report"), visit.report || "–"],
              ] as const)
            : []),
          ...(visit.closedReason
            ? [[t("change.reason"), <LangText key="why" text={visit.closedReason} />] as const]
            : []),
          ...(visit.note ? [[t("audits.note"), <LangText key="note" text={visit.note} />] as const] : []),
          ...(visit.plannedByName ? [[t("audits.plannedBy"), visit.plannedByName] as const] : []),
        ]}
      />
    </Panel>
  );
}

function Places({ visit }: { visit: Visit }) {
  const t = useText();
  return (
    <Panel
      title={
        visit.sites.length === 0 ? t("audits.sitesOpen") : t("audits.sites", { count: visit.sites.length })
      }
    >
      {visit.sites.length === 0 ? (
        <p className="soft">{t("audits.sitesNone")}</p>
      ) : (
        <ul>
          {visit.sites.map((site) => (
            <li key={site.id}>
              <LangText text={site.name} />{" "}
              {site.isPlant ? <small className="soft">{t("audits.plant")}</small> : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
