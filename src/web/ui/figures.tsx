// Figures with what belongs beside them: age, share known, target, time left.
import type { ReactNode } from "react";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { type AssuranceLevel, type ResultKind, Sym } from "./marks.tsx";

/** Data age: "4 min old". Stands beside every figure that was measured or computed. */
export function Age({ at, now }: { at: string; now?: Date }) {
  const format = useFormat();
  return (
    <time className="age" dateTime={at} title={format.momentWithZone(at)}>
      {format.age(at, now)}
    </time>
  );
}

/** How much of the whole is known, as a share from 0 to 1. */
export function ShareKnown({ share }: { share: number }) {
  const t = useText();
  const format = useFormat();
  return <span className="age">{t("known.share", { share: format.percent(share) })}</span>;
}

export type ResultCounts = Record<ResultKind, number>;
const order: readonly ResultKind[] = ["meets", "improve", "serious", "not_known"];

/** Results as one bar. Its numbers stand beside it: the bar alone says nothing to a reader. */
export function StackedBar({ counts, isThick = false }: { counts: ResultCounts; isThick?: boolean }) {
  return (
    <div className={isThick ? "bar thick" : "bar"} aria-hidden="true">
      {order.map((kind) =>
        counts[kind] > 0 ? <i key={kind} className={kind} style={{ flexGrow: counts[kind] }} /> : null,
      )}
    </div>
  );
}

/** The key to the symbols, with counts where they are given. */
export function ResultLegend({ counts }: { counts?: ResultCounts }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="legend">
      {order.map((kind) => (
        <span key={kind}>
          <Sym kind={kind} />
          {t(`result.${kind}`)}
          {counts ? <b>{format.number(counts[kind])}</b> : null}
        </span>
      ))}
    </div>
  );
}

const levels: readonly AssuranceLevel[] = ["declared", "documented", "measured", "verified"];

/** "How sure are we of 28,940 answers": shares of the four levels of assurance, from 0 to 1. */
export function HowSure({ title, shares }: { title: ReactNode; shares: Record<AssuranceLevel, number> }) {
  const t = useText();
  const format = useFormat();
  return (
    <section className="how-sure">
      <h3 className="small soft">{title}</h3>
      <div className="b" aria-hidden="true">
        {levels.map((level) =>
          shares[level] > 0 ? <i key={level} className={level} style={{ flexGrow: shares[level] }} /> : null,
        )}
      </div>
      <div className="legend between">
        {levels.map((level) => (
          <span key={level}>
            <i className={`asr ${level}`} aria-hidden="true" />
            {t(`assuranceShort.${level}`)} <b>{format.percent(shares[level])}</b>
          </span>
        ))}
      </div>
    </section>
  );
}

export type CoverageRow = {
  label: ReactNode;
  /** From 0 to 1; null when the source has gone silent and nothing may be said. */
  share: number | null;
  target?: number;
  /** The denominator beside it: "539 of 580". */
  of: ReactNode;
  isStale?: boolean;
};

/** Coverage against targets: bar, mark at the target, share, denominator. Below target is also amber. */
export function Coverage({ rows }: { rows: readonly CoverageRow[] }) {
  const format = useFormat();
  return (
    <div className="coverage">
      {rows.map((row, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <CoverageLine key={index} row={row} share={row.share === null ? "–" : format.percent(row.share)} />
      ))}
    </div>
  );
}

function CoverageLine({ row, share }: { row: CoverageRow; share: string }) {
  const isLow = row.share !== null && row.target !== undefined && row.share < row.target - 0.05;
  return (
    <>
      <span>{row.label}</span>
      <span className="meter" aria-hidden="true">
        {row.share === null ? null : (
          <i
            className={row.isStale ? "hatched" : isLow ? "low" : ""}
            style={{ width: `${row.share * 100}%` }}
          />
        )}
        {row.target === undefined ? null : <u style={{ left: `calc(${row.target * 100}% - 1px)` }} />}
      </span>
      <span className="n">{share}</span>
      <span className="o">{row.of}</span>
    </>
  );
}

export type ClockTimes = {
  /** When the clock began (discovery, awareness ...); without it no elapsed bar is drawn. */
  from?: string;
  due: string;
  now: Date;
  /** Done or stopped clocks no longer press. */
  isStopped?: boolean;
};

type Urgency = "calm" | "soon" | "now" | "over" | "done";
const hour = 3_600_000;

/** over: past due; now: under a day; soon: under three days or the last tenth of the time given. */
export function urgencyOf({ from, due, now, isStopped }: ClockTimes): Urgency {
  if (isStopped) return "done";
  const left = Date.parse(due) - now.getTime();
  if (left < 0) return "over";
  if (left < 24 * hour) return "now";
  const given = from ? Date.parse(due) - Date.parse(from) : Number.POSITIVE_INFINITY;
  return left < 72 * hour || (Number.isFinite(given) && left < given / 10) ? "soon" : "calm";
}

export function elapsedShare({ from, due, now }: ClockTimes): number | null {
  if (!from) return null;
  const given = Date.parse(due) - Date.parse(from);
  return given <= 0 ? 1 : Math.min(1, Math.max(0, (now.getTime() - Date.parse(from)) / given));
}

/** Time left, how much has run, when it is due: the head of a row on the home page. */
export function Clock({ dueText, ...times }: ClockTimes & { dueText: ReactNode }) {
  const urgency = urgencyOf(times);
  const elapsed = elapsedShare(times);
  return (
    <span className={`clock ${urgency}`}>
      <span className="left">{useLeftText(times, urgency)}</span>
      {elapsed === null ? null : (
        <span className="track" aria-hidden="true">
          <i style={{ width: `${elapsed * 100}%` }} />
        </span>
      )}
      <span className="due">{dueText}</span>
    </span>
  );
}

/** The same in one line, for rows of a register. */
export function ClockLine(times: ClockTimes & { children?: ReactNode }) {
  const urgency = urgencyOf(times);
  const format = useFormat();
  return (
    <span className={`clock-line ${urgency}`} title={format.momentWithZone(times.due)}>
      <span className="track" aria-hidden="true">
        <i style={{ width: `${(elapsedShare(times) ?? (urgency === "over" ? 1 : 0)) * 100}%` }} />
      </span>
      <span>{useLeftText(times, urgency)}</span>
      {times.children}
    </span>
  );
}

function useLeftText(times: ClockTimes, urgency: Urgency): string {
  const t = useText();
  const format = useFormat();
  if (urgency === "done") return format.momentDay(times.due);
  const span = format.span(Date.parse(times.due) - times.now.getTime());
  return urgency === "over" ? t("clock.over", { span }) : span;
}
