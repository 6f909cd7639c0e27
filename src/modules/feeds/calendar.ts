// Duties as entries of a calendar: whole days, so that Outlook, Google and Apple show them where a deadline is looked for
// (docs/decisions/0083). Pure.
import ical, {
  ICalAlarmType,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventTransparency,
} from "ical-generator";
import { dayIn, markedExercise } from "#modules/duties/rules.ts";
import { formatMoment, type Language, type Say } from "#core/text/format.ts";

export type FeedDuty = {
  id: string;
  kind: string;
  company: string;
  dueAt: string;
  timeZone: string;
  changedAt: string;
  movedCount: number;
  isExercise: boolean;
  /** Where it is done. */
  path: string;
};

/** Hours on call, at which one is to be rung. */
export type FeedTurn = {
  id: string;
  roster: string;
  company: string;
  tier: number;
  startsAt: string;
  endsAt: string;
};

type Speech = { say: Say; language: Language; timeZone: string; publicUrl: string };

/** How often a program should look again. */
const hourSeconds = 3600;
/** At nine in the morning of the day before the due day begins. */
const alarmBefore = 15 * hourSeconds;
const dayMs = 86_400_000;

export function calendarOf(
  duties: readonly FeedDuty[],
  turns: readonly FeedTurn[],
  speech: Speech & { now: Date },
): string {
  const { say, language, timeZone, publicUrl } = speech;
  const calendar = ical({
    name: say("feed.calendarName"),
    prodId: { company: "Yagura", product: "Duties", language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: hourSeconds,
  });
  for (const duty of duties) {
    const words = { duty: say(`duty.kind.${duty.kind}`), company: duty.company };
    const summary = markedExercise(duty, say("feed.entry", words), say);
    const start = new Date(`${dayIn(new Date(duty.dueAt), duty.timeZone)}T00:00:00Z`);
    const event = calendar.createEvent({
      id: duty.id,
      start,
      end: new Date(start.getTime() + dayMs),
      allDay: true,
      summary,
      description: `${say("feed.due", { due: formatMoment(duty.dueAt, language, timeZone, "full", true) })}\n${publicUrl}${duty.path}`,
      url: `${publicUrl}${duty.path}`,
      stamp: new Date(duty.changedAt),
      lastModified: new Date(duty.changedAt),
      sequence: duty.movedCount,
      // A deadline takes up nobody's time.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
    event.createAlarm({
      type: ICalAlarmType.display,
      triggerBefore: alarmBefore,
      description: summary,
    });
  }
  for (const turn of turns) addTurn(calendar, turn, speech);
  return calendar.toString();
}

/** With its hours, other than a deadline; it stops nobody from meeting others meanwhile. */
function addTurn(
  calendar: ICalCalendar,
  turn: FeedTurn,
  { say, publicUrl, now }: Speech & { now: Date },
): void {
  const summary = say(turn.tier === 2 ? "feed.turnBackup" : "feed.turn", {
    roster: turn.roster,
    company: turn.company,
  });
  const event = calendar.createEvent({
    id: turn.id,
    start: new Date(turn.startsAt),
    end: new Date(turn.endsAt),
    summary,
    description: `${publicUrl}/on-call/mine`,
    url: `${publicUrl}/on-call/mine`,
    stamp: now,
    transparency: ICalEventTransparency.TRANSPARENT,
  });
  event.createAlarm({ type: ICalAlarmType.display, triggerBefore: hourSeconds, description: summary });
}
