// The day of a proof was typed wrongly: the right one, and why; until when it counts follows from it.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { inspections } from "../../contract.ts";
import type { WholeControl } from "./kept.ts";
import { useAnswering } from "./work.ts";

type Props = { proof: WholeControl["evidence"][number]; onClose: () => void };

export function DayDialog({ proof, onClose }: Props) {
  const t = useText();
  const { inspection, refresh } = useAnswering();
  const correct = useCommand(inspections.correctEvidenceDay);
  const [day, setDay] = useState(proof.validFrom);
  const [reason, setReason] = useState("");
  const missing =
    day === "" || day === proof.validFrom
      ? t("proofDay.sameDay")
      : day > inspection.today
        ? t("answering.evidenceDayAhead")
        : reason.trim() === ""
          ? t("dialog.reasonFirst")
          : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("proofDay.title", { title: proof.title })} size="s">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          correct.mutate(
            {
              id: inspection.id,
              evidenceId: proof.id,
              validFrom: day,
              reason: reason.trim(),
              rowVersion: proof.rowVersion,
            },
            {
              onSuccess: () => {
                void refresh();
                onClose();
              },
            },
          );
        }}
      >
        <DateField label={t("proofDay.day")} hint={t("proofDay.hint")} value={day} onChange={setDay} />
        <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
        <FormEnds error={correct.error} isBusy={correct.isPending} offBecause={missing} onClose={onClose}>
          {t("proofDay.correct")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
