// One plan: what it is for, its steps in time, what it lacks, and what may be done now.
import { useState } from "react";
import { Timeline } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ResultBadge } from "#web/ui/marks.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { plans } from "../contract.ts";
import { DecideDialog, DropDialog, EffectDialog } from "./PlanDialogs.tsx";
import { FindingsPanel, LacksPanel } from "./PlanPanels.tsx";
import { type Plan, refreshed } from "./plan.ts";
import { PlanState } from "./PlanState.tsx";
import { Next } from "./PlansPage.tsx";
import { StepsPanel } from "./StepsPanel.tsx";
import "./plans.css";

export default function PlanPage() {
  return <PlanOf id={useParam("id")} />;
}

/** @param stepId the step that a duty has led to. */
export function PlanOf({ id, stepId }: { id: string; stepId?: string }) {
  const plan = useOperation(plans.getImprovementPlan, { id });
  if (plan.isError) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Loading rows={10} />;
  return <Record plan={plan.data} {...(stepId ? { stepId } : {})} />;
}

function Record({ plan, stepId }: { plan: Plan; stepId?: string }) {
  const t = useText();
  return (
    <Page
      title={plan.title}
      crumbs={[
        { label: t("findings.crumb"), to: "/findings" },
        { label: t("plans.crumb"), to: "/plans" },
        { label: plan.reference },
      ]}
      after={plan.result ? <ResultBadge result={plan.result} /> : null}
      actions={<Actions plan={plan} />}
    >
      <Said plan={plan} />
      <Facts plan={plan} />
      <div className="cols below">
        <div className="c12">
          <StepsPanel plan={plan} {...(stepId ? { stepId } : {})} />
        </div>
        <div className="c6 stack">
          <LacksPanel plan={plan} />
          <FindingsPanel plan={plan} />
        </div>
        <div className="c6 stack">
          <Panel title={t("plan.aim")}>
            {plan.aim ? (
              <p className="prose said">
                <Written text={plan.aim} />
              </p>
            ) : (
              <p className="soft">{t("plan.aimNone")}</p>
            )}
          </Panel>
          <Panel title={t("finding.story")}>
            <Timeline kind="plan" id={plan.id} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** What was decided, in the words of whoever decided. */
function Said({ plan }: { plan: Plan }) {
  const t = useText();
  const said = { name: plan.decidedByName ?? t("trail.itself"), why: plan.decision ?? "" };
  if (plan.can["write"] === "plan.company_left") return <Note>{t("errors.plan.company_left")}</Note>;
  if (plan.state === "returned") return <Note kind="warn">{t("plan.returnedBecause", said)}</Note>;
  if (plan.state === "dropped") return <Note>{t("plan.droppedBecause", { why: said.why })}</Note>;
  return plan.state === "approved" ? <Note>{t("plan.approvedBecause", said)}</Note> : null;
}

function Facts({ plan }: { plan: Plan }) {
  const t = useText();
  const format = useFormat();
  return (
    <FactStrip
      facts={[
        {
          label: t("plans.company"),
          value: (
            <Go to="/companies/$id" params={{ id: plan.companyId }}>
              <LangText text={plan.companyName} />
            </Go>
          ),
        },
        { label: t("plans.state"), value: <PlanState state={plan.state} /> },
        {
          label: t("plans.next"),
          value:
            plan.state === "done" && plan.effectDueOn ? (
              plan.effect ? (
                t(`plan.effect.${plan.effect}`)
              ) : (
                t("plan.effect.due", { day: format.day(plan.effectDueOn, "plain") })
              )
            ) : (
              <Next row={plan} />
            ),
          notes:
            plan.driftDays > 0
              ? [`${t("plans.drift")} ${t("plans.driftDays", { count: plan.driftDays })}`]
              : [],
        },
        {
          label: t("plan.owner"),
          value: plan.ownerName ? (
            <LangText text={plan.ownerName} />
          ) : (
            <span className="mute">{t("plan.ownerNone")}</span>
          ),
          notes: plan.fromList?.owner ? [t("plan.ownerOfList", { name: plan.fromList.owner })] : [],
        },
        {
          label: t("plan.cause"),
          value: plan.inspectionId ? (
            <Go to="/inspections/$id" params={{ id: plan.inspectionId }}>
              {plan.inspectionName}
            </Go>
          ) : plan.fromList ? (
            t(plan.fromList.number ? "plan.fromList" : "plan.fromListBare", {
              number: plan.fromList.number,
              list: plan.fromList.listName,
            })
          ) : (
            t("plan.byHand")
          ),
        },
      ]}
    />
  );
}

const notYours = "can.not_yours";

function Actions({ plan }: { plan: Plan }) {
  const t = useText();
  const any = useAnyText();
  const [asked, ask] = useState<"decide" | "drop" | "effect" | null>(null);
  const submit = useCommand(plans.submitImprovementPlan, refreshed);
  const { can } = plan;
  const why = (act: string) => (can[act] ? any(`errors.${can[act]}`) : null);
  const isMine = (act: string) => can[act] !== notYours;
  return (
    <>
      <FormError error={submit.error} />
      {isMine("drop") && can["drop"] === null ? (
        <ActionMenu
          label={t("plan.more")}
          actions={[{ label: t("plan.do.drop"), isDanger: true, onClick: () => ask("drop") }]}
        />
      ) : null}
      {can["write"] === null ? (
        <GoButton
          to="/plans/$id/write"
          params={{ id: plan.id }}
          {...(can["submit"] === null ? {} : { look: "main" })}
        >
          {t("plan.do.write")}
        </GoButton>
      ) : null}
      {can["write"] === null ? (
        <Button
          {...(can["submit"] === null ? { look: "main" as const } : {})}
          offBecause={why("submit")}
          isBusy={submit.isPending}
          onClick={() =>
            submit.mutate(
              { id: plan.id, rowVersion: plan.rowVersion },
              { onSuccess: () => toast(t("plan.submittedToast", { reference: plan.reference })) },
            )
          }
        >
          {t("plan.do.submit")}
        </Button>
      ) : null}
      {isMine("decide") && plan.state === "submitted" ? (
        <Button look="main" offBecause={why("decide")} onClick={() => ask("decide")}>
          {t("plan.do.decide")}
        </Button>
      ) : null}
      {isMine("effect") && plan.state === "done" && !plan.effect ? (
        <Button look="main" offBecause={why("effect")} onClick={() => ask("effect")}>
          {t("plan.do.effect")}
        </Button>
      ) : null}
      {asked === "decide" ? <DecideDialog plan={plan} onClose={() => ask(null)} /> : null}
      {asked === "drop" ? <DropDialog plan={plan} onClose={() => ask(null)} /> : null}
      {asked === "effect" ? <EffectDialog plan={plan} onClose={() => ask(null)} /> : null}
    </>
  );
}
