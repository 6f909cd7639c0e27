// The day one looks at. It chooses the data, never the rights: those are of today.
import { Popover } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { fiscalYearBounds, fiscalYearOf, addDays } from "#core/time/fiscal-year.ts";
import { DateField } from "../forms/fields.tsx";
import { Go } from "../navigation.tsx";
import { useSession } from "../session.ts";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/icons.tsx";
import { isDated, useAsOf, useChangeAsOf, useWhyNoDay } from "./asOf.tsx";
import { useMinute } from "./useMinute.ts";

export function DayPicker() {
  const t = useText();
  const format = useFormat();
  const { asOf } = useAsOf();
  const [isOpen, open] = useState(false);
  const now = useMinute();
  const { pathname } = useLocation();
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="pick day"
          aria-expanded={isOpen}
          aria-label={t("frame.dayChoose")}
          onClick={() => open(!isOpen)}
        >
          <Icon name="day" />
          {asOf && isDated(pathname) ? (
            <b>{t("frame.asOf", { day: format.day(asOf) })}</b>
          ) : (
            <>
              <span className="wide">{t("frame.today")}</span>
              <small className="wide">{format.momentWithZone(now)}</small>
            </>
          )}
          <Icon name="down" className="turn" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        {isDated(pathname) ? (
          <Choices onDone={() => open(false)} />
        ) : (
          <Elsewhere day={asOf} onDone={() => open(false)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Why this page has no other day, and where there is one. */
function Elsewhere({ day, onDone }: { day: string | undefined; onDone: () => void }) {
  const t = useText();
  const change = useChangeAsOf();
  return (
    <div className="picker day">
      <p>
        {useWhyNoDay()} {t("frame.dayWhere")}
      </p>
      <div className="row wrap">
        <Go to="/companies" onClick={onDone}>
          {t("frame.dayCompanies")}
        </Go>
        {day ? (
          <Button
            size="s"
            onClick={() => {
              change(null);
              onDone();
            }}
          >
            {t("frame.backToToday")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Choices({ onDone }: { onDone: () => void }) {
  const t = useText();
  const { asOf } = useAsOf();
  const change = useChangeAsOf();
  const { today, group } = useSession();
  const [day, setDay] = useState(asOf ?? today);
  const choose = (chosen: string | null) => {
    change(chosen === today ? null : chosen);
    onDone();
  };
  const year = fiscalYearOf(today, group.fiscalYearStartMonth);
  const yearEnd = addDays(fiscalYearBounds(year, group.fiscalYearStartMonth).from, -1);
  const monthEnd = addDays(`${today.slice(0, 8)}01`, -1);
  return (
    <form
      className="picker day"
      onSubmit={(event) => {
        event.preventDefault();
        if (day) choose(day);
      }}
    >
      <DateField label={t("frame.dayField")} value={day} onChange={setDay} />
      <div className="row wrap">
        <Button size="s" onClick={() => choose(null)}>
          {t("frame.today")}
        </Button>
        <Button size="s" onClick={() => choose(monthEnd)}>
          {t("frame.dayMonthEnd")}
        </Button>
        <Button size="s" onClick={() => choose(yearEnd)}>
          {t("frame.dayYearEnd")}
        </Button>
      </div>
      <p className="small mute">{t("frame.dayHint")}</p>
      <Button type="submit" look="main">
        {t("frame.dayField")}
      </Button>
    </form>
  );
}
