// The report of a visit: begun, written, replied to by the company, final with its signatures. Each side sees what is its own to do.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { audits } from "../../contract.ts";
import { Downloads } from "./Downloads.tsx";
import { ReadingView } from "./ReadingView.tsx";
import { ReplyView } from "./ReplyView.tsx";
import { useStateSaid, useWhyNone } from "./ReportPanel.tsx";
import { numberOf, refreshedByReport, type Whole } from "./report.ts";
import { useSentence } from "./words.tsx";
import { WritingView } from "./WritingView.tsx";

export default function ReportPage() {
  const id = useParam("id");
  const read = useOperation(audits.getAuditReport, { id });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={10} />;
  return <Loaded whole={read.data} />;
}

function Loaded({ whole }: { whole: Whole }) {
  const t = useText();
  const said = useStateSaid();
  const sentence = useSentence();
  const { report, can } = whole;
  const [isCorrecting, setCorrecting] = useState(false);
  const state = report && (report.state === "sent" && report.repliedAt ? "replied" : report.state);
  const mayCorrect = report?.state === "final" && can.begin === null;
  return (
    <Page
      title={report ? sentence(report) : t("audits.report.titleNone")}
      after={
        report ? (
          <span className="age">
            <span className="badge">{t(`audits.report.state.${state ?? "draft"}`)}</span> {numberOf(report)}
          </span>
        ) : null
      }
      crumbs={[
        { label: whole.companyName, to: `/companies/${whole.companyId}` },
        { label: t("audits.visits"), to: `/audits/visits/${whole.visitId}` },
        { label: t("audits.report.crumb") },
      ]}
      actions={
        report ? (
          <>
            <Downloads report={report} versions={whole.versions} />
            {mayCorrect ? (
              <ActionMenu
                label={t("audits.report.title", { number: numberOf(report) })}
                actions={[{ label: t("audits.report.correct"), onClick: () => setCorrecting(true) }]}
              />
            ) : null}
          </>
        ) : null
      }
    >
      {report === null ? (
        <None whole={whole} />
      ) : (
        <div className="stack">
          <p className="soft">{said(report)}</p>
          {report.reason ? (
            <Note kind="warn">{t("audits.report.correction", { reason: report.reason })}</Note>
          ) : null}
          <View key={`${report.id}${report.state}`} whole={whole} report={report} />
        </div>
      )}
      {isCorrecting ? <CorrectDialog whole={whole} onClose={() => setCorrecting(false)} /> : null}
    </Page>
  );
}

function View({ whole, report }: { whole: Whole; report: NonNullable<Whole["report"]> }) {
  if (whole.can.reply) return <ReplyView whole={whole} report={report} />;
  if (report.state === "draft" && whole.can.write) return <WritingView whole={whole} report={report} />;
  return <ReadingView whole={whole} report={report} />;
}

function None({ whole }: { whole: Whole }) {
  const t = useText();
  const whyNone = useWhyNone();
  const begin = useCommand(audits.beginReport, refreshedByReport);
  return (
    <EmptyState
      title={t("audits.report.titleNone")}
      action={
        whole.can.begin === null ? (
          <>
            <FormError error={begin.error} />
            <Button look="main" isBusy={begin.isPending} onClick={() => begin.mutate({ id: whole.visitId })}>
              {t("audits.report.begin")}
            </Button>
          </>
        ) : null
      }
    >
      {whyNone(whole)}
    </EmptyState>
  );
}

function CorrectDialog({ whole, onClose }: { whole: Whole; onClose: () => void }) {
  const t = useText();
  const [reason, setReason] = useState("");
  const begin = useCommand(audits.beginReport, refreshedByReport);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({ id: whole.visitId, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.report.correct")} size="s">
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("audits.report.correctHelp")}</p>
        <ReasonField isRequired value={reason} onChange={setReason} />
        <FormEnds
          error={begin.error}
          isBusy={begin.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("audits.report.correct")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
