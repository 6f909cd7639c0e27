// What is said about an incident, each with what it leads to.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { incidents } from "../contract.ts";
import {
  type Actual,
  actuals,
  type Kind,
  kinds,
  potentialOf,
  type Severity,
  severities,
  severityOf,
  wakes,
} from "../rules.ts";
import { type DialogProps as Props, IncidentDialog as Frame } from "./IncidentDialog.tsx";
import { refreshed } from "./incident.ts";

export function JudgeDialog({ incident, onClose }: Props) {
  const t = useText();
  const [as, setAs] = useState<"incident" | "nothing">("incident");
  const [kind, setKind] = useState<Kind>(incident.kind);
  const [because, setBecause] = useState("");
  const judge = useCommand(incidents.judgeIncident, refreshed);
  const isGrave =
    wakes(incident.severity) || (kind !== incident.kind && wakes(potentialOf(kind, incident.answers)));
  const wasAsked = wakes(incident.severity) && incident.judgedAs !== "nothing";
  return (
    <Frame
      incident={incident}
      onClose={onClose}
      title={t("incident.judge.title", { reference: incident.reference })}
      action={t(`incident.judge.do.${as}`)}
      error={judge.error}
      isBusy={judge.isPending}
      offBecause={as === "nothing" && !because.trim() ? t("dialog.reasonFirst") : null}
      onSubmit={() =>
        judge.mutate(
          {
            id: incident.id,
            as,
            because: because.trim(),
            ...(kind === incident.kind ? {} : { kind }),
            rowVersion: incident.rowVersion,
          },
          { onSuccess: onClose },
        )
      }
    >
      <SelectField
        label={t("incident.judge.as")}
        value={as}
        choices={(["incident", "nothing"] as const).map((value) => ({
          value,
          label: t(`incident.judge.${value}`),
        }))}
        onChange={setAs}
      />
      <SelectField
        label={t("incidents.kind")}
        value={kind}
        choices={kinds.map((value) => ({ value, label: t(`incident.kind.${value}`) }))}
        onChange={setKind}
      />
      <TextArea
        label={t(as === "nothing" ? "incident.judge.because" : "incident.judge.known")}
        isOptional={as === "incident"}
        value={because}
        maxLength={2000}
        onChange={setBecause}
      />
      <p className="note">
        {as === "nothing"
          ? t("incident.judge.effectNothing")
          : incident.reportedAt
            ? t("incident.judge.effectKnown")
            : t("incident.judge.effectReports")}
      </p>
      {as === "incident" && isGrave && !wasAsked ? (
        <Note kind="warn">{t("incident.weigh.wakes")}</Note>
      ) : null}
    </Frame>
  );
}

export function WeighDialog({ incident, onClose }: Props) {
  const t = useText();
  const [potential, setPotential] = useState<Severity>(incident.potential);
  const [actual, setActual] = useState<Actual>(incident.actual);
  const [reason, setReason] = useState("");
  const weigh = useCommand(incidents.weighIncident, refreshed);
  const severity = severityOf(potential, actual);
  return (
    <Frame
      incident={incident}
      onClose={onClose}
      title={t("incident.weigh.title", { reference: incident.reference })}
      action={t("incident.weigh.do", { severity: t(`severity.${severity}`) })}
      error={weigh.error}
      isBusy={weigh.isPending}
      offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
      onSubmit={() =>
        weigh.mutate(
          { id: incident.id, potential, actual, reason: reason.trim(), rowVersion: incident.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <SelectField
        label={t("incident.weigh.potential")}
        hint={t("incident.weigh.potentialHint")}
        value={potential}
        choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        onChange={setPotential}
      />
      <SelectField
        label={t("incident.weigh.actual")}
        value={actual}
        choices={actuals.map((value) => ({ value, label: t(`incident.actual.${value}`) }))}
        onChange={setActual}
      />
      <TextArea label={t("change.reason")} value={reason} maxLength={2000} onChange={setReason} />
      {wakes(severity) && !wakes(incident.severity) ? (
        <Note kind="warn">{t("incident.weigh.wakes")}</Note>
      ) : null}
    </Frame>
  );
}

export function ReportDialog({ incident, onClose }: Props) {
  const t = useText();
  const [said, setSaid] = useState("");
  const [isPartial, setPartial] = useState(true);
  const report = useCommand(incidents.reportToHeadquarters, refreshed);
  return (
    <Frame
      incident={incident}
      onClose={onClose}
      title={t(incident.reportedAt ? "incident.report.more" : "incident.report.first")}
      action={t("incident.report.do")}
      error={report.error}
      isBusy={report.isPending}
      offBecause={
        incident.reportedAt && !said.trim() ? t("forms.first", { field: t("incident.report.said") }) : null
      }
      onSubmit={() =>
        report.mutate(
          { id: incident.id, said: said.trim(), isPartial, rowVersion: incident.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <TextArea
        label={t("incident.report.said")}
        isOptional={!incident.reportedAt}
        value={said}
        maxLength={4000}
        onChange={setSaid}
      />
      <Tick label={t("incident.report.partial")} isOn={isPartial} onChange={setPartial} />
    </Frame>
  );
}
