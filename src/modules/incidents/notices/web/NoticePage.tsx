// One notice: its text as the recipient sees it, who approves it, what was sent to whom and what proves it; on a phone its approval.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Severity } from "#web/ui/marks.tsx";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { printedOf } from "../../paper/rules.ts";
import { PaperMenu } from "../../paper/web/PaperMenu.tsx";
import { AddNoticeDialog } from "./AddNoticeDialog.tsx";
import { ApprovePanel } from "./ApprovePanel.tsx";
import { ClockNotified } from "./ClockNotified.tsx";
import { NoticeActs } from "./NoticeActs.tsx";
import { NoticeForm } from "./NoticeForm.tsx";
import { ApprovalsPanel, OmissionPanel, ProofsPanel, SendingsPanel } from "./NoticePanels.tsx";
import { leaves, ReachPanel } from "./ReachPanel.tsx";
import { NoticeClock, NoticeState, ruleOf, Whom } from "./marks.tsx";
import { isToRecord, type Notice } from "./notice.ts";
import { Preview } from "./Preview.tsx";
import { SendDialog } from "./SendDialog.tsx";

export default function NoticePage() {
  const id = useParam("id");
  const notice = useOperation(incidents.getNotice, { id });
  if (notice.isError) return <ErrorState error={notice.error} onRetry={() => void notice.refetch()} />;
  if (!notice.data) return <Loading rows={10} />;
  return <Record notice={notice.data} />;
}

function Record({ notice }: { notice: Notice }) {
  const t = useText();
  const [isWriting, setWriting] = useState(
    notice.state === "to_write" && notice.can["write"] === null && !isToRecord(notice),
  );
  const [open, setOpen] = useState<"send" | "correct" | null>(null);
  const mayWrite = notice.can["write"] === null;
  const isSent = notice.sentAt !== null;
  const printed = (printedOf(notice).version ?? notice.draft).texts.map((one) => one.language);
  return (
    <Page
      title={notice.name}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        { label: notice.reference, to: `/incidents/${notice.incidentId}` },
        { label: t("incident.tab.notices"), to: `/incidents/${notice.incidentId}/notices` },
      ]}
      after={<NoticeState state={notice.state} />}
      actions={
        <>
          {printed.length > 0 ? <PaperMenu of="notice" id={notice.id} languages={printed} /> : null}
          {mayWrite && !isWriting ? (
            <Button onClick={() => setWriting(true)}>
              {t(notice.state === "undelivered" ? "notice.act.readdress" : "notice.act.rewrite")}
            </Button>
          ) : null}
          {isSent && notice.can["prove"] === null ? (
            <Button onClick={() => setOpen("correct")}>{t("notices.addCorrection")}</Button>
          ) : null}
          {notice.can["send"] === null && notice.reach.some(leaves) ? (
            <Button look="main" onClick={() => setOpen("send")}>
              {t("notice.act.send")}
            </Button>
          ) : null}
          <NoticeActs row={notice} />
        </>
      }
    >
      {notice.isExercise ? <Note kind="warn">{t("notice.exerciseNote")}</Note> : null}
      {notice.decidedFor ? (
        <Note kind="warn">{t("notice.decideAgain", { severity: t(`severity.${notice.decidedFor}`) })}</Note>
      ) : null}
      {notice.notified && isToRecord(notice) ? (
        <Note>
          <ClockNotified of={notice.notified} zone={notice.companyZone} />
        </Note>
      ) : null}
      <Facts notice={notice} />
      <div className="cols below">
        <div className="c7 stack">
          {isWriting && mayWrite ? (
            <NoticeForm key={notice.rowVersion} notice={notice} onDone={() => setWriting(false)} />
          ) : (
            <Preview notice={notice} />
          )}
          {notice.can["approve"] === null ? <ApprovePanel notice={notice} /> : null}
        </div>
        <div className="c5 stack">
          {notice.handedN !== null || notice.sentAt !== null ? <ReachPanel notice={notice} /> : null}
          {notice.omissions.length > 0 ? <OmissionPanel notice={notice} /> : null}
          {notice.sendings.length > 0 ? <SendingsPanel notice={notice} /> : null}
          <ProofsPanel notice={notice} />
          <ApprovalsPanel notice={notice} />
        </div>
      </div>
      {open === "send" ? <SendDialog notice={notice} onClose={() => setOpen(null)} /> : null}
      {open === "correct" ? (
        <AddNoticeDialog incidentId={notice.incidentId} corrects={notice} onClose={() => setOpen(null)} />
      ) : null}
    </Page>
  );
}

function Facts({ notice }: { notice: Notice }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <FactStrip
      facts={[
        {
          label: t("notice.due"),
          value: <NoticeClock row={notice} />,
          notes: [
            format.momentWithZone(notice.dueAt, notice.companyZone),
            notice.clock ? (
              <Go key="clock" to="/incidents/$id/clocks" params={{ id: notice.incidentId }}>
                <LangText text={ruleOf(any, notice)} />
              </Go>
            ) : (
              ruleOf(any, notice)
            ),
          ],
          isWide: true,
        },
        {
          label: t("notice.to"),
          value: t(`notice.audience.${notice.audience}`),
          notes: [t(`notice.channel.${notice.channel}`)],
        },
        { label: t("notice.owner"), value: <Whom who={notice.owner} /> },
        {
          label: t("notice.approver"),
          value: notice.approver ? (
            <Whom who={notice.approver} />
          ) : (
            <span className="mute">{t("notice.noApproval")}</span>
          ),
          notes:
            notice.approvals > 0
              ? [t("notice.approvals", { given: notice.approvedBy.length, count: notice.approvals })]
              : [],
        },
        {
          label: t("incidents.severity"),
          value: <Severity level={notice.openedSeverity} />,
          notes: [
            notice.lineId ? (
              <Go key="line" to="/incidents/notice-table/$id" params={{ id: notice.lineId }}>
                {t("notice.line", { n: notice.lineN ?? 1 })}
              </Go>
            ) : (
              <LangText key="hand" text={t("notice.calledByHand", { because: notice.openedBecause })} />
            ),
          ],
        },
      ]}
    />
  );
}
