// Days of a round that have gone by before it is opened, and what follows from it.
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { passedDays, type RoundDates } from "../rules.ts";

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
