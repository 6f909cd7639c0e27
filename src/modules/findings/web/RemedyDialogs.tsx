// The company says that it is done; somebody else says what they have seen.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { findings } from "../contract.ts";
import { methods } from "../rules.ts";
import { type Finding, refreshed } from "./finding.ts";

type Props = { finding: Finding; onClose: () => void };

export function RemedyDialog({ finding, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [done, setDone] = useState("");
  const [doneOn, setDoneOn] = useState(today);
  const [files, setFiles] = useState<SentFile[]>([]);
  const report = useCommand(findings.reportRemedied, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    report.mutate(
      {
        id: finding.id,
        done: done.trim(),
        doneOn,
        fileIds: files.map((one) => one.id),
        rowVersion: finding.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("finding.remedy.title", { reference: finding.reference })}>
      <form className="form" onSubmit={submit}>
        <TextArea
          label={t("finding.remedy.done")}
          hint={t("finding.remedy.doneHint")}
          value={done}
          maxLength={4000}
          onChange={setDone}
        />
        <DateField label={t("finding.remedy.on")} value={doneOn} onChange={setDoneOn} />
        <Proofs finding={finding} files={files} onChange={setFiles} />
        <p className="soft">{t("finding.remedy.effect")}</p>
        <FormEnds
          error={report.error}
          isBusy={report.isPending}
          offBecause={done.trim() && doneOn ? null : t("forms.first", { field: t("finding.remedy.done") })}
          onClose={onClose}
        >
          {t("finding.do.remedied")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function VerifyDialog({ finding, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [result, setResult] = useState<"gone" | "notGone">("gone");
  const [method, setMethod] = useState<(typeof methods)[number]>("documents");
  const [seen, setSeen] = useState("");
  const [seenOn, setSeenOn] = useState(today);
  const [holdsUntil, setHoldsUntil] = useState("");
  const [files, setFiles] = useState<SentFile[]>([]);
  const verify = useCommand(findings.verifyFinding, refreshed);
  const isGone = result === "gone";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate(
      {
        id: finding.id,
        isGone,
        method,
        seen: seen.trim(),
        seenOn,
        holdsUntil: isGone && holdsUntil ? holdsUntil : null,
        fileIds: files.map((one) => one.id),
        rowVersion: finding.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("finding.verify.title", { reference: finding.reference })}>
      <form className="form" onSubmit={submit}>
        <Segmented
          label={t("finding.verify.result")}
          value={result}
          choices={[
            { value: "gone", label: t("finding.verify.gone") },
            { value: "notGone", label: t("finding.verify.notGone") },
          ]}
          onChange={setResult}
        />
        <SelectField
          label={t("finding.verify.method")}
          value={method}
          choices={methods.map((value) => ({ value, label: t(`finding.method.${value}`) }))}
          onChange={setMethod}
        />
        <TextArea label={t("finding.verify.seen")} value={seen} maxLength={4000} onChange={setSeen} />
        <DateField label={t("finding.verify.on")} value={seenOn} onChange={setSeenOn} />
        {isGone ? (
          <DateField
            label={t("finding.verify.until")}
            hint={t("finding.verify.untilHint")}
            isOptional
            value={holdsUntil}
            onChange={setHoldsUntil}
          />
        ) : null}
        <Proofs finding={finding} files={files} onChange={setFiles} />
        <FormEnds
          error={verify.error}
          isBusy={verify.isPending}
          offBecause={seen.trim() && seenOn ? null : t("forms.first", { field: t("finding.verify.seen") })}
          onClose={onClose}
        >
          {t(
            isGone
              ? "finding.verify.close"
              : finding.state === "to_verify"
                ? "finding.verify.back"
                : "finding.verify.note",
            { reference: finding.reference },
          )}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type ProofsProps = { finding: Finding; files: SentFile[]; onChange: (files: SentFile[]) => void };

export function Proofs({ finding, files, onChange }: ProofsProps) {
  const t = useText();
  return (
    <FilesField
      purpose="finding_proof"
      companyId={finding.companyId}
      label={t("finding.files")}
      drop={t("finding.filesDrop")}
      files={files}
      onChange={onChange}
    />
  );
}
