// What is said of a clock: that it was notified with its proof, that it is not and why, and that a second person agrees.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useText } from "#web/text/i18n.ts";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { Papers } from "../../web/Papers.tsx";
import { type Law, type LawClock, refreshed } from "./law.ts";

type Props = { incident: Incident; law: Law; onClose: () => void };
type OfClock = Props & { clock: LawClock };

export function NotifyDialog({ incident, clock, onClose }: OfClock) {
  const t = useText();
  const [at, setAt] = useState(() => new Date().toISOString());
  const [recipient, setRecipient] = useState(clock.recipient);
  const [reference, setReference] = useState("");
  const [files, setFiles] = useState<SentFile[]>([]);
  const [said, setSaid] = useState("");
  const notify = useCommand(incidents.notifyByClock, refreshed);
  const { kept } = clock;
  if (!kept) return null;
  const [file] = files;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={clock.name}
      action={t("law.notify")}
      error={notify.error}
      isBusy={notify.isPending}
      offBecause={
        !at || !recipient.trim()
          ? t("forms.first", { field: t("law.recipient") })
          : reference.trim() || file
            ? null
            : t("law.proofFirst")
      }
      onSubmit={() =>
        notify.mutate(
          {
            id: kept.id,
            at,
            recipient: recipient.trim(),
            proofReference: reference.trim(),
            said: said.trim(),
            rowVersion: kept.rowVersion,
            ...(file ? { fileId: file.id } : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      <MomentField label={t("law.notifiedAt")} value={at} zone={clock.zone} onChange={setAt} />
      <TextField label={t("law.recipient")} value={recipient} maxLength={300} onChange={setRecipient} />
      <TextField
        label={t("law.reference")}
        hint={t("law.referenceHint")}
        value={reference}
        maxLength={200}
        onChange={setReference}
      />
      <FilesField
        purpose="incident_file"
        companyId={incident.companyId}
        label={t("law.proof")}
        drop={t("law.proofDrop")}
        files={files}
        most={1}
        isOptional={false}
        onChange={setFiles}
      />
      <TextArea label={t("law.said")} isOptional value={said} maxLength={4000} onChange={setSaid} />
    </IncidentDialog>
  );
}

export function OmissionDialog({ incident, clock, onClose }: OfClock) {
  const t = useText();
  const [reason, setReason] = useState("");
  const [criteria, setCriteria] = useState("");
  const [files, setFiles] = useState<SentFile[]>([]);
  const omit = useCommand(incidents.decideNotToNotify, refreshed);
  const { kept } = clock;
  if (!kept) return null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={clock.name}
      action={t("law.omit")}
      error={omit.error}
      isBusy={omit.isPending}
      offBecause={
        !reason.trim()
          ? t("dialog.reasonFirst")
          : criteria.trim()
            ? null
            : t("forms.first", { field: t("notice.criteria") })
      }
      onSubmit={() =>
        omit.mutate(
          {
            id: kept.id,
            reason: reason.trim(),
            criteria: criteria.trim(),
            fileIds: files.map((one) => one.id),
            rowVersion: kept.rowVersion,
          },
          { onSuccess: onClose },
        )
      }
    >
      <TextArea label={t("law.whyNot")} value={reason} maxLength={4000} onChange={setReason} />
      <TextArea
        label={t("notice.criteria")}
        hint={t("notice.criteriaHint")}
        value={criteria}
        maxLength={4000}
        onChange={setCriteria}
      />
      <FilesField
        purpose="incident_file"
        companyId={incident.companyId}
        label={t("law.assessment")}
        drop={t("law.assessmentDrop")}
        files={files}
        most={5}
        onChange={setFiles}
      />
      <p className="note">{t("law.omitEffect")}</p>
    </IncidentDialog>
  );
}

export function SecondDialog({ incident, clock, onClose }: OfClock) {
  const t = useText();
  const [as, setAs] = useState<"agrees" | "opens">("agrees");
  const [reason, setReason] = useState("");
  const second = useCommand(incidents.secondOmission, refreshed);
  const { kept } = clock;
  if (!kept) return null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={clock.name}
      action={t(`law.second.${as}`)}
      error={second.error}
      isBusy={second.isPending}
      offBecause={as === "opens" && !reason.trim() ? t("dialog.reasonFirst") : null}
      onSubmit={() =>
        second.mutate(
          { id: kept.id, agrees: as === "agrees", reason: reason.trim(), rowVersion: kept.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <p className="inc-words">{kept.reason}</p>
      {kept.criteria ? (
        <p className="small soft">
          {t("notice.criteria")}: {kept.criteria}
        </p>
      ) : null}
      <Papers files={kept.files} />
      <SelectField
        label={t("law.second")}
        value={as}
        choices={(["agrees", "opens"] as const).map((value) => ({ value, label: t(`law.second.${value}`) }))}
        onChange={setAs}
      />
      <TextArea
        label={t("change.reason")}
        isOptional={as === "agrees"}
        value={reason}
        maxLength={2000}
        onChange={setReason}
      />
    </IncidentDialog>
  );
}
