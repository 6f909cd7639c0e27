// What is doubtful in the days of a round before it is opened: that they have gone by, or lie in another fiscal year.
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { isOfAnotherYear, passedDays, type RoundDates } from "../rules.ts";

export function PassedDays({ round }: { round: RoundDates }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const passed = passedDays(round, today);
  if (passed.length === 0) return null;
  const days = passed.map((name) =>
    t("round.pastDay", { what: t(`round.${name}`), day: format.day(round[name], "plain") }),
  );
  return <Note kind="warn">{t("round.past", { days: format.list(days) })}</Note>;
}

/** Whether no day of the round lies in the fiscal year it is named after. */
export function useIsOfAnotherYear(round: RoundDates & { fiscalYear: number }): boolean {
  return isOfAnotherYear(round, useSession().group.fiscalYearStartMonth);
}

export function OtherYear({ round }: { round: RoundDates & { fiscalYear: number } }) {
  const t = useText();
  const format = useFormat();
  if (!useIsOfAnotherYear(round)) return null;
  return (
    <Note kind="warn">
      {t("round.otherYear", {
        year: format.fiscalYear(round.fiscalYear),
        from: format.day(round.opensOn, "plain"),
        to: format.day(round.confirmDueOn, "plain"),
      })}
    </Note>
  );
}
