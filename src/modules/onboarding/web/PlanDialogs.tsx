// What people do to a plan: open it by hand, waive a step, record the review meeting.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onboarding } from "../contract.ts";
import type { PlanStep } from "./onboarding.ts";

const refreshed = [onboarding.getPlan, onboarding.getSetUp, onboarding.listPlans, onboarding.countPlans];

export function OpenPlanDialog({ companyId, onClose }: { companyId: string; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({ startsOn: today, reason: "" });
  const open = useCommand(onboarding.openPlan, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate(
      { companyId, startsOn: form.startsOn, reason: form.reason.trim() },
      {
        onSuccess: () => {
          toast(t("onboarding.plan.opened"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("onboarding.plan.open")} size="s">
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("onboarding.plan.openHelp")}</p>
        <DateField
          label={t("onboarding.plan.startsOn")}
          value={form.startsOn}
          onChange={(startsOn) => setForm({ ...form, startsOn })}
        />
        <TextArea
          label={t("change.reason")}
          value={form.reason}
          maxLength={500}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <FormEnds
          error={open.error}
          isBusy={open.isPending}
          offBecause={form.reason.trim() && form.startsOn ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("onboarding.plan.open")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function WaiveDialog({ step, onClose }: { step: PlanStep; onClose: () => void }) {
  const t = useText();
  const [reason, setReason] = useState("");
  const waive = useCommand(onboarding.waiveStep, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    waive.mutate({ id: step.id, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("onboarding.waive.title", { step: t(`onboarding.step.${step.step}`) })}
      size="s"
    >
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("onboarding.waive.help")}</p>
        <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
        <FormEnds
          error={waive.error}
          isBusy={waive.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("onboarding.waive")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function ReviewDialog({ planId, onClose }: { planId: string; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({ heldOn: today, found: "", decided: "" });
  const save = useCommand(onboarding.recordReview, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id: planId, heldOn: form.heldOn, found: form.found.trim(), decided: form.decided.trim() },
      {
        onSuccess: () => {
          toast(t("onboarding.review.saved"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("onboarding.review.record")}>
      <form className="form" onSubmit={submit}>
        <DateField
          label={t("onboarding.review.heldOn")}
          value={form.heldOn}
          onChange={(heldOn) => setForm({ ...form, heldOn })}
        />
        <TextArea
          label={t("onboarding.review.found")}
          value={form.found}
          maxLength={4000}
          onChange={(found) => setForm({ ...form, found })}
        />
        <TextArea
          label={t("onboarding.review.decided")}
          isOptional
          value={form.decided}
          maxLength={4000}
          onChange={(decided) => setForm({ ...form, decided })}
        />
        <FormEnds
          error={save.error}
          isBusy={save.isPending}
          offBecause={form.found.trim() ? null : t("forms.first", { field: t("onboarding.review.found") })}
          onClose={onClose}
        >
          {t("onboarding.review.record")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
