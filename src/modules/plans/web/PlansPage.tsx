// Improvement plans of one's scope: what is owed, waits, runs, drifts.
import { useState } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { FindingTabs } from "#web/layout/FindingTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { useOperation } from "#web/api.ts";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { ResultBadge } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { plans } from "../contract.ts";
import { views } from "../rules.ts";
import type { PlanRow } from "./plan.ts";
import { PlanState } from "./PlanState.tsx";
import { SettingsDialog } from "./SettingsDialog.tsx";
import "./plans.css";

type View = (typeof views)[number];
type Url = { view: View; companyId: string; divisionId: string; search: string };

export default function PlansPage() {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const view = url.view ?? "open";
  const narrowing = {
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    ...(url.search ? { search: String(url.search) } : {}),
  };
  const counts = useOperation(plans.countImprovementPlans, narrowing, { keep: true });
  const pages = usePages<PlanRow>(plans.listImprovementPlans, { ...narrowing, view });
  const columns = useColumns();
  const mayWrite = useMay("plan.write");
  const mayRule = useMay("plan.rule");
  const [isSetting, setSetting] = useState(false);
  const { data } = counts;
  return (
    <Page
      title={useTitle(data)}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: t("plans.crumb") }]}
      actions={
        <>
          {mayRule ? <Button onClick={() => setSetting(true)}>{t("planSettings.title")}</Button> : null}
          {mayWrite ? (
            <GoButton to="/plans/new" look="main">
              {t("plan.begin")}
            </GoButton>
          ) : null}
        </>
      }
    >
      <FindingTabs at="/plans" />
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label: t(`plans.view.${one}`),
          count: data ? format.number(data.views[one]) : undefined,
        }))}
        onChange={(one) => set({ view: one === "open" ? undefined : (one as View) }, { push: true })}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("list.find")}
          value={url.search ?? ""}
          onFind={(search) => set({ search })}
        />
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => set({ companyId })} />
      </div>
      <DataTable
        label={t("plans.crumb")}
        columns={columns}
        pages={pages}
        total={data?.views[view]}
        countedAt={data?.at}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: "/plans/$id", params: { id: row.id } })}
        empty={
          data?.views.all === 0 && Object.keys(narrowing).length === 0 ? (
            <EmptyState title={t("plans.none")} icon="findings">
              {t("plans.noneHelp")}
            </EmptyState>
          ) : (
            <EmptyState title={t("plans.noneFit")}>{t("plans.noneFitHelp")}</EmptyState>
          )
        }
      />
      {isSetting ? <SettingsDialog onClose={() => setSetting(false)} /> : null}
    </Page>
  );
}

type Counts = { views: Record<View, number> };

function useTitle(data: Counts | undefined): string {
  const t = useText();
  if (!data) return t("plans.crumb");
  const count = data.views.open;
  if (count === 0) return t("plans.titleNone");
  const { late } = data.views;
  if (late > 0) return t("plans.titleLate", { late, count });
  return data.views.drifting > 0
    ? t("plans.titleDrift", { count: data.views.drifting })
    : t("plans.title", { count });
}

function useColumns(): Column<PlanRow>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "reference",
      head: t("plans.reference"),
      width: "104px",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.reference}</span>,
    },
    {
      id: "title",
      head: t("plans.name"),
      cell: (row) => (
        <>
          <Go to="/plans/$id" params={{ id: row.id }}>
            <LangText text={row.title} />
          </Go>{" "}
          {row.result ? <ResultBadge result={row.result} isPlain /> : null}
        </>
      ),
    },
    {
      id: "company",
      head: t("plans.company"),
      width: "20%",
      cell: (row) => <LangText text={row.companyName} />,
    },
    { id: "state", head: t("plans.state"), width: "140px", cell: (row) => <PlanState state={row.state} /> },
    {
      id: "progress",
      head: t("plans.progress"),
      width: "112px",
      isWideOnly: true,
      cell: (row) => <Progress row={row} />,
    },
    {
      id: "open",
      head: t("plans.openFindings"),
      width: "96px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => `${format.number(row.openFindingCount)} / ${format.number(row.findingCount)}`,
    },
    { id: "next", head: t("plans.next"), width: "172px", cell: (row) => <Next row={row} /> },
    {
      id: "drift",
      head: t("plans.drift"),
      width: "80px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) =>
        row.driftDays > 0 ? t("plans.driftDays", { count: row.driftDays }) : <span className="mute">–</span>,
    },
  ];
}

function Progress({ row }: { row: PlanRow }) {
  const format = useFormat();
  if (row.stepCount === 0) return <span className="mute">–</span>;
  return (
    <span className="plan-progress tn">
      <i aria-hidden="true">
        <b style={{ width: `${(100 * row.doneStepCount) / row.stepCount}%` }} />
      </i>
      {format.number(row.doneStepCount)} / {format.number(row.stepCount)}
    </span>
  );
}

/** What is next: to hand it in, the end of its steps, or the verification of what they were for; what is over is said. */
export function Next({ row }: { row: PlanRow }) {
  const t = useText();
  const format = useFormat();
  if (row.state === "drafting" || row.state === "returned")
    return (
      <span className={row.isLate ? "tn plan-over" : "tn"}>
        {t("plans.handIn", { day: format.day(row.handInBy, "plain") })}
      </span>
    );
  if (row.state !== "approved" || !row.endsOn) return <span className="mute">–</span>;
  if (row.stepCount > 0 && row.doneStepCount === row.stepCount)
    return <span>{t("plans.toVerify", { count: row.openFindingCount })}</span>;
  return (
    <span className="tn">
      {t("plans.ends", { day: format.day(row.endsOn, "plain") })}
      {row.overdueStepCount > 0 ? (
        <span className="sub small line plan-over">
          {t("plans.overdueSteps", { count: row.overdueStepCount })}
        </span>
      ) : null}
    </span>
  );
}
