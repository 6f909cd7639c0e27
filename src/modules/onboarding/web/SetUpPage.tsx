// The guided set-up of a company: six steps on one page, each with what is known. Nothing is ticked: what is done elsewhere
// counts here as well, and whoever leaves comes back to where the data are.
import { type ReactNode, useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button, buttonClass } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Progress } from "#web/ui/states.tsx";
import { onboarding } from "../contract.ts";
import { type SetUpStep, setUpSteps } from "../rules.ts";
import { FactsStep, useFactsTitle } from "./FactsStep.tsx";
import { InspectionStep, useInspectionTitle } from "./InspectionStep.tsx";
import { LedgersStep, useLedgersTitle } from "./LedgersStep.tsx";
import { OfficerStep, useOfficerTitle } from "./OfficerStep.tsx";
import type { SetUp } from "./onboarding.ts";
import { RulesStep, useRulesTitle } from "./RulesStep.tsx";
import { TierStep, useTierTitle } from "./TierStep.tsx";
import "./onboarding.css";

const joiningMs = 4000;

const isClosed = (one: SetUp["steps"][number]) => one.isDone || one.isWaived;

/** Minutes to reckon with in a small company; together they stay within the hour (R-30). */
const minutes: Record<SetUpStep, number> = {
  officer: 5,
  facts: 5,
  tier: 1,
  ledgers: 20,
  rules: 10,
  inspection: 15,
};

export default function SetUpPage() {
  const companyId = useParam("id");
  // Joining the round is the product's own doing: whoever waits for it sees it come.
  const read = useOperation(
    onboarding.getSetUp,
    { companyId },
    { refetchEvery: (last) => (last?.round?.byRule && !last.inspection && last.plan ? joiningMs : false) },
  );
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={10} />;
  return <Guided setUp={read.data} />;
}

function Guided({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const mayRead = useMay("organization.read");
  const [url, setUrl] = useUrl<{ step: SetUpStep | "none" }>();
  const done = setUp.steps.filter(isClosed).length;
  const first = setUp.steps.find((one) => !isClosed(one))?.step;
  // The one that was next when the page was opened stays open when it is done: what it shows at its end, an invitation's link, is not
  // to be missed. Whoever is ready goes on.
  const [begun] = useState(first);
  const open = url.step ?? begun;
  const titles = useTitles(setUp);
  const bodies: Record<SetUpStep, ReactNode> = {
    officer: <OfficerStep setUp={setUp} />,
    facts: <FactsStep setUp={setUp} />,
    tier: <TierStep setUp={setUp} />,
    ledgers: <LedgersStep setUp={setUp} />,
    rules: <RulesStep setUp={setUp} />,
    inspection: <InspectionStep setUp={setUp} />,
  };
  const counted = { done, all: setUp.steps.length };
  return (
    <Page
      title={done === setUp.steps.length ? t("guided.titleDone") : t("guided.title", counted)}
      crumbs={[
        { label: nameFor(setUp), ...(mayRead ? { to: `/companies/${setUp.companyId}` } : {}) },
        { label: t("onboarding.setUpCrumb") },
      ]}
      actions={
        setUp.plan ? (
          <GoButton to="/companies/$id/onboarding" params={{ id: setUp.companyId }}>
            {t("onboarding.toPlan")}
          </GoButton>
        ) : null
      }
    >
      <p className="soft lead-in">{t("guided.lead")}</p>
      <div className="set-up">
        <Progress done={done} total={setUp.steps.length} label={t("onboarding.stepsDone", counted)} />
        {setUpSteps.map((step, at) => (
          <Step
            key={step}
            nth={at + 1}
            of={setUp.steps[at]}
            title={titles[step]}
            isOpen={open === step}
            isNow={first === step}
            onToggle={() => setUrl({ step: open === step ? "none" : step })}
          >
            {bodies[step]}
            {first && first !== step && setUp.steps.some((one) => one.step === step && isClosed(one)) ? (
              <div className="row">
                <Button look="accent" onClick={() => setUrl({ step: first })}>
                  {t("onboarding.home.go", { step: t(`onboarding.step.${first}`) })}
                </Button>
              </div>
            ) : null}
          </Step>
        ))}
        <Next setUp={setUp} />
      </div>
    </Page>
  );
}

function useTitles(setUp: SetUp): Record<SetUpStep, string> {
  return {
    officer: useOfficerTitle(setUp),
    facts: useFactsTitle(setUp),
    tier: useTierTitle(setUp),
    ledgers: useLedgersTitle(setUp),
    rules: useRulesTitle(setUp),
    inspection: useInspectionTitle(setUp),
  };
}

type StepProps = {
  nth: number;
  of: SetUp["steps"][number] | undefined;
  title: string;
  isOpen: boolean;
  isNow: boolean;
  onToggle: () => void;
  children: ReactNode;
};

function Step({ nth, of, title, isOpen, isNow, onToggle, children }: StepProps) {
  const t = useText();
  const format = useFormat();
  if (!of) return null;
  const isOver = isClosed(of);
  const id = `step-${of.step}`;
  const act = t(isOpen ? "guided.close" : isOver ? "guided.change" : "guided.open");
  return (
    <section className={`set-up-step ${isOver ? "done" : isNow ? "now" : ""}`} aria-labelledby={id}>
      <header>
        <span className="nth" aria-hidden="true">
          {isOver ? <Icon name="check" /> : nth}
        </span>
        <div>
          <h2 id={id}>{title}</h2>
          <span className="kind">
            <span>{t(`onboarding.step.${of.step}`)}</span>
            {isOver ? (
              <span>{t(of.isDone ? "onboarding.state.done" : "onboarding.state.waived")}</span>
            ) : (
              <>
                {of.dueOn ? (
                  <span className={of.isLate ? "over" : undefined}>
                    {t(of.isLate ? "guided.wasDue" : "guided.byDay", { day: format.day(of.dueOn, "plain") })}
                  </span>
                ) : null}
                <span>{t("guided.minutes", { count: minutes[of.step] })}</span>
              </>
            )}
          </span>
        </div>
        <button
          type="button"
          className={buttonClass("quiet")}
          aria-expanded={isOpen}
          aria-label={`${act}: ${t(`onboarding.step.${of.step}`)}`}
          onClick={onToggle}
        >
          {act}
        </button>
      </header>
      {isOpen ? <div className="body">{children}</div> : null}
    </section>
  );
}

/** What comes after, and when: also where all six are done. */
function Next({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const format = useFormat();
  const { next } = setUp;
  const day = next?.dueOn ? format.day(next.dueOn, "plain") : "";
  return (
    <Panel title={t("guided.after")}>
      <p className="soft">
        {!next
          ? t("guided.afterNothing")
          : next.step === "review"
            ? t("guided.afterReview", { day })
            : setUp.steps.some((one) => one.step === next.step && one.isLate)
              ? t("guided.afterLate", { step: t(`onboarding.step.${next.step}`), day })
              : day
                ? t("guided.afterStep", { step: t(`onboarding.step.${next.step}`), day })
                : t(`onboarding.step.${next.step}`)}
      </p>
    </Panel>
  );
}
