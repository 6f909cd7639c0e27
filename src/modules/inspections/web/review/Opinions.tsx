// Three opinions side by side: last year's, the company's, the desk's; and what the desk's would do to the score.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Assurance, Verdict } from "#web/ui/marks.tsx";
import type { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import type { Sheet, SheetRow, Verdict as VerdictWord } from "./desk.ts";
import { scoreOf } from "./whys.tsx";

type Answer = Output<typeof inspections.getAskedControl>["answer"];
type Props = { id: string; row: SheetRow; sheet: Sheet; verdict: VerdictWord; by: Answer };

export function Opinions({ id, row, sheet, verdict, by }: Props) {
  const t = useText();
  const format = useFormat();
  const differs = verdict !== (row.review?.verdict ?? row.verdict);
  const forecast = useOperation(
    reviewing.forecastReview,
    { id, verdicts: [{ controlId: row.controlId, verdict }] },
    { enabled: differs, keep: true },
  ).data;
  const now = scoreOf(sheet.desk);
  const then = differs && forecast ? scoreOf(forecast) : now;
  return (
    <dl className="opinions">
      {row.last ? (
        <>
          <dt>{t("review.lastYear")}</dt>
          <dd className="row">
            <Verdict verdict={row.last.verdict} isPast />
            <Assurance level={row.last.assurance} isBare />
          </dd>
          <dd className="who">
            {row.last.deskVerdict && row.last.deskVerdict !== row.last.verdict
              ? t("review.deskThen", { verdict: t(`verdict.${row.last.deskVerdict}`) })
              : `${t(`assurance.${row.last.assurance}`)} · ${format.momentDay(row.last.answeredAt, "month")}`}
          </dd>
        </>
      ) : null}
      <dt>{t("review.company")}</dt>
      <dd className="row">
        <Verdict verdict={row.verdict} />
        <Assurance level={row.assurance} isBare />
      </dd>
      <dd className="who">{by ? `${by.answeredByName ?? ""} · ${format.momentDay(by.answeredAt)}` : ""}</dd>
      <dt>{t("review.desk")}</dt>
      <dd className="row">
        <Verdict verdict={verdict} />
      </dd>
      <dd className="who tn">
        {now === then || then === null
          ? t("review.scoreIs", { score: format.score(now) })
          : t("review.scoreFromTo", { from: format.score(now), to: format.score(then) })}
        {differs && forecast && forecast.result !== sheet.desk.result
          ? ` · ${t(`result.${forecast.result}`)}`
          : ""}
      </dd>
    </dl>
  );
}
