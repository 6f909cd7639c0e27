// The steps of a plan, each with its place in time; what has moved shows where it was.
import { useState } from "react";
import { daysBetween } from "#core/time/fiscal-year.ts";
import { PostponeDialog } from "#modules/duties/web/parts.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Written } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { type Plan, refreshed, type Step } from "./plan.ts";
import { Postponements } from "./Postponements.tsx";
import { DropStepDialog, ReportDialog } from "./StepDialogs.tsx";

type Asked = { what: "report" | "postpone" | "drop"; step: Step; place: number };

export function StepsPanel({ plan, stepId }: { plan: Plan; stepId?: string }) {
  const t = useText();
  const [asked, ask] = useState<Asked | null>(null);
  const close = () => ask(null);
  const isRunning = plan.state === "approved" || plan.state === "done";
  return (
    <Panel title={t("plan.steps")} more={<Costs plan={plan} />} isFlush>
      {plan.steps.length === 0 ? (
        <p className="soft pad">{t("plan.stepsNone")}</p>
      ) : (
        <Scroll className="scroll-x" label={t("plan.steps")}>
          <table className="grid plan-steps">
            <Heads
              of={[
                ["", "num"],
                [t("plan.step")],
                [t("plan.stepOwner")],
                [t("plan.stepDays")],
                [""],
                [t("plan.stepCost"), "num"],
                [""],
              ]}
            />
            <tbody>
              {plan.steps.map((step, at) => (
                <StepLine
                  key={step.id}
                  plan={plan}
                  step={step}
                  place={at + 1}
                  isMine={step.id === stepId}
                  isRunning={isRunning}
                  onAsk={(what) => ask({ what, step, place: at + 1 })}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {asked?.what === "report" ? (
        <ReportDialog plan={plan} step={asked.step} place={asked.place} onClose={close} />
      ) : null}
      {asked?.what === "drop" ? (
        <DropStepDialog step={asked.step} place={asked.place} onClose={close} />
      ) : null}
      {asked?.what === "postpone" && asked.step.duty ? (
        <PostponeDialog
          // One that was refused keeps its number as well.
          duty={{
            ...asked.step.duty,
            postponedCount: Math.max(asked.step.duty.postponedCount, asked.step.postponements.length),
          }}
          refreshes={refreshed}
          onClose={close}
        />
      ) : null}
    </Panel>
  );
}

type LineProps = {
  plan: Plan;
  step: Step;
  place: number;
  isMine: boolean;
  isRunning: boolean;
  onAsk: (what: Asked["what"]) => void;
};

function StepLine({ plan, step, place, isMine, isRunning, onAsk }: LineProps) {
  const t = useText();
  const format = useFormat();
  const references = plan.findings
    .filter((one) => step.findingIds.includes(one.id))
    .map((one) => one.reference);
  return (
    <tr className={step.state === "dropped" ? "dropped" : isMine ? "mine" : undefined}>
      <td className="num">{place}</td>
      <th scope="row">
        <Written text={step.what} />
        <span className="sub small line mono mute">{references.join(" ")}</span>
        {step.isDoneByList ? (
          <span className="sub small line">
            {t("plan.doneByList", { day: format.day(step.doneOn ?? "", "plain") })}
          </span>
        ) : null}
        {step.listRemarks ? (
          <span className="sub small line mute">{t("plan.listRemarks", { text: step.listRemarks })}</span>
        ) : null}
        {step.done ? (
          <span className="sub small line">
            {step.state === "dropped"
              ? t("plan.dropped", { why: step.done })
              : `${t("plan.doneOn", { day: format.day(step.doneOn ?? "", "plain") })}: ${step.done}`}
          </span>
        ) : null}
        <Postponements step={step} />
        <Files step={step} />
      </th>
      <td>{step.ownerName ? <LangText text={step.ownerName} /> : <span className="mute">–</span>}</td>
      <td className={step.isOverdue ? "tn plan-over" : "tn"}>
        {step.startsOn ? `${format.day(step.startsOn, "short")} – ` : ""}
        {step.dueOn ? format.day(step.dueOn, "plain") : "–"}
        {step.firstDueOn && step.dueOn && step.dueOn > step.firstDueOn ? (
          <span className="sub small line mute">
            ↷ {t("plan.wasDue", { day: format.day(step.firstDueOn, "plain") })}
          </span>
        ) : null}
      </td>
      <td>
        <Bar plan={plan} step={step} />
      </td>
      <td className="num">
        {step.cost === null ? (
          <span className="mute">–</span>
        ) : (
          `${format.number(step.cost)} ${step.currency ?? ""}`
        )}
      </td>
      <td className="ends-cell">
        {isRunning && step.state === "open" ? (
          <StepActions plan={plan} step={step} place={place} onAsk={onAsk} />
        ) : null}
      </td>
    </tr>
  );
}

function StepActions({ plan, step, place, onAsk }: Pick<LineProps, "plan" | "step" | "place" | "onAsk">) {
  const t = useText();
  const mayReport = plan.can["report"] === null;
  const more = [
    ...(mayReport && step.duty
      ? [
          {
            label: t("plan.do.postpone"),
            offBecause: step.postponements.some((one) => one.isAllowed === null)
              ? t("duty.postponementOpen")
              : null,
            onClick: () => onAsk("postpone"),
          },
        ]
      : []),
    ...(plan.can["dropStep"] === null
      ? [{ label: t("plan.do.dropStep"), onClick: () => onAsk("drop") }]
      : []),
  ];
  return (
    <>
      {mayReport ? (
        <Button size="s" onClick={() => onAsk("report")}>
          {t("plan.do.report")}
        </Button>
      ) : null}
      {more.length > 0 ? (
        <ActionMenu label={`${t("planWrite.step", { place })}: ${t("plan.more")}`} actions={more} />
      ) : null}
    </>
  );
}

function Files({ step }: { step: Step }) {
  const [failed, setFailed] = useState<unknown>(null);
  return (
    <>
      {step.files.map((one) => (
        <button
          key={one.id}
          type="button"
          className="linkish small line"
          onClick={() => void downloadFile(one.id).catch(setFailed)}
        >
          {one.name}
        </button>
      ))}
      <FormError error={failed} />
    </>
  );
}

/** From the first day of the plan to its last: the step, where it was first, and today. */
function Bar({ plan, step }: { plan: Plan; step: Step }) {
  const days = plan.steps.flatMap((one) =>
    [one.startsOn, one.dueOn, one.firstDueOn].filter((day) => day !== null),
  );
  const from = [plan.today, ...days].toSorted()[0] ?? plan.today;
  const until = [plan.today, ...days].toSorted().at(-1) ?? plan.today;
  const whole = Math.max(1, daysBetween(from, until));
  if (!step.dueOn) return null;
  const at = (day: string) => `${(100 * daysBetween(from, day)) / whole}%`;
  const span = (begin: string, end: string) => ({
    left: at(begin),
    width: `max(3px, ${(100 * daysBetween(begin, end)) / whole}%)`,
  });
  const begin =
    step.startsOn ?? (step.dueOn < plan.today ? step.dueOn : plan.today < from ? from : plan.today);
  return (
    <div className="plan-time" aria-hidden="true">
      {step.firstDueOn && step.firstDueOn !== step.dueOn ? (
        <i className="was" style={span(begin < step.firstDueOn ? begin : step.firstDueOn, step.firstDueOn)} />
      ) : null}
      <i
        className={step.state === "open" ? (step.isOverdue ? "over" : "") : "done"}
        style={span(begin < step.dueOn ? begin : step.dueOn, step.dueOn)}
      />
      <u style={{ left: at(plan.today) }} />
    </div>
  );
}

/** By currency: sums of several are no sum. */
function Costs({ plan }: { plan: Plan }) {
  const t = useText();
  const format = useFormat();
  const sums = new Map<string, number>();
  for (const { cost, currency, state } of plan.steps)
    if (cost && currency && state !== "dropped") sums.set(currency, (sums.get(currency) ?? 0) + cost);
  if (sums.size === 0) return null;
  return t("plan.costAll", {
    sums: [...sums].map(([currency, sum]) => `${format.number(sum)} ${currency}`).join(" · "),
  });
}
