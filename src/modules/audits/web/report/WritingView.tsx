// The draft as it is written: the summary, what is commended, and of each shortfall the words and how grave it is.
import { useState } from "react";
import { severities } from "#modules/findings/rules.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { LeaveGuard } from "#web/layout/LeaveGuard.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../../contract.ts";
import { needsSeen } from "../../visits/rules.ts";
import { Photos } from "./Photos.tsx";
import { Others, Places } from "./ReadingView.tsx";
import { type Control, isShort, refreshedByReport, type Report, type Whole } from "./report.ts";
import { SendDialog } from "./ReportDialogs.tsx";
import { SettleButtons } from "./SettleDialog.tsx";
import { ControlHead } from "./words.tsx";

type Words = Pick<Control, "words" | "severity" | "severityReason">;

export function WritingView({ whole, report }: { whole: Whole; report: Report }) {
  const t = useText();
  const format = useFormat();
  const [form, setForm] = useState({ summary: report.summary, commended: report.commended });
  const [changed, setChanged] = useState<ReadonlyMap<string, Words>>(new Map());
  const [isSending, setSending] = useState(false);
  const write = useCommand(audits.writeReport, refreshedByReport);
  const isDirty = changed.size > 0 || form.summary !== report.summary || form.commended !== report.commended;
  const lead = whole.can.lead ? null : t("audits.report.leadOnly");
  const set = (one: Control, part: Partial<Words>) => {
    const { words, severity, severityReason } = changed.get(one.id) ?? one;
    setChanged(new Map(changed).set(one.id, { words, severity, severityReason, ...part }));
  };
  // No form around it: what a dialog within one submits would reach it as well, and save at the same moment.
  const save = () =>
    write.mutate(
      {
        id: report.id,
        ...form,
        rowVersion: report.rowVersion,
        controls: [...changed].map(([id, words]) => ({ id, ...words })),
      },
      {
        onSuccess: () => {
          setChanged(new Map());
          toast(t("audits.report.saved"));
        },
      },
    );
  const short = report.controls.filter(isShort);
  return (
    <div className="stack">
      <LeaveGuard isOn={isDirty} what={t("audits.report.sendUnsaved")} />
      <Panel>
        <div className="audited-form">
          <TextArea
            label={t("audits.report.summary")}
            hint={t("audits.report.summaryHelp", { language: format.tongue(report.language) })}
            lang={report.language}
            value={form.summary}
            maxLength={8000}
            onChange={(summary) => setForm({ ...form, summary })}
          />
          <TextArea
            label={t("audits.report.commended")}
            isOptional
            lang={report.language}
            value={form.commended}
            maxLength={8000}
            onChange={(commended) => setForm({ ...form, commended })}
          />
        </div>
      </Panel>
      <Panel
        title={
          short.length === 0 ? t("audits.report.noShort") : t("audits.report.short", { count: short.length })
        }
      >
        <ul className="audited">
          {short.map((one) => (
            <li key={one.id}>
              <ControlHead one={one} />
              <Photos report={report} one={one} />
              <Written
                one={one}
                now={changed.get(one.id) ?? one}
                report={report}
                onChange={(part) => set(one, part)}
              />
              {report.version > 1 ? <SettleButtons report={report} one={one} /> : null}
            </li>
          ))}
        </ul>
      </Panel>
      <Places report={report} />
      <Others report={report} />
      <FormError error={write.error} />
      <div className="row wrap">
        <Button onClick={save} isBusy={write.isPending} look={isDirty ? "main" : "outlined"}>
          {t("audits.report.save")}
        </Button>
        <Button
          look={isDirty ? "outlined" : "main"}
          offBecause={
            lead ??
            (isDirty
              ? t("audits.report.sendUnsaved")
              : report.summary
                ? null
                : t("audits.report.summaryFirst"))
          }
          onClick={() => setSending(true)}
        >
          {t("audits.report.send")}
        </Button>
      </div>
      {isSending ? <SendDialog report={report} onClose={() => setSending(false)} /> : null}
    </div>
  );
}

type WrittenProps = { one: Control; now: Words; report: Report; onChange: (part: Partial<Words>) => void };

function Written({ one, now, report, onChange }: WrittenProps) {
  const t = useText();
  const isMissing = needsSeen(one.saidVerdict, one.verdict) && !now.words.trim();
  const isOther = now.severity !== one.proposedSeverity;
  return (
    <div className="audited-form">
      <TextArea
        label={t("audits.report.words")}
        lang={report.language}
        value={now.words}
        maxLength={16_000}
        error={isMissing ? t("dialog.reasonFirst") : null}
        onChange={(words) => onChange({ words })}
      />
      <div className="audited-weigh">
        <SelectField
          label={t("audits.report.severity")}
          value={now.severity ?? ""}
          hint={
            one.proposedSeverity
              ? t("audits.report.proposed", { severity: t(`severity.${one.proposedSeverity}`) })
              : null
          }
          choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={(severity) => onChange({ severity })}
        />
        {isOther ? (
          <TextField
            label={t("audits.report.severityReason")}
            value={now.severityReason}
            maxLength={500}
            error={now.severityReason.trim() ? null : t("dialog.reasonFirst")}
            onChange={(severityReason) => onChange({ severityReason })}
          />
        ) : null}
      </div>
    </div>
  );
}
