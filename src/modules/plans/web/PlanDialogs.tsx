// A plan is approved or returned, dropped, and months later judged by what it has done.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { plans } from "../contract.ts";
import { endOf } from "../rules.ts";
import { type Plan, refreshed } from "./plan.ts";

type Props = { plan: Plan; onClose: () => void };

export function DecideDialog({ plan, onClose }: Props) {
  const t = useText();
  const any = useAnyText();
  const [decision, setDecision] = useState<"approve" | "return">("approve");
  const [reason, setReason] = useState("");
  const decide = useCommand(plans.decideImprovementPlan, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate(
      { id: plan.id, decision, reason: reason.trim(), rowVersion: plan.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("plan.decide.title", { reference: plan.reference })}>
      <form className="form" onSubmit={submit}>
        {plan.problems.length > 0 ? (
          <ul className="demands note warn">
            {plan.problems.map((one) => (
              <li key={`${one.code} ${one.of ?? ""}`}>
                {any(`plan.problem.${one.code}`, { of: one.of ?? "" })}
              </li>
            ))}
          </ul>
        ) : null}
        <Segmented
          label={t("plan.do.decide")}
          value={decision}
          choices={[
            { value: "approve", label: t("plan.decide.approve") },
            { value: "return", label: t("plan.decide.return") },
          ]}
          onChange={setDecision}
        />
        <TextArea label={t("plan.decide.reason")} value={reason} maxLength={4000} onChange={setReason} />
        {decision === "approve" ? (
          <>
            <p className="soft">{t("plan.decide.effect", { count: plan.stepCount })}</p>
            <DaysMoved plan={plan} />
          </>
        ) : null}
        <FormEnds
          error={decide.error}
          isBusy={decide.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t(decision === "approve" ? "plan.decide.approve" : "plan.decide.return")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** Which findings get a later day by approving, and which keep theirs: approving makes none due earlier. */
function DaysMoved({ plan }: { plan: Plan }) {
  const t = useText();
  const format = useFormat();
  const open = plan.steps.filter((step) => step.state === "open");
  return (
    <ul className="plan-days small">
      {plan.findings.map((one) => {
        const end = endOf(open, one.id);
        const day = format.day(one.dueOn, "plain");
        return (
          <li key={one.id}>
            <span className="mono">{one.reference}</span>{" "}
            {end > one.dueOn
              ? t("plan.decide.moves", { from: day, to: format.day(end, "plain") })
              : end === ""
                ? t("plan.decide.keeps", { day })
                : t("plan.decide.keepsThough", { day, end: format.day(end, "plain") })}
          </li>
        );
      })}
    </ul>
  );
}

export function DropDialog({ plan, onClose }: Props) {
  const t = useText();
  const drop = useCommand(plans.dropImprovementPlan, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${plan.reference}: ${t("plan.do.drop")}`}
      effect={t("plan.drop.effect")}
      action={t("plan.do.drop")}
      isDanger
      reason={{ label: t("plan.decide.reason") }}
      isBusy={drop.isPending}
      error={<FormError error={drop.error} />}
      onConfirm={(reason) =>
        drop.mutate({ id: plan.id, reason, rowVersion: plan.rowVersion }, { onSuccess: onClose })
      }
    />
  );
}

export function EffectDialog({ plan, onClose }: Props) {
  const t = useText();
  const [effect, setEffect] = useState<"helped" | "not_helped">("helped");
  const [said, setSaid] = useState("");
  const [reopen, setReopen] = useState<readonly string[]>([]);
  const check = useCommand(plans.checkPlanEffect, refreshed);
  const closed = plan.findings.filter((one) => one.state === "closed");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate(
      {
        id: plan.id,
        effect,
        said: said.trim(),
        ...(effect === "not_helped" ? { reopen: [...reopen] } : {}),
        rowVersion: plan.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("plan.effect.title", { reference: plan.reference })}>
      <form className="form" onSubmit={submit}>
        <Segmented
          label={t("plan.do.effect")}
          value={effect}
          choices={[
            { value: "helped", label: t("plan.effect.helped") },
            { value: "not_helped", label: t("plan.effect.not_helped") },
          ]}
          onChange={setEffect}
        />
        <TextArea label={t("plan.effect.said")} value={said} maxLength={4000} onChange={setSaid} />
        {effect === "not_helped" ? (
          <fieldset className="people" aria-label={t("plan.effect.reopen")}>
            <span className="label">{t("plan.effect.reopen")}</span>
            {closed.map((one) => (
              <Tick
                key={one.id}
                label={`${one.reference} ${one.title}`}
                isOn={reopen.includes(one.id)}
                onChange={(isOn) =>
                  setReopen(isOn ? [...reopen, one.id] : reopen.filter((id) => id !== one.id))
                }
              />
            ))}
          </fieldset>
        ) : null}
        <FormEnds
          error={check.error}
          isBusy={check.isPending}
          offBecause={said.trim() ? null : t("forms.first", { field: t("plan.effect.said") })}
          onClose={onClose}
        >
          {t("plan.do.effect")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
