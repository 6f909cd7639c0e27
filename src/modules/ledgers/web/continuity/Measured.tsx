// What was measured beside what is asked: a bar with the target as a line across it, and the same in words.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";

/** Minutes as people say them: "3 h 20 min", "2 d 5 h". */
export function useMinutes(): (minutes: number) => string {
  const format = useFormat();
  return (minutes) => {
    const hours = Math.floor(minutes / 60);
    return hours >= 72 && hours % 24 > 0
      ? format.say("span.daysHours", { days: Math.floor(hours / 24), hours: hours % 24 })
      : format.span(minutes * 60_000);
  };
}

type Props = {
  label: string;
  /** In minutes; null where it did not come back, or nobody has tried. */
  measured: number | null;
  target: number;
  isSmall?: boolean;
};

/** One scale for both: up to the target or somewhat beyond what was measured, so that neither touches the end. */
const scaleOf = (measured: number, target: number) => Math.max(target * 1.4, measured * 1.1, 1);

export function Measured({ label, measured, target, isSmall = false }: Props) {
  const t = useText();
  const minutes = useMinutes();
  const scale = scaleOf(measured ?? 0, target);
  const isOver = measured !== null && measured > target;
  const said =
    measured === null
      ? t("continuity.ofNone", { target: minutes(target) })
      : t("continuity.of", { measured: minutes(measured), target: minutes(target) });
  return (
    <div className={`measured${isSmall ? " s" : ""}${isOver ? " over" : ""}`}>
      <span className="name small soft">{label}</span>
      <span className="gauge" role="img" aria-label={`${label}: ${said}`}>
        {measured === null ? null : <i className="took" style={{ width: `${(measured / scale) * 100}%` }} />}
        <i className="target" style={{ left: `${(target / scale) * 100}%` }} />
      </span>
      <span className="small tn" aria-hidden="true">
        {!isSmall ? said : `${measured === null ? "–" : minutes(measured)} / ${minutes(target)}`}
      </span>
    </div>
  );
}
