// A step is done, with proof; or the division says that it is not needed.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { plans } from "../contract.ts";
import { type Plan, refreshed, type Step } from "./plan.ts";

type Props = { step: Step; place: number; onClose: () => void };

export function ReportDialog({ plan, step, place, onClose }: Props & { plan: Plan }) {
  const t = useText();
  const { today } = useSession();
  const [done, setDone] = useState("");
  const [doneOn, setDoneOn] = useState(today);
  const [files, setFiles] = useState<SentFile[]>([]);
  const report = useCommand(plans.reportPlanStep, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    report.mutate(
      {
        id: step.id,
        done: done.trim(),
        doneOn,
        fileIds: files.map((one) => one.id),
        rowVersion: step.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("plan.report.title", { place })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{step.what}</p>
        <TextArea label={t("plan.report.done")} value={done} maxLength={4000} onChange={setDone} />
        <DateField label={t("plan.report.on")} value={doneOn} onChange={setDoneOn} />
        <FilesField
          purpose="finding_proof"
          companyId={plan.companyId}
          label={t("finding.files")}
          drop={t("finding.filesDrop")}
          files={files}
          onChange={setFiles}
        />
        <p className="soft">{t("plan.report.effect")}</p>
        <FormEnds
          error={report.error}
          isBusy={report.isPending}
          offBecause={done.trim() && doneOn ? null : t("forms.first", { field: t("plan.report.done") })}
          onClose={onClose}
        >
          {t("plan.do.report")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function DropStepDialog({ step, place, onClose }: Props) {
  const t = useText();
  const drop = useCommand(plans.dropPlanStep, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${t("planWrite.step", { place })}: ${t("plan.do.dropStep")}`}
      effect={step.what}
      action={t("plan.do.dropStep")}
      reason={{ label: t("plan.decide.reason") }}
      isBusy={drop.isPending}
      error={<FormError error={drop.error} />}
      onConfirm={(reason) =>
        drop.mutate({ id: step.id, reason, rowVersion: step.rowVersion }, { onSuccess: onClose })
      }
    />
  );
}
