// On which days a company works: its week, the holidays ahead, and what that means for reminders.
import { VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { type T, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { calendar } from "../calendar/contract.ts";
import { CalendarDialog } from "./CalendarDialog.tsx";
import { useWeekdayName, weekdays } from "./weekdays.ts";

type Calendar = Output<typeof calendar.getCalendar>;

type Props = { companyId: string; country: string | null };

export function CalendarPanel({ companyId, country }: Props) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const [isChanging, change] = useState(false);
  const found = useOperation(calendar.getCalendar, { id: companyId });
  const { data } = found;
  const ahead = data?.holidays.filter((one) => one.day >= today) ?? [];
  const edit = (
    <Button size="s" offBecause={data?.mayChange ? null : t("company.notYours")} onClick={() => change(true)}>
      {t(data?.isEntered ? "calendar.change" : "calendar.enter")}
    </Button>
  );
  return (
    <Panel
      className="c6"
      title={data ? titleOf(data, ahead.length, t) : t("calendar.title")}
      more={data?.isEntered ? t("calendar.known", { count: data.holidays.length }) : null}
    >
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : !data.isEntered ? (
        <EmptyState title={t("calendar.none")} action={edit}>
          {t("calendar.noneHelp")}
        </EmptyState>
      ) : (
        <>
          <Week workDays={data.workDays} />
          {ahead.length > 0 ? (
            <ul className="lines">
              {ahead.slice(0, 5).map((one) => (
                <li key={one.day}>
                  <span className="tn soft">{format.day(one.day)}</span>
                  <LangText text={one.name} />
                </li>
              ))}
            </ul>
          ) : (
            <p className="soft">{t("calendar.noneAhead")}</p>
          )}
          <p className="small soft">{t("calendar.effect")}</p>
          <div className="below">{edit}</div>
        </>
      )}
      {isChanging && data ? (
        <CalendarDialog
          companyId={companyId}
          country={country}
          calendar={data}
          onClose={() => change(false)}
        />
      ) : null}
    </Panel>
  );
}

function titleOf({ isEntered }: Calendar, ahead: number, t: T): string {
  if (!isEntered) return t("calendar.title");
  return ahead === 0 ? t("calendar.titleRunOut") : t("calendar.titleAhead", { count: ahead });
}

function Week({ workDays }: { workDays: readonly number[] }) {
  const t = useText();
  const nameOf = useWeekdayName();
  return (
    <ol className="week" aria-label={t("calendar.week")}>
      {weekdays.map((one) => {
        const isOn = workDays.includes(one);
        return (
          <li key={one} className={isOn ? "on" : undefined}>
            {nameOf(one)}
            <VisuallyHidden> {t(isOn ? "calendar.works" : "calendar.off")}</VisuallyHidden>
          </li>
        );
      })}
    </ol>
  );
}
