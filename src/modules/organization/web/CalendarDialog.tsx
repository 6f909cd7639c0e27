// Entering a company's week and holidays: ticked, pasted, or copied from another company that has the same.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { call, useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { typedDay } from "#core/text/format.ts";
import { organization } from "../contract.ts";
import { calendar as operations } from "../calendar/contract.ts";
import { type Holiday, readHolidays } from "../calendar/rules.ts";
import { useWeekdayName, weekdays } from "./weekdays.ts";

type Calendar = Output<typeof operations.getCalendar>;
type Props = { companyId: string; country: string | null; calendar: Calendar; onClose: () => void };

const asLines = (holidays: readonly Holiday[]) =>
  holidays.map((one) => `${typedDay(one.day)} ${one.name}`).join("\n");

/** The days on which people of the country usually work (CLDR). */
function usualWeek(country: string | null): number[] {
  const locale = new Intl.Locale(`und-${country ?? "001"}`) as Intl.Locale & {
    getWeekInfo?: () => { weekend: number[] };
  };
  const weekend = locale.getWeekInfo?.().weekend ?? [6, 7];
  return weekdays.filter((one) => !weekend.includes(one));
}

export function CalendarDialog({ companyId, country, calendar, onClose }: Props) {
  const t = useText();
  const nameOf = useWeekdayName();
  const [workDays, setWorkDays] = useState<number[]>(() =>
    calendar.isEntered ? [...calendar.workDays] : usualWeek(country),
  );
  const [pasted, setPasted] = useState(() => asLines(calendar.holidays));
  const { holidays, wrong } = readHolidays(pasted);
  const set = useCommand(operations.setCalendar, [operations.getCalendar]);
  const tick = (one: number) => (isOn: boolean) =>
    setWorkDays((before) => (isOn ? [...before, one] : before.filter((day) => day !== one)));
  const missing =
    workDays.length === 0
      ? t("forms.first", { field: t("calendar.week") })
      : wrong.length > 0
        ? t("calendar.wrongLines", { count: wrong.length })
        : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { id: companyId, workDays, holidays, rowVersion: calendar.rowVersion },
      {
        onSuccess: () => {
          toast(t("calendar.saved", { count: holidays.length }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("calendar.dialogTitle")} size="l">
      <form className="form wide" onSubmit={submit}>
        <CopyFrom
          companyId={companyId}
          onCopy={(from) => {
            setWorkDays([...from.workDays]);
            setPasted(asLines(from.holidays));
          }}
        />
        <fieldset className="ticks" aria-label={t("calendar.week")}>
          {weekdays.map((one) => (
            <Tick key={one} label={nameOf(one)} isOn={workDays.includes(one)} onChange={tick(one)} />
          ))}
        </fieldset>
        <TextArea
          label={t("calendar.holidays")}
          hint={t("calendar.pasteHelp")}
          error={wrong[0] ? t("calendar.wrongLine", { line: wrong[0].slice(0, 60) }) : null}
          isOptional
          placeholder={t("calendar.example")}
          value={pasted}
          maxLength={60_000}
          onChange={setPasted}
        />
        <Note>{t("calendar.effect")}</Note>
        <FormEnds error={set.error} isBusy={set.isPending} offBecause={missing} onClose={onClose}>
          {t("calendar.save", { count: holidays.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type CopyProps = { companyId: string; onCopy: (from: Calendar) => void };

/** Fills the form with another company's calendar; nothing is kept until it is saved. */
function CopyFrom({ companyId, onCopy }: CopyProps) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [state, setState] = useState<{ from: string | null; isEmpty: boolean; error: Error | null }>({
    from: null,
    isEmpty: false,
    error: null,
  });
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 30 },
    { keep: true, enabled: search.trim().length > 0 },
  );
  const copy = async (from: string | null) => {
    setState({ from, isEmpty: false, error: null });
    if (from === null) return;
    try {
      const theirs = await call(operations.getCalendar, { id: from });
      if (theirs.isEntered) onCopy(theirs);
      else setState({ from, isEmpty: true, error: null });
    } catch (error) {
      setState({ from, isEmpty: false, error: error as Error });
    }
  };
  return (
    <>
      <Select
        label={t("calendar.copyFrom")}
        placeholder={t("group.find")}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        data={(found.data?.rows ?? [])
          .filter((unit) => unit.id !== companyId)
          .map((unit) => ({ value: unit.id, label: `${nameFor(unit)} · ${unit.code}` }))}
        value={state.from}
        onChange={(from) => void copy(from)}
      />
      {state.isEmpty ? <Note kind="warn">{t("calendar.copyNone")}</Note> : null}
      <FormError error={state.error} />
    </>
  );
}
