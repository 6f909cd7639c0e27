// Days as columns, rosters as rows: whose hours they are, and, hatched, the hours that nobody has.
import { addDays } from "#core/time/fiscal-year.ts";
import { dayIn } from "#modules/duties/rules.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Go } from "#web/navigation.tsx";
import { LangText } from "#web/ui/small.tsx";
import { useNow } from "#web/ui/now.ts";
import { momentOf } from "../rules.ts";
import { type Gap, nameIn } from "./rows.ts";
import "./on-call.css";

type Hours = { id: string; tier: number; personId: string; startsAt: string; endsAt: string };
export type PictureRow = {
  id: string;
  name: string;
  unit?: string | null;
  turns: readonly Hours[];
  gaps: readonly Gap[];
  people: readonly { id: string; name: string }[];
};
type Props = {
  label: string;
  rows: readonly PictureRow[];
  from: string;
  until: string;
  zone: string;
  isLinked?: boolean;
};

export function WeekPicture({ label, rows, from, until, zone, isLinked = false }: Props) {
  const format = useFormat();
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const at = (moment: string | number) => {
    const time = typeof moment === "number" ? moment : Date.parse(moment);
    return Math.min(100, Math.max(0, (100 * (time - start)) / (end - start)));
  };
  const days = daysOf(start, end, zone);
  const now = useNow().getTime();
  return (
    <section className="on-call-week" aria-label={label}>
      <div className="on-call-days" aria-hidden="true">
        {days.map(({ day, time }) => (
          <span
            key={day}
            className="tn"
            style={{ left: `${at(time)}%`, width: `${at(time + dayMs) - at(time)}%` }}
          >
            <b>{format.day(day, "short")}</b>
            <b className="brief">{Number(day.slice(8))}</b>
            <small>{weekday(day, format.language)}</small>
          </span>
        ))}
      </div>
      {rows.map((row) => (
        <div key={row.id} className="on-call-row">
          <div className="on-call-of">
            {isLinked ? (
              <Go to="/on-call/rosters/$id" params={{ id: row.id }}>
                <LangText text={row.name} />
              </Go>
            ) : (
              <LangText text={row.name} />
            )}
            {row.unit ? <LangText className="small soft" text={row.unit} /> : null}
          </div>
          <div className="on-call-tracks">
            {days.map(({ day, time }) => (
              <i key={day} className="on-call-line" style={{ left: `${at(time)}%` }} />
            ))}
            {now > start && now < end ? (
              <i className="on-call-line now" style={{ left: `${at(now)}%` }} />
            ) : null}
            <Track row={row} tier={1} at={at} zone={zone} />
            {row.turns.some((turn) => turn.tier === 2) ? (
              <Track row={row} tier={2} at={at} zone={zone} />
            ) : null}
          </div>
        </div>
      ))}
    </section>
  );
}

type TrackProps = { row: PictureRow; tier: number; at: (moment: string) => number; zone: string };

function Track({ row, tier, at, zone }: TrackProps) {
  const t = useText();
  const format = useFormat();
  const span = (one: Gap) =>
    `${format.moment(one.startsAt, "week", zone)} – ${format.moment(one.endsAt, "week", zone)}`;
  const place = (one: Gap) => ({
    left: `${at(one.startsAt)}%`,
    width: `${at(one.endsAt) - at(one.startsAt)}%`,
  });
  const order = [...new Set(row.people.map((one) => one.id))].sort();
  return (
    <ul
      className={tier === 1 ? "on-call-track" : "on-call-track backup"}
      aria-label={t(`onCall.tier.${tier}` as never)}
    >
      {row.turns
        .filter((turn) => turn.tier === tier && at(turn.endsAt) > at(turn.startsAt))
        .map((turn) => {
          const name = nameIn(row.people, turn.personId);
          return (
            <li
              key={turn.id}
              className={`tint-${Math.max(0, order.indexOf(turn.personId)) % 4}`}
              style={place(turn)}
              title={`${name} · ${span(turn)}`}
            >
              <LangText text={name} />
            </li>
          );
        })}
      {tier === 1
        ? row.gaps
            .filter((gap) => at(gap.endsAt) > at(gap.startsAt))
            .map((gap) => (
              <li
                key={gap.startsAt}
                className="gap"
                style={place(gap)}
                title={t("onCall.gap", {
                  from: format.moment(gap.startsAt, "week", zone),
                  until: format.moment(gap.endsAt, "week", zone),
                })}
              >
                <span>{t("onCall.nobody")}</span>
              </li>
            ))
        : null}
    </ul>
  );
}

const dayMs = 86_400_000;

/** The midnights of a zone within the span, with the day that begins there. */
function daysOf(start: number, end: number, zone: string): { day: string; time: number }[] {
  const days: { day: string; time: number }[] = [];
  for (let day = dayIn(new Date(start), zone); ; day = addDays(day, 1)) {
    const time = momentOf(day, "00:00", zone).getTime();
    if (time >= end) return days;
    if (time >= start) days.push({ day, time });
  }
}

const tags = { ja: "ja-JP", en: "en-GB", zh: "zh-CN" } as const;
const weekday = (day: string, language: keyof typeof tags) =>
  new Intl.DateTimeFormat(tags[language], { weekday: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
