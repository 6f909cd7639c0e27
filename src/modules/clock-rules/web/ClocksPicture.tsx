// The clocks of a case as bars, each from its starting event to its due time. The scale is stretched at its beginning: an hour and
// sixty days stand in one picture.
import { useState } from "react";
import { Picture } from "#web/charts/Picture.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tick } from "#web/forms/fields.tsx";
import { LangText } from "#web/ui/small.tsx";
import { standingOf } from "./clock-row.tsx";
import type { Tried, TriedClock } from "./rows.ts";
import { useSaying } from "./saying.ts";

const day = 86_400_000;
/** By which power the passing of time is drawn: about half of the picture is the first tenth of the time. */
const stretch = 0.35;
/** Names of marks that would stand nearer to the one before, in hundredths of the picture, are left out; their lines stay. */
const nearest = 22;
const marks = [day / 24, day, 3 * day, 7 * day, 30 * day, 90 * day, 365 * day];

type Props = {
  of: Tried;
  /** Clocks of an incident: they run, and would not only. */
  isReal?: boolean;
};

export function ClocksPicture({ of, isReal = false }: Props) {
  const t = useText();
  const format = useFormat();
  const say = useSaying();
  const [isAll, showAll] = useState(false);
  const dated = of.clocks.filter((one) => one.state === "runs" && one.startedAt && one.dueAt);
  const drawn = isAll ? dated : dated.filter((one) => one.outcome === "applies");
  const running = of.clocks.filter((one) => one.outcome === "applies" && one.state === "runs");
  const title = useTitle(running, dated, isReal);
  const summary = useSummary(of.clocks);
  const begin = Math.min(...drawn.map((one) => Date.parse(one.startedAt ?? "")));
  const end = Math.max(...drawn.map((one) => Date.parse(one.dueAt ?? "")), begin + day);
  const at = (instant: number) => 100 * ((Math.max(instant, begin) - begin) / (end - begin)) ** stretch;
  const ticks = marks.filter((mark) => begin + mark <= end);
  const named = ticks.reduce<number[]>((kept, mark) => {
    const before = kept.at(-1);
    return before !== undefined && at(begin + mark) - at(begin + before) < nearest ? kept : [...kept, mark];
  }, []);
  return (
    <Picture
      title={title}
      more={t("clock.legend")}
      summary={summary}
      fileName="yagura-clocks"
      tools={
        dated.some((one) => one.outcome === "possible") ? (
          <div className="body row">
            <Tick label={t("clockTry.drawPossible")} isOn={isAll} onChange={showAll} />
          </div>
        ) : null
      }
      table={{
        heads: [
          t("clock.table.clock"),
          t("clock.table.company"),
          t("clock.table.start"),
          t("clock.table.due"),
          t("clock.table.standing"),
        ],
        rows: of.clocks.map((one) => [
          one.name,
          one.companyName,
          one.startedAt ? format.momentWithZone(one.startedAt, one.zone) : say.anchor(one),
          one.dueAt
            ? format.momentWithZone(one.dueAt, one.zone)
            : t(
                one.state === "at_once"
                  ? "clock.atOnce"
                  : one.state === "paused"
                    ? "clock.paused"
                    : "clock.waiting",
              ),
          `${standingOf(one) === "draft" ? t("clock.draft") : t(`clockRule.standing.${one.standing === "due" ? "adopted" : "proposed"}`)}${one.outcome === "possible" ? ` · ${t("clock.possible")}` : ""}`,
        ]),
      }}
    >
      {drawn.length === 0 ? (
        <p className="soft">{t("clockTry.noneDrawn")}</p>
      ) : (
        <div className="clock-bars">
          <div className="clock-axis" aria-hidden="true">
            <span />
            <span className="clock-track">
              {ticks.map((mark) => (
                <i key={mark} style={{ left: `${at(begin + mark)}%` }}>
                  {named.includes(mark) ? (
                    <b>{mark < day ? say.length("hour", 1) : say.length("calendar_day", mark / day)}</b>
                  ) : null}
                </i>
              ))}
            </span>
          </div>
          {drawn.map((one) => (
            <Bar key={one.id} of={one} at={at} ticks={ticks.map((mark) => at(begin + mark))} />
          ))}
        </div>
      )}
    </Picture>
  );
}

/** What runs, else what may: both with the first time that is due. */
function useTitle(running: readonly TriedClock[], dated: readonly TriedClock[], isReal: boolean): string {
  const t = useText();
  const format = useFormat();
  const [first = dated[0]] = running;
  if (!first?.dueAt) return t("clockTry.foundNone");
  const at = format.momentWithZone(first.dueAt, first.zone);
  if (running.length === 0) return t("clock.mayRun", { count: dated.length, at });
  return t(isReal ? "clock.run" : "clockTry.found", { count: running.length, at });
}

/** How many apply, and how they stand: the parts are as many as the whole. */
function useSummary(clocks: readonly TriedClock[]): string {
  const t = useText();
  const applying = clocks.filter((one) => one.outcome === "applies");
  const possible = clocks.length - applying.length;
  const parts = (["runs", "at_once", "waits", "paused"] as const).flatMap((state) => {
    const count = applying.filter((one) => one.state === state).length;
    return count > 0 ? [t(`clock.sum.${state}`, { count })] : [];
  });
  return applying.length > 0
    ? t("clock.summary", { count: applying.length, parts: parts.join(t("list.comma")), possible })
    : t("clock.summaryNone", { count: possible });
}

type BarProps = { of: TriedClock; at: (instant: number) => number; ticks: readonly number[] };

function Bar({ of, at, ticks }: BarProps) {
  const format = useFormat();
  const from = at(Date.parse(of.startedAt ?? ""));
  const to = at(Date.parse(of.dueAt ?? ""));
  const soft = of.softFrom ? at(Date.parse(of.softFrom)) : null;
  const until = of.extendedTo ? at(Date.parse(of.extendedTo)) : null;
  return (
    <div className="clock-bar">
      <span className="what">
        <LangText text={of.name} isCut />
        <span className="sub clock-sub soft">
          <LangText text={of.companyName} />
        </span>
      </span>
      <span className="clock-track">
        {ticks.map((tick) => (
          <u key={tick} style={{ left: `${tick}%` }} />
        ))}
        <i
          className={`${standingOf(of)}${of.outcome === "possible" ? " possible" : ""}`}
          style={{ left: `${from}%`, width: `${Math.max(0.6, to - from)}%` }}
        />
        {soft === null ? null : <s style={{ left: `${soft}%`, width: `${Math.max(0.4, to - soft)}%` }} />}
        {until === null ? null : (
          <em style={{ left: `${to}%`, width: `${Math.max(0, Math.min(100, until) - to)}%` }} />
        )}
      </span>
      <span className="due tn">{format.momentWithZone(of.dueAt ?? "", of.zone)}</span>
    </div>
  );
}
