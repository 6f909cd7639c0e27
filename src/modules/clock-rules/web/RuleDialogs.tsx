// Adopting a rule by name, withdrawing that, recording a review, setting its end.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { clockRules } from "../contract.ts";
import { refreshed, type RuleOf } from "./rows.ts";

type Props = { of: RuleOf; onClose: () => void };

export function AdoptDialog({ of, onClose }: Props) {
  const t = useText();
  const adopt = useCommand(clockRules.adoptClockRule, refreshed);
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adopt.mutate(
      { id: of.id, note, rowVersion: of.rowVersion },
      {
        onSuccess: () => {
          toast(t("clockRule.adoptedToast"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("clockRule.adopt")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("clockRule.adoptEffect")}</p>
        {of.isReviewOld ? <Note kind="warn">{t("clockRule.reviewOld")}</Note> : null}
        <TextArea
          label={t("clockRule.adoptNote")}
          hint={t("clockRule.adoptNoteHelp")}
          isOptional
          value={note}
          maxLength={1000}
          onChange={setNote}
        />
        <FormEnds error={adopt.error} isBusy={adopt.isPending} offBecause={null} onClose={onClose}>
          {t("clockRule.adopt")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function WithdrawDialog({ of, onClose }: Props) {
  const t = useText();
  const withdraw = useCommand(clockRules.withdrawClockRule, refreshed);
  return (
    <ConfirmDialog
      isOpen
      isDanger
      onClose={onClose}
      title={t("clockRule.withdraw")}
      effect={t("clockRule.withdrawEffect")}
      action={t("clockRule.withdraw")}
      reason={{ label: t("change.reason"), isRequired: true }}
      isBusy={withdraw.isPending}
      error={<FormError error={withdraw.error} />}
      onConfirm={(reason) =>
        withdraw.mutate(
          { id: of.id, reason: reason.slice(0, 1000), rowVersion: of.rowVersion },
          {
            onSuccess: () => {
              toast(t("clockRule.withdrawnToast"));
              onClose();
            },
          },
        )
      }
    />
  );
}

export function ReviewDialog({ of, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const review = useCommand(clockRules.reviewClockRule, refreshed);
  const [form, setForm] = useState({ reviewedOn: today, isUnchanged: true, found: "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    review.mutate(
      { id: of.id, ...form, rowVersion: of.rowVersion },
      {
        onSuccess: () => {
          toast(t("clockRule.reviewedToast"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("clockRule.reviewDo")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("clockRule.reviewHelp")}</p>
        <DateField
          label={t("clockRule.reviewedOn")}
          value={form.reviewedOn}
          onChange={(reviewedOn) => setForm({ ...form, reviewedOn })}
        />
        <Tick
          label={t("clockRule.unchanged")}
          isOn={form.isUnchanged}
          onChange={(isUnchanged) => setForm({ ...form, isUnchanged })}
        />
        <TextArea
          label={t("clockRule.reviewFound")}
          value={form.found}
          maxLength={2000}
          onChange={(found) => setForm({ ...form, found })}
        />
        <FormEnds
          error={review.error}
          isBusy={review.isPending}
          offBecause={
            form.found.trim() === "" ? t("forms.first", { field: t("clockRule.reviewFound") }) : null
          }
          onClose={onClose}
        >
          {t("clockRule.reviewDo")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function EndRuleDialog({ of, onClose }: Props) {
  const t = useText();
  const end = useCommand(clockRules.endClockRule, refreshed);
  const [day, setDay] = useState(of.effectiveTo ?? "");
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate(
      { id: of.id, effectiveTo: day || null, reason, rowVersion: of.rowVersion },
      {
        onSuccess: () => {
          toast(t("clockRule.endedToast"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("clockRule.end")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("clockRule.endHelp")}</p>
        <DateField label={t("clockRule.endDay")} isOptional value={day} onChange={setDay} />
        <TextArea label={t("change.reason")} value={reason} maxLength={1000} onChange={setReason} />
        <FormEnds
          error={end.error}
          isBusy={end.isPending}
          offBecause={reason.trim() === "" ? t("forms.first", { field: t("change.reason") }) : null}
          onClose={onClose}
        >
          {t("clockRule.end")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
