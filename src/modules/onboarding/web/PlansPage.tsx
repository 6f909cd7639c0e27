// All plans within reach: who is in the first ninety days, who is behind, what comes next.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { onboarding } from "../contract.ts";
import { DaysCell, useStepByDay } from "./parts.tsx";
import { StepDaysDialog } from "./StepDaysDialog.tsx";

type Row = Output<typeof onboarding.listPlans>["rows"][number];
const standings = ["all", "behind", "on_time", "planned", "done", "lapsed"] as const;
type Shown = (typeof standings)[number];

export default function PlansPage() {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const maySet = useMay("onboarding.set_days");
  const [isSetting, setSetting] = useState(false);
  const [{ divisionId, standing: of }, setUrl] = useUrlOfUnit<{ divisionId: string; standing: Shown }>(
    "divisionId",
  );
  const standing = standings.find((one) => one === of) ?? "all";
  const under = divisionId ? { divisionId } : {};
  const counts = useOperation(onboarding.countPlans, under, { keep: true });
  const pages = usePages<Row>(onboarding.listPlans, {
    ...under,
    ...(standing === "all" ? {} : { standing }),
  });
  const countOf = (name: Shown) =>
    (counts.data?.rows ?? [])
      .filter((row) => name === "all" || row.standing === name)
      .reduce((sum, row) => sum + row.count, 0);
  const running = countOf("on_time") + countOf("behind");
  const behind = countOf("behind");
  return (
    <Page
      title={
        !counts.data
          ? t("onboarding.crumb")
          : running === 0
            ? t("onboarding.list.titleNone")
            : t(behind > 0 ? "onboarding.list.titleBehind" : "onboarding.list.title", {
                count: running,
                behind,
              })
      }
      crumbs={[{ label: t("rail.group"), to: "/group" }, { label: t("onboarding.crumb") }]}
      actions={maySet ? <Button onClick={() => setSetting(true)}>{t("onboarding.plan.days")}</Button> : null}
    >
      <GroupTabs />
      <p className="soft lead-in">{t("onboarding.list.lead")}</p>
      <Tabs<Shown>
        label={t("onboarding.standing")}
        value={standing}
        onChange={(next) => setUrl({ standing: next === "all" ? undefined : next })}
        choices={standings.map((value) => ({
          value,
          label: t(`onboarding.standing.${value}`),
          count: counts.data ? format.number(countOf(value)) : undefined,
        }))}
      />
      <DataTable
        label={t("onboarding.crumb")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={counts.data ? countOf(standing) : undefined}
        onOpen={(row) => go({ to: "/companies/$id/onboarding", params: { id: row.companyId } })}
        empty={
          <EmptyState icon="unit" title={t("onboarding.list.none")}>
            {t("onboarding.list.noneHelp")}
          </EmptyState>
        }
      />
      {isSetting ? <StepDaysDialog onClose={() => setSetting(false)} /> : null}
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const byDay = useStepByDay();
  const format = useFormat();
  return [
    {
      id: "company",
      head: t("onboarding.list.company"),
      width: "26%",
      cell: (row) => (
        <Go to="/companies/$id/onboarding" params={{ id: row.companyId }}>
          <LangText text={row.companyName} />
        </Go>
      ),
    },
    {
      id: "division",
      head: t("onboarding.list.division"),
      isWideOnly: true,
      cell: (row) => (row.divisionName ? <LangText text={row.divisionName} /> : "–"),
    },
    {
      id: "days",
      head: t("onboarding.list.days"),
      width: "220px",
      isWideOnly: true,
      cell: (row) => <DaysCell elapsed={row.elapsed} total={row.total} />,
    },
    {
      id: "steps",
      head: t("onboarding.list.steps"),
      width: "110px",
      isNumber: true,
      cell: (row) => t("onboarding.stepsDone", { done: row.doneSteps, all: row.allSteps }),
    },
    {
      id: "next",
      head: t("onboarding.list.next"),
      cell: (row) =>
        row.closedOn ? (
          <span className="soft">{format.day(row.closedOn, "plain")}</span>
        ) : row.next ? (
          <span className={row.next.isLate ? "late-ink" : undefined}>{byDay(row.next)}</span>
        ) : (
          "–"
        ),
    },
    {
      id: "standing",
      head: t("onboarding.standing"),
      width: "130px",
      cell: (row) => (
        <span className={`step-state ${row.standing === "behind" ? "late" : row.standing}`}>
          {t(`onboarding.standing.${row.standing}`)}
        </span>
      ),
    },
  ];
}
