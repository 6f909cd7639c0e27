// The first ninety days of one company: days gone by, each step with its state, its day and whose it is, and what was found.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { type T, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { onboarding } from "../contract.ts";
import { countsOf, type Plan, type PlanRecord, type PlanStep } from "./onboarding.ts";
import { DaysLine, StepState } from "./parts.tsx";
import { OpenPlanDialog, ReviewDialog, WaiveDialog } from "./PlanDialogs.tsx";

export default function PlanPage() {
  const t = useText();
  const format = useFormat();
  const companyId = useParam("id");
  const mayManage = useMay("onboarding.manage");
  const read = useOperation(onboarding.getPlan, { companyId });
  const [asked, ask] = useState<"open" | "review" | null>(null);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={9} />;
  const { plan, can } = read.data;
  const name = nameFor(read.data);
  return (
    <Page
      title={plan ? titleOf(plan, t, (day) => format.day(day, "plain")) : t("onboarding.plan.titleNone")}
      crumbs={[
        ...(mayManage ? [{ label: t("onboarding.tab"), to: "/group/onboarding" }] : []),
        { label: name, to: `/companies/${companyId}` },
        { label: t("onboarding.crumb") },
      ]}
      actions={
        <>
          {can.open ? <Button onClick={() => ask("open")}>{t("onboarding.plan.open")}</Button> : null}
          {plan && plan.closedOn === null ? (
            <GoButton to="/companies/$id/set-up" params={{ id: companyId }} look="main">
              {t("onboarding.toSetUp")}
            </GoButton>
          ) : null}
        </>
      }
    >
      {plan ? (
        <>
          <p className="soft lead-in">
            <LangText text={name} /> · <Cause plan={plan} />
          </p>
          <Panel
            isFlush
            title={t("onboarding.plan.steps")}
            more={t("onboarding.plan.span", {
              from: format.day(plan.startsOn, "plain"),
              to: format.day(plan.endsOn, "plain"),
            })}
          >
            <DaysLine plan={plan} isInset />
            <Steps record={read.data} plan={plan} />
          </Panel>
          <Review plan={plan} mayRecord={can.review} onRecord={() => ask("review")} />
        </>
      ) : (
        <Panel>
          <EmptyState icon="unit" title={t("onboarding.plan.titleNone")}>
            {t("onboarding.plan.noneHelp")}
          </EmptyState>
        </Panel>
      )}
      {asked === "open" ? <OpenPlanDialog companyId={companyId} onClose={() => ask(null)} /> : null}
      {asked === "review" && plan ? <ReviewDialog planId={plan.id} onClose={() => ask(null)} /> : null}
    </Page>
  );
}

function titleOf(plan: Plan, t: T, day: (of: string) => string): string {
  if (plan.closedOn)
    return t(plan.standing === "done" ? "onboarding.plan.titleDone" : "onboarding.plan.titleLapsed", {
      day: day(plan.closedOn),
    });
  if (plan.standing === "planned") return t("onboarding.plan.titlePlanned", { day: day(plan.startsOn) });
  const counts = { ...countsOf(plan.steps), elapsed: plan.elapsed, total: plan.total };
  return t(counts.late > 0 ? "onboarding.plan.titleLate" : "onboarding.plan.title", counts);
}

function Cause({ plan }: { plan: Plan }) {
  const t = useText();
  if (plan.cause === "acquired") return t("onboarding.plan.acquired");
  return t("onboarding.plan.byHand", { name: plan.openedByName ?? "–", reason: plan.reason ?? "" });
}

function Steps({ record, plan }: { record: PlanRecord; plan: Plan }) {
  const t = useText();
  const format = useFormat();
  const [waived, waive] = useState<PlanStep | null>(null);
  return (
    <div className="scroll-x">
      <table className="grid roomy plan-steps">
        <thead>
          <tr>
            <th scope="col">{t("onboarding.plan.step")}</th>
            <th scope="col">{t("onboarding.plan.state")}</th>
            <th scope="col">{t("onboarding.plan.due")}</th>
            <th scope="col">{t("onboarding.plan.who")}</th>
            <th scope="col" aria-label={t("onboarding.toSetUp")} />
          </tr>
        </thead>
        <tbody>
          {plan.steps.map((step) => (
            <tr key={step.step}>
              <td>
                <b className="strong">{t(`onboarding.step.${step.step}`)}</b>
                <span className="small soft how">{t(`onboarding.how.${step.step}`)}</span>
              </td>
              <td>
                <StepState of={step} />
                {step.closedOn ? (
                  <span className="small soft how">
                    {t("onboarding.plan.doneOn", { day: format.day(step.closedOn, "plain") })}
                  </span>
                ) : null}
                {step.state === "waived" ? (
                  <span className="small soft how">
                    {t("onboarding.plan.waivedBy", {
                      name: step.closedByName ?? "–",
                      reason: step.reason ?? "",
                    })}
                  </span>
                ) : null}
              </td>
              <td className="nowrap">{format.day(step.dueOn, "plain")}</td>
              <td>
                <Who record={record} step={step} />
              </td>
              <td>
                <span className="ends-cell">
                  {step.state === "open" && step.step !== "review" ? (
                    <GoButton
                      size="s"
                      to="/companies/$id/set-up"
                      params={{ id: record.companyId }}
                      search={{ step: step.step }}
                    >
                      {t("onboarding.plan.go")}
                    </GoButton>
                  ) : null}
                  {record.can.waive.includes(step.step) ? (
                    <Button size="s" look="quiet" onClick={() => waive(step)}>
                      {t("onboarding.waive")}
                    </Button>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {waived ? <WaiveDialog step={waived} onClose={() => waive(null)} /> : null}
    </div>
  );
}

/** While nobody answers for the company, its own steps are the division's. */
function Who({ record, step }: { record: PlanRecord; step: PlanStep }) {
  const t = useText();
  const format = useFormat();
  if (step.side === "group") return t("onboarding.side.group");
  if (step.side === "division")
    return record.division ? <LangText text={record.division} /> : t("onboarding.side.division");
  if (record.officers.length > 0) return <LangText text={format.list(record.officers.slice(0, 3))} />;
  return (
    <span className="soft">
      {t("onboarding.side.noOfficer", { division: record.division ?? t("onboarding.side.division") })}
    </span>
  );
}

type ReviewProps = { plan: Plan; mayRecord: boolean; onRecord: () => void };

function Review({ plan, mayRecord, onRecord }: ReviewProps) {
  const t = useText();
  const format = useFormat();
  const { review } = plan;
  const due = plan.steps.find((one) => one.step === "review")?.dueOn ?? plan.endsOn;
  return (
    <Panel className="below" title={t(review ? "onboarding.review.title" : "onboarding.review.none")}>
      {review ? (
        <>
          <p className="prose">
            <Written text={review.found} />
          </p>
          {review.decided ? (
            <>
              <h3 className="small soft">{t("onboarding.review.decided")}</h3>
              <p className="prose">
                <Written text={review.decided} />
              </p>
            </>
          ) : null}
          <p className="small soft">
            {t("onboarding.review.by", {
              day: format.day(review.heldOn, "plain"),
              name: review.recordedByName ?? "–",
            })}
          </p>
        </>
      ) : (
        <>
          <p className="soft">{t("onboarding.review.noneHelp", { day: format.day(due, "plain") })}</p>
          {mayRecord ? (
            <div className="row below">
              <Button onClick={onRecord}>{t("onboarding.review.record")}</Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  );
}
