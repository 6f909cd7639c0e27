// Lent to the screens of later modules: the checks that come from a record, with what came back.
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { lateralChecks } from "../contract.ts";
export { usePreview } from "./Preview.tsx";
export { refreshed as lateralsRefreshed, unitOf as nameOfIssuer } from "./rows.ts";
import { pageOf } from "./LateralChecksPage.tsx";
import { ExerciseMark, ResultBar, StandingMark } from "./marks.tsx";

export function LateralsOf({ sourceId, none }: { sourceId: string; none: string }) {
  const t = useText();
  const mayAnswer = useMay("lateral.answer");
  const found = useOperation(lateralChecks.listLateralChecks, { sourceId, limit: 20 });
  const rows = found.data?.rows ?? [];
  if (!found.data) return null;
  if (rows.length === 0) return <p className="soft">{none}</p>;
  return (
    <>
      {rows.map((row) => (
        <div key={row.id}>
          <Go {...pageOf(row, mayAnswer)}>
            <span className="mono">{row.number}</span> <LangText text={row.title} />
          </Go>{" "}
          <ExerciseMark of={row} />{" "}
          {row.mine ? (
            <StandingMark of={row.mine.standing} />
          ) : (
            <>
              <ResultBar of={row} />
              <span className="small soft">
                {t("lateral.notedOf", { noted: row.noted, count: row.asked - row.left })} ·{" "}
                {t("lateral.answeredOf", {
                  answered: row.asked - row.open - row.left,
                  count: row.asked - row.left,
                })}
              </span>
            </>
          )}
        </div>
      ))}
    </>
  );
}
