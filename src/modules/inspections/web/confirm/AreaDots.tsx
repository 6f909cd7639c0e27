// By area: this year beside last year on one line, so that a thumb's width shows where it moved.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";

export type AreaLine = { id: string; name: string; now: number | null; last: number | null };

export function AreaDots({ lines }: { lines: readonly AreaLine[] }) {
  const t = useText();
  const format = useFormat();
  const known = lines.flatMap((line) => [line.now, line.last].filter((one): one is number => one !== null));
  const low = Math.min(0.5, Math.floor(Math.min(...known, 1) * 10) / 10);
  const x = (score: number) => `${((score - low) / (1 - low)) * 100}%`;
  return (
    <>
      <h3 className="sec">
        {t("confirm.byArea")}
        <span className="age">{t("confirm.axis", { from: format.score(low), to: format.score(1) })}</span>
      </h3>
      <div className="card">
        <div className="area-dots">
          {lines.map((line) => (
            <Line
              key={line.id}
              line={line}
              x={x}
              score={format.score(line.now)}
              last={format.score(line.last)}
            />
          ))}
        </div>
        <p className="legend">
          <span>
            <svg width="10" height="10" aria-hidden="true">
              <circle cx="5" cy="5" r="5" fill="var(--ai)" />
            </svg>
            {t("confirm.thisYear")}
          </span>
          {lines.some((line) => line.last !== null) ? (
            <span>
              <svg width="10" height="10" aria-hidden="true">
                <circle cx="5" cy="5" r="4" fill="none" stroke="var(--ai)" strokeWidth="1.5" />
              </svg>
              {t("confirm.lastYear")}
            </span>
          ) : null}
        </p>
      </div>
    </>
  );
}

type LineProps = { line: AreaLine; x: (score: number) => string; score: string; last: string };

function Line({ line, x, score, last }: LineProps) {
  const t = useText();
  const { now } = line;
  return (
    <>
      <span>{line.name}</span>
      <svg
        role="img"
        aria-label={line.last === null ? score : t("confirm.fromTo", { from: last, to: score })}
      >
        <line x1="0" x2="100%" y1="9" y2="9" stroke="var(--line)" />
        {now !== null && line.last !== null ? (
          <>
            <line x1={x(line.last)} x2={x(now)} y1="9" y2="9" stroke="var(--ai)" strokeWidth="2" />
            <circle cx={x(line.last)} cy="9" r="4" fill="var(--paper)" stroke="var(--ai)" strokeWidth="1.5" />
          </>
        ) : null}
        {now === null ? null : <circle cx={x(now)} cy="9" r="5" fill="var(--ai)" />}
      </svg>
      <b>{score}</b>
    </>
  );
}
