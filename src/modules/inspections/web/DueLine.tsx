// When answers are due, the same on the home page and where they are given: the running clock counts, never two days.
import { dayIn } from "#modules/duties/rules.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ClockLine } from "#web/ui/figures.tsx";
import { useNow } from "#web/ui/now.ts";
import type { Clock } from "../contract.ts";

type Props = { clock: Clock; dueOn: string; state: string };

/** What was sent back has a clock of its own: that one is told, and beside it the day the whole inspection was due. */
export function DueLine({ clock, dueOn, state }: Props) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const day = format.moment(clock.dueAt, "week", clock.timeZone);
  const isOther =
    clock.kind === "inspection.answer" && dayIn(new Date(clock.dueAt), clock.timeZone) !== dueOn;
  return (
    <ClockLine from={clock.startsAt} due={clock.dueAt} now={now}>
      <span className="mute wraps">
        {state === "returned" ? t("home.own.dueAgain", { day }) : t("home.own.due", { day })}
        {isOther ? ` · ${t("home.own.wasDue", { day: format.day(dueOn, "week") })}` : ""}
      </span>
    </ClockLine>
  );
}
