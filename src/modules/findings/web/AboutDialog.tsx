// Why it came about, who answers for it, which controls it is a case of.
import { type FormEvent, useState } from "react";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { findings } from "../contract.ts";
import { causes } from "../rules.ts";
import { idsIn } from "./controls.ts";
import { type Finding, refreshed } from "./finding.ts";

export function AboutDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const t = useText();
  const [causeKind, setCauseKind] = useState<(typeof causes)[number] | "">(finding.causeKind ?? "");
  const [cause, setCause] = useState(finding.cause);
  const [owner, setOwner] = useState(
    finding.ownerId ? { id: finding.ownerId, name: finding.ownerName ?? "" } : null,
  );
  const [controls, setControls] = useState(finding.controlIds.join(", "));
  const change = useCommand(findings.changeFinding, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const controlIds = idsIn(controls);
    change.mutate(
      {
        id: finding.id,
        causeKind: causeKind === "" ? null : causeKind,
        cause: cause.trim(),
        ownerId: owner?.id ?? null,
        ...(controlIds.join() === finding.controlIds.join() ? {} : { controlIds }),
        rowVersion: finding.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("finding.about.title", { reference: finding.reference })}>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("finding.about.causeKind")}
          value={causeKind}
          emptyLabel={t("finding.about.causeUnknown")}
          choices={causes.map((value) => ({ value, label: t(`finding.cause.${value}`) }))}
          onChange={setCauseKind}
        />
        <TextArea
          label={t("finding.about.cause")}
          isOptional
          value={cause}
          maxLength={4000}
          onChange={setCause}
        />
        <OwnerChoice
          label={t("findings.owner")}
          isLabelled
          companyId={finding.companyId}
          chosen={owner}
          onChoose={setOwner}
        />
        <TextField
          label={t("finding.about.controls")}
          hint={t("finding.about.controlsHint")}
          isOptional
          value={controls}
          maxLength={1000}
          onChange={setControls}
        />
        <FormEnds error={change.error} isBusy={change.isPending} offBecause={null} onClose={onClose}>
          {t("action.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
