// What may be done with an instruction that runs: put right, told to more, closed, taken back.
import { type FormEvent, useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { useGo } from "#web/navigation.tsx";
import { instructions } from "../contract.ts";
import { type Instruction, refreshed } from "./rows.ts";
import { UnitsRule } from "./UnitsRule.tsx";

type Props = { of: Instruction; onClose: () => void };

export function CorrectDialog({ of, onClose }: Props) {
  const t = useText();
  const [words, setWords] = useState("");
  const [dueOn, setDueOn] = useState("");
  const [reason, setReason] = useState("");
  const correct = useCommand(instructions.correctInstruction, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    correct.mutate(
      { id: of.id, words, dueOn: dueOn || null, reason: reason.trim(), rowVersion: of.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("instruction.correct")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("instruction.correctHelp", { count: of.told - of.done - of.left })}</p>
        <TextArea
          label={t("instruction.erratum")}
          isOptional
          value={words}
          maxLength={4000}
          onChange={setWords}
        />
        <DateField label={t("instruction.laterDue")} isOptional value={dueOn} onChange={setDueOn} />
        <TextArea label={t("change.reason")} value={reason} maxLength={1000} onChange={setReason} />
        <FormEnds
          error={correct.error}
          isBusy={correct.isPending}
          offBecause={
            words.trim() === "" && !dueOn
              ? t("errors.instruction.nothing_corrected")
              : reason.trim() === ""
                ? t("dialog.reasonFirst")
                : null
          }
          onClose={onClose}
        >
          {t("instruction.correctDo")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function AddDialog({ of, onClose }: Props) {
  const t = useText();
  const [unitIds, setUnitIds] = useState<string[]>([]);
  const [dueOn, setDueOn] = useState(of.dueOn);
  const add = useCommand(instructions.addRecipients, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id: of.id, unitIds, dueOn },
      {
        onSuccess: ({ added }) => {
          toast(t("instruction.added", { count: added }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("instruction.add")}>
      <form className="form" onSubmit={submit}>
        <UnitsRule issuerUnitId={of.issuerUnitId} chosen={unitIds} onChange={setUnitIds} />
        <DateField label={t("instruction.dueOn")} value={dueOn} onChange={setDueOn} />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={unitIds.length === 0 ? t("instruction.unitFirst") : null}
          onClose={onClose}
        >
          {t("instruction.addDo", { count: unitIds.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function CloseDialog({ of, onClose }: Props) {
  const t = useText();
  const close = useCommand(instructions.closeInstruction, refreshed);
  const open = of.told - of.done - of.left;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("instruction.close")}
      effect={t("instruction.closeEffect", { count: open })}
      action={t("instruction.close")}
      reason={{ label: t("change.reason"), isRequired: open > 0 }}
      isBusy={close.isPending}
      error={<FormError error={close.error} />}
      onConfirm={(reason) =>
        close.mutate(
          { id: of.id, reason: reason.slice(0, 1000), rowVersion: of.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}

export function WithdrawDialog({ of, onClose }: Props) {
  const t = useText();
  const go = useGo();
  const withdraw = useCommand(instructions.withdrawInstruction, refreshed);
  const isDraft = of.state === "draft";
  return (
    <ConfirmDialog
      isOpen
      isDanger
      onClose={onClose}
      title={t(isDraft ? "instruction.discard" : "instruction.withdraw")}
      effect={t(isDraft ? "instruction.discardEffect" : "instruction.withdrawEffect", {
        count: of.told - of.done - of.left,
      })}
      action={t(isDraft ? "instruction.discard" : "instruction.withdraw")}
      reason={{ label: t("change.reason") }}
      isBusy={withdraw.isPending}
      error={<FormError error={withdraw.error} />}
      onConfirm={(reason) =>
        withdraw.mutate(
          { id: of.id, reason: reason.slice(0, 1000), rowVersion: of.rowVersion },
          { onSuccess: () => (isDraft ? go({ to: "/instructions" }) : onClose()) },
        )
      }
    />
  );
}

/** When a report that is sent back is due anew, unless somebody says otherwise. */
export const backBy = (today: string) => addDays(today, 7);
