// The days of the steps of new plans, for the whole group.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onboarding } from "../contract.ts";
import { type Step, steps } from "../rules.ts";

export function StepDaysDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const read = useOperation(onboarding.getStepDays, {});
  const [changed, setChanged] = useState<Partial<Record<Step, number | null>>>({});
  const change = useCommand(onboarding.changeStepDays, [onboarding.getStepDays]);
  const kept = read.data;
  const dayOf = (step: Step) => (changed[step] === undefined ? (kept?.days[step] ?? null) : changed[step]);
  const missing = steps.find((step) => {
    const days = dayOf(step);
    return days === null || days < 1 || days > 366;
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!kept) return;
    const days = Object.fromEntries(steps.map((step) => [step, dayOf(step) ?? 1])) as Record<Step, number>;
    change.mutate(
      { days, rowVersion: kept.rowVersion },
      {
        onSuccess: () => {
          toast(t("onboarding.days.saved"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("onboarding.plan.days")} size="s">
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !kept ? (
        <Loading rows={7} />
      ) : (
        <form className="form" onSubmit={submit}>
          <p className="soft">{t("onboarding.days.help")}</p>
          {steps.map((step) => (
            <NumberField
              key={step}
              label={t(`onboarding.step.${step}`)}
              value={dayOf(step)}
              onChange={(days) => setChanged({ ...changed, [step]: days })}
            />
          ))}
          <FormEnds
            error={change.error}
            isBusy={change.isPending}
            offBecause={missing ? t("forms.first", { field: t(`onboarding.step.${missing}`) }) : null}
            onClose={onClose}
          >
            {t("action.save")}
          </FormEnds>
        </form>
      )}
    </Dialog>
  );
}
