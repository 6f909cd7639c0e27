// Writing a plan: its aim, who answers for it, and its steps, each about findings, with who, by when and what it costs.
import { type FormEvent, useState } from "react";
import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { plans } from "../contract.ts";
import { type Plan, refreshed } from "./plan.ts";
import { type Draft, draftOf, emptyDraft, givenOf } from "./draft.ts";
import { StepFields } from "./StepFields.tsx";
import "./plans.css";

export default function WritePage() {
  const id = useParam("id");
  const plan = useOperation(plans.getImprovementPlan, { id });
  if (plan.isError) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Loading rows={10} />;
  return <Writing key={plan.data.rowVersion} plan={plan.data} />;
}

function Writing({ plan }: { plan: Plan }) {
  const t = useText();
  const go = useGo();
  const [title, setTitle] = useState(plan.title);
  const [aim, setAim] = useState(plan.aim);
  const [owner, setOwner] = useState(plan.ownerId ? { id: plan.ownerId, name: plan.ownerName ?? "" } : null);
  const [steps, setSteps] = useState<readonly Draft[]>(
    plan.steps.length > 0 ? plan.steps.map(draftOf) : [emptyDraft(plan.findings.map((one) => one.id))],
  );
  const save = useCommand(plans.writeImprovementPlan, refreshed);
  const put = (at: number, step: Draft) => setSteps(steps.map((one, nth) => (nth === at ? step : one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      {
        id: plan.id,
        title: title.trim(),
        aim: aim.trim(),
        ownerId: owner?.id ?? null,
        findingIds: plan.findings.map((one) => one.id),
        steps: steps.map(givenOf),
        rowVersion: plan.rowVersion,
      },
      {
        onSuccess: () => {
          toast(t("planWrite.saved"));
          go({ to: "/plans/$id", params: { id: plan.id } });
        },
      },
    );
  };
  return (
    <Page
      title={t("planWrite.title", { reference: plan.reference })}
      crumbs={[
        { label: t("findings.crumb"), to: "/findings" },
        { label: t("plans.crumb"), to: "/plans" },
        { label: plan.reference, to: `/plans/${plan.id}` },
      ]}
    >
      <form className="plan-write" onSubmit={submit}>
        <Panel>
          <div className="form">
            <TextField label={t("planWrite.name")} value={title} maxLength={200} onChange={setTitle} />
            <TextArea label={t("plan.aim")} isOptional value={aim} maxLength={4000} onChange={setAim} />
            <OwnerChoice
              label={t("plan.owner")}
              isLabelled
              companyId={plan.companyId}
              chosen={owner}
              onChoose={setOwner}
            />
          </div>
        </Panel>
        {steps.map((step, at) => (
          <StepFields
            key={step.key}
            plan={plan}
            step={step}
            place={at + 1}
            onChange={(changed) => put(at, changed)}
            onRemove={() => setSteps(steps.filter((_one, nth) => nth !== at))}
            onUp={
              at === 0
                ? null
                : () =>
                    setSteps(
                      steps.map((one, nth) =>
                        nth === at - 1 ? step : nth === at ? (steps[at - 1] ?? one) : one,
                      ),
                    )
            }
          />
        ))}
        <div className="row">
          <Button icon="plus" onClick={() => setSteps([...steps, emptyDraft([])])}>
            {t("planWrite.addStep")}
          </Button>
        </div>
        <FormError error={save.error} />
        <div className="ends">
          <Button onClick={() => go({ to: "/plans/$id", params: { id: plan.id } })}>
            {t("action.cancel")}
          </Button>
          <Button
            type="submit"
            look="main"
            isBusy={save.isPending}
            offBecause={
              title.trim() === ""
                ? t("forms.first", { field: t("planWrite.name") })
                : steps.some((step) => step.what.trim() === "")
                  ? t("planWrite.whatFirst")
                  : null
            }
          >
            {t("planWrite.save")}
          </Button>
        </div>
      </form>
    </Page>
  );
}
