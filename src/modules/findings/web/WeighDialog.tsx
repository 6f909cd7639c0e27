// How grave it is and by when it has to be gone, with a reason.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { findings } from "../contract.ts";
import { dueOf, severities, type Severity } from "../rules.ts";
import { type Finding, refreshed } from "./finding.ts";

export function WeighDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const t = useText();
  const [severity, setSeverity] = useState<Severity>(finding.severity);
  const [dueOn, setDueOn] = useState(finding.dueOn);
  const [reason, setReason] = useState("");
  const rules = useOperation(findings.listFindingSeverities, {});
  const change = useCommand(findings.changeFinding, refreshed);
  const rule = rules.data?.rows.find((one) => one.severity === severity);
  const weigh = (chosen: Severity) => {
    setSeverity(chosen);
    const of = rules.data?.rows.find((one) => one.severity === chosen);
    if (of) setDueOn(chosen === finding.severity ? finding.dueOn : dueOf(of, finding.foundOn));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { id: finding.id, severity, dueOn, reason: reason.trim(), rowVersion: finding.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("finding.weigh.title", { reference: finding.reference })}>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("findings.severity")}
          value={severity}
          choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={weigh}
        />
        <DateField
          label={t("findings.due")}
          hint={
            rule ? `${t("finding.weigh.byRule")}: ${t("severities.days", { count: rule.remedyDays })}` : null
          }
          value={dueOn}
          onChange={setDueOn}
        />
        <TextArea label={t("change.reason")} value={reason} maxLength={1000} onChange={setReason} />
        <FormEnds
          error={change.error}
          isBusy={change.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("finding.do.weigh")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
