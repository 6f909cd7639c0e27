// To live with a finding until a day: asked, decided, ended.
import { type FormEvent, useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import type { SentFile } from "#web/forms/FilesField.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { Written } from "#web/ui/small.tsx";
import { findings } from "../contract.ts";
import { type Finding, refreshed } from "./finding.ts";
import { Proofs } from "./RemedyDialogs.tsx";

type Props = { finding: Finding; onClose: () => void };

export function AskDialog({ finding, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const [reason, setReason] = useState("");
  const [meanwhile, setMeanwhile] = useState("");
  const most = addDays(finding.today, finding.rule.mostAcceptedDays);
  const [until, setUntil] = useState(most);
  const [files, setFiles] = useState<SentFile[]>([]);
  const send = useCommand(findings.askAcceptance, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(
      {
        id: finding.id,
        reason: reason.trim(),
        meanwhile: meanwhile.trim(),
        until,
        fileIds: files.map((one) => one.id),
        rowVersion: finding.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("finding.accept.title", { reference: finding.reference })}>
      <form className="form" onSubmit={submit}>
        <TextArea label={t("finding.accept.reason")} value={reason} maxLength={4000} onChange={setReason} />
        <TextArea
          label={t("finding.accept.meanwhile")}
          isOptional
          value={meanwhile}
          maxLength={4000}
          onChange={setMeanwhile}
        />
        <DateField
          label={t("finding.accept.until")}
          hint={t("finding.accept.atMost", { day: format.day(most, "plain") })}
          value={until}
          onChange={setUntil}
        />
        <Proofs finding={finding} files={files} onChange={setFiles} />
        <FormEnds
          error={send.error}
          isBusy={send.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("finding.accept.ask")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

const openRequest = (finding: Finding) =>
  finding.acceptances.find((one) => one.endedAt === null && one.isGranted !== false);

export function DecideDialog({ finding, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const asked = openRequest(finding);
  const [decision, setDecision] = useState<"allow" | "refuse">("allow");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(asked?.until ?? finding.today);
  const decide = useCommand(findings.decideAcceptance, refreshed);
  if (!asked) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate(
      { id: asked.id, decision, reason: reason.trim(), ...(decision === "allow" ? { until } : {}) },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("finding.decide.title", {
        reference: finding.reference,
        day: format.day(asked.until, "plain"),
      })}
    >
      <form className="form" onSubmit={submit}>
        <Written className="prose said" text={asked.reason} />
        {asked.meanwhile ? <p className="soft">{t("finding.meanwhile", { what: asked.meanwhile })}</p> : null}
        <Segmented
          label={t("finding.do.decide")}
          value={decision}
          choices={[
            { value: "allow", label: t("finding.decide.allow") },
            { value: "refuse", label: t("finding.decide.refuse") },
          ]}
          onChange={setDecision}
        />
        {decision === "allow" ? (
          <DateField label={t("finding.accept.until")} value={until} onChange={setUntil} />
        ) : null}
        <TextArea label={t("finding.decide.reason")} value={reason} maxLength={4000} onChange={setReason} />
        {decision === "allow" && until ? (
          <p className="soft">{t("finding.decide.effect", { day: format.day(until, "plain") })}</p>
        ) : null}
        <FormEnds
          error={decide.error}
          isBusy={decide.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t(decision === "allow" ? "finding.decide.allow" : "finding.decide.refuse")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** What is not decided is taken back; what was allowed ends before its day. */
export function EndDialog({ finding, onClose }: Props) {
  const t = useText();
  const end = useCommand(findings.endAcceptance, refreshed);
  const asked = openRequest(finding);
  if (!asked) return null;
  const what = asked.isGranted ? t("finding.do.endAcceptance") : t("finding.do.takeBack");
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${finding.reference}: ${what}`}
      effect={asked.isGranted ? t("finding.reopen.effect") : <Written text={asked.reason} />}
      action={what}
      reason={{ label: t("finding.decide.reason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) => end.mutate({ id: asked.id, reason }, { onSuccess: onClose })}
    />
  );
}
