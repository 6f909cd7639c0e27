// On the company's page: where it stands in its first ninety days, and the way on.
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { onboarding } from "../contract.ts";
import { countsOf } from "./onboarding.ts";
import { DaysLine, useStepByDay } from "./parts.tsx";

export default function CompanyOnboarding({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const byDay = useStepByDay();
  const read = useOperation(onboarding.getPlan, { companyId }, { enabled: asOf === undefined });
  const plan = read.data?.plan;
  if (!read.data || asOf !== undefined) return null;
  // One that was done long ago is history; it stays on its own page and in the story.
  if (!plan || plan.closedOn !== null)
    return read.data.can.open && !plan ? (
      <p className="below small">
        <GoButton size="s" look="quiet" to="/companies/$id/onboarding" params={{ id: companyId }}>
          {t("onboarding.plan.open")}
        </GoButton>
      </p>
    ) : null;
  const next = plan.steps
    .filter((one) => one.state === "open")
    .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))[0];
  const to = { params: { id: companyId } };
  return (
    <Panel
      className="below"
      title={t("onboarding.company.title", countsOf(plan.steps))}
      more={t("onboarding.day", plan)}
    >
      <DaysLine plan={plan} />
      <div className="row between">
        <span className={next?.isLate ? "late-ink" : "soft"}>
          {next ? t("onboarding.company.next", { what: byDay(next) }) : null}
        </span>
        <span className="row">
          <GoButton to="/companies/$id/onboarding" {...to}>
            {t("onboarding.toPlan")}
          </GoButton>
          <GoButton to="/companies/$id/set-up" {...to}>
            {t("onboarding.toSetUp")}
          </GoButton>
        </span>
      </div>
    </Panel>
  );
}
