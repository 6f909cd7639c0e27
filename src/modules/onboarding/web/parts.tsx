// Lent to the home page, and small parts of this capability's own screens.
import type { ReactNode } from "react";
import { useOperation } from "#web/api.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Progress } from "#web/ui/states.tsx";
import { onboarding } from "../contract.ts";
import { dutyOf, sideOf, type Step } from "../rules.ts";
import type { Plan, PlanStep } from "./onboarding.ts";
import "./onboarding.css";

/** The set-up of the officer's own company, as long as a plan runs and a step of the company is open. */
export function useOwnSetUp() {
  const { companyId } = useSession();
  const mayAnswer = useMay("onboarding.answer");
  const isOfficer = useMay("inspection.answer") && mayAnswer;
  const { data: setUp } = useOperation(onboarding.getSetUp, { companyId }, { enabled: isOfficer });
  const next = setUp?.steps.find((one) => !one.isDone && !one.isWaived);
  return setUp?.plan && next ? { setUp, next } : null;
}

type Duties = { kind: string; count: number; first: readonly { companyId: string }[] };

/** Whether the panel says all that these duties say: of its own steps, and of no other company. */
export const isOfOwnSetUp = (own: ReturnType<typeof useOwnSetUp>, duties: Duties): boolean =>
  own !== null &&
  duties.kind === dutyOf.company &&
  duties.count <= own.setUp.steps.filter((one) => !one.isDone && !one.isWaived).length &&
  duties.first.every((one) => one.companyId === own.setUp.companyId);

/** A step with its day, in words that fit a day gone by as well. */
export function useStepByDay(): (of: { step: Step; dueOn: string; isLate: boolean }) => string {
  const t = useText();
  const format = useFormat();
  return ({ step, dueOn, isLate }) =>
    t(isLate ? "guided.afterLate" : "onboarding.nextBy", {
      step: t(`onboarding.step.${step}`),
      day: format.day(dueOn, "plain"),
    });
}

/** The officer's way back into it: it stands for the duties of its steps, and names them. */
export function OwnSetUp({ setUp, next }: NonNullable<ReturnType<typeof useOwnSetUp>>) {
  const t = useText();
  const format = useFormat();
  const byDay = useStepByDay();
  const later = setUp.steps
    .filter((one) => !one.isDone && !one.isWaived && one !== next && sideOf[one.step] === "company")
    .map((one) => t(`onboarding.step.${one.step}`));
  const done = setUp.steps.length - setUp.steps.filter((one) => !one.isDone && !one.isWaived).length;
  const values = { company: nameFor(setUp), done, all: setUp.steps.length };
  const step = t(`onboarding.step.${next.step}`);
  return (
    <Panel>
      <div className="own-set-up">
        <div>
          <h2>{t("onboarding.home.title", values)}</h2>
          <p className={next.isLate ? "late-ink" : "soft"}>
            {next.dueOn
              ? t("onboarding.company.next", { what: byDay({ ...next, dueOn: next.dueOn }) })
              : t("guided.lead")}
          </p>
          {later.length > 0 ? (
            <p className="small soft">{t("onboarding.home.then", { steps: format.list(later) })}</p>
          ) : null}
        </div>
        <GoButton to="/companies/$id/set-up" params={{ id: setUp.companyId }} look="main">
          {t("onboarding.home.go", { step })}
        </GoButton>
        <Progress done={done} total={setUp.steps.length} label={t("onboarding.stepsDone", values)} />
      </div>
    </Panel>
  );
}

/** A symbol and a word; never a tick that somebody could set. */
export function StepState({ of: { state, isLate } }: { of: Pick<PlanStep, "state" | "isLate"> }) {
  const t = useText();
  const shown = isLate ? "late" : state;
  return (
    <span className={`step-state ${shown}`}>
      <Icon name={state === "done" ? "check" : state === "open" ? "clock" : "close"} />
      {t(`onboarding.state.${shown}`)}
    </span>
  );
}

/** Days gone by of all, and the days on which steps are due; its sentence stands beside it. */
export function DaysLine({ plan, isInset = false }: { plan: Plan; isInset?: boolean }) {
  const t = useText();
  const format = useFormat();
  const byDay = useStepByDay();
  const at = (day: string) =>
    Math.max(
      0,
      Math.min(100, (100 * (Date.parse(day) - Date.parse(plan.startsOn))) / (plan.total * 86_400_000)),
    );
  const dueDays = [...new Set(plan.steps.map((one) => one.dueOn))].sort((a, b) => a.localeCompare(b));
  const ofDay = (day: string) => plan.steps.filter((one) => one.dueOn === day);
  return (
    <div
      className={isInset ? "days-line inset" : "days-line"}
      role="img"
      aria-label={t("onboarding.day", { elapsed: plan.elapsed, total: plan.total })}
    >
      <span className="track">
        <i style={{ width: `${(100 * plan.elapsed) / Math.max(1, plan.total)}%` }} />
      </span>
      {dueDays.map((day) => {
        const isDone = ofDay(day).every((one) => one.state !== "open");
        const isLate = ofDay(day).some((one) => one.isLate);
        return (
          <span
            key={day}
            className={`mark ${isDone ? "done" : isLate ? "late" : ""}`}
            style={{ left: `clamp(8px, ${at(day)}%, calc(100% - 8px))` }}
            title={ofDay(day).map(byDay).join("\n")}
          >
            {isDone ? <Icon name="check" /> : null}
          </span>
        );
      })}
      <span className="ends" aria-hidden="true">
        <span>{format.day(plan.startsOn, "plain")}</span>
        <span>{format.day(plan.endsOn, "plain")}</span>
      </span>
    </div>
  );
}

/** Days gone by as a short bar with its number. */
export function DaysCell({
  elapsed,
  total,
  children,
}: {
  elapsed: number;
  total: number;
  children?: ReactNode;
}) {
  const t = useText();
  const said = t("onboarding.day", { elapsed, total });
  return (
    <span className="days-cell">
      <Progress done={elapsed} total={Math.max(1, total)} label={said} />
      <span className="tn">{said}</span>
      {children}
    </span>
  );
}
