// The programme of a fiscal year: months by region with auditor days, the visits of the chosen month, and what may be done with it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import { AuditTabs } from "./AuditTabs.tsx";
import { ProgrammeMonths } from "./ProgrammeMonths.tsx";
import { type VisitsUrl, VisitsTable } from "./VisitsTable.tsx";
import { PlanDialog } from "./PlanDialog.tsx";

type Programme = Output<typeof audits.getProgramme>;
type Listed = Output<typeof audits.listProgrammes>;

export default function ProgrammePage() {
  const t = useText();
  const format = useFormat();
  const { isGroupWide } = useSession();
  const mayPlan = useMay("audit.plan") && isGroupWide;
  const [isPlanning, setPlanning] = useState(false);
  const [url, setUrl] = useUrl<VisitsUrl & { year: number }>();
  const list = useOperation(audits.listProgrammes, {});
  const year = Number(url.year ?? list.data?.thisYear ?? 0);
  const listed = list.data?.rows.find((one) => one.fiscalYear === year);
  const read = useOperation(audits.getProgramme, { id: listed?.id ?? "" }, { enabled: listed !== undefined });
  const programme = listed ? read.data : undefined;
  return (
    <Page
      title={titleOf(list.data, year, programme, t, format.fiscalYear(year))}
      crumbs={[{ label: t("rail.audits"), to: "/audits" }, { label: t("audits.programme") }]}
      actions={
        mayPlan ? (
          <>
            <Button onClick={() => setPlanning(true)}>{t("audits.plan")}</Button>
            <GoButton look="main" to="/audits/programme/proposal" search={{ first: year }}>
              {t("audits.propose")}
            </GoButton>
          </>
        ) : null
      }
    >
      <AuditTabs at="/audits/programme" />
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data ? (
        <>
          <Tabs
            label={t("audits.year")}
            value={String(year)}
            choices={yearsOf(list.data).map((one) => ({
              value: String(one),
              label: format.fiscalYear(one),
              count: countOf(list.data, one, format),
            }))}
            onChange={(to) => setUrl({ year: Number(to), month: undefined, region: undefined })}
          />
          {listed === undefined ? (
            <NoProgramme year={year} mayPlan={mayPlan} isOver={year < list.data.thisYear} />
          ) : programme ? (
            <>
              <Standing programme={programme} />
              <ProgrammeMonths
                programme={programme}
                startMonth={list.data.startMonth}
                chosen={url}
                onChoose={(part) => setUrl(part)}
              />
              <VisitsTable year={year} url={url} onChange={setUrl} />
            </>
          ) : (
            <Loading rows={6} />
          )}
        </>
      ) : (
        <Loading rows={6} />
      )}
      {isPlanning ? <PlanDialog onClose={() => setPlanning(false)} /> : null}
    </Page>
  );
}

/** Years that there are, this one, and as many ahead as one looks. */
function yearsOf({ rows, thisYear }: Listed): number[] {
  const known = rows.map((one) => one.fiscalYear);
  const ahead = [0, 1, 2, 3, 4].map((at) => thisYear + at);
  return [...new Set([...known, ...ahead])].toSorted((a, b) => a - b);
}

const countOf = ({ rows }: Listed, year: number, format: ReturnType<typeof useFormat>) => {
  const one = rows.find((row) => row.fiscalYear === year);
  return one ? format.number(one.visits) : undefined;
};

function titleOf(
  list: Listed | undefined,
  year: number,
  programme: Programme | undefined,
  t: ReturnType<typeof useText>,
  name: string,
): string {
  if (!list) return t("audits.programme");
  if (!programme) return t("audits.programme.titleNone", { year: name });
  const { held, visits, unstaffed } = programme;
  if (visits === 0) return t("audits.programme.titleEmpty", { year: name });
  return unstaffed > 0
    ? t("audits.programme.titleUnstaffed", { year: name, count: visits, held, unstaffed })
    : t("audits.programme.title", { year: name, count: visits, held });
}

function NoProgramme({ year, mayPlan, isOver }: { year: number; mayPlan: boolean; isOver: boolean }) {
  const t = useText();
  const format = useFormat();
  const add = useCommand(audits.addProgramme, [audits.listProgrammes]);
  return (
    <EmptyState
      icon="check"
      title={t("audits.programme.none", { year: format.fiscalYear(year) })}
      action={
        mayPlan && !isOver ? (
          <>
            <FormError error={add.error} />
            <Button isBusy={add.isPending} onClick={() => add.mutate({ fiscalYear: year })}>
              {t("audits.programme.begin")}
            </Button>
          </>
        ) : null
      }
    >
      {t("audits.programme.noneHelp")}
    </EmptyState>
  );
}

const refreshed = [audits.getProgramme, audits.listProgrammes];

/** State, who approved it, days used of available, and the two steps of its way. */
function Standing({ programme }: { programme: Programme }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const approve = useCommand(audits.approveProgramme, refreshed);
  const close = useCommand(audits.closeProgramme, refreshed);
  const { id, rowVersion, usedDays, availableDays, state } = programme;
  const off = (code: string | null) => (code === null ? null : any(`audits.off.${code}`));
  const share = availableDays ? Math.min(100, Math.round((100 * usedDays) / availableDays)) : 0;
  return (
    <Panel
      className="below"
      title={t(`audits.programme.state.${state}`, {
        name: programme.approvedByName ?? "",
      })}
      footer={
        programme.mayPlan ? (
          <div className="row">
            <FormError error={approve.error ?? close.error} />
            {state === "draft" ? (
              <Button
                isBusy={approve.isPending}
                offBecause={off(programme.approveOff)}
                onClick={() => approve.mutate({ id, rowVersion })}
              >
                {t("audits.programme.approve")}
              </Button>
            ) : null}
            {state === "running" || state === "approved" ? (
              <Button
                isBusy={close.isPending}
                offBecause={off(programme.closeOff)}
                onClick={() => close.mutate({ id, rowVersion })}
              >
                {t("audits.programme.close")}
              </Button>
            ) : null}
          </div>
        ) : null
      }
    >
      {availableDays === null ? (
        <p className="soft">{t("audits.daysPlanned", { used: format.number(usedDays) })}</p>
      ) : (
        <div className={usedDays > availableDays ? "days-used over" : "days-used"}>
          <span>
            {t("audits.daysUsed", { used: format.number(usedDays), available: format.number(availableDays) })}
          </span>
          <span className="track" aria-hidden="true">
            <i style={{ width: `${availableDays === 0 && usedDays > 0 ? 100 : share}%` }} />
          </span>
          {usedDays > availableDays ? (
            <span className="late-ink">{t("audits.daysMissing", { count: usedDays - availableDays })}</span>
          ) : null}
        </div>
      )}
    </Panel>
  );
}
