// What would lift the company most: the fewest controls to the threshold, as a ladder.
import { Drawing } from "#web/charts/Drawing.tsx";
import { ladderDrawing } from "#web/charts/ladder.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import type { CompanyResult } from "./shown.ts";

const most = 7;

export function LiftPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { lift, round, inspectionId } = result;
  if (!round) return null;
  if (!lift)
    return (
      <Panel title={t("lift.notYet")}>
        <p className="soft small">{t("lift.notYetHelp")}</p>
      </Panel>
    );
  const { steps } = lift;
  if (steps.length === 0)
    return (
      <Panel title={t("lift.meets")}>
        <p className="soft small">{t("lift.meetsHelp", { count: result.unmet.length })}</p>
      </Panel>
    );
  const score = (percent: number | null) => (percent === null ? "–" : format.score(percent / 100, true));
  const gain = (points: number) => `+${format.score(points / 100, true)}`;
  const drawing = ladderDrawing(
    [lift.from ?? 0, ...steps.map((step) => step.after ?? 0)],
    round.meetsFromPercent,
    { now: score(lift.from), from: t("lift.from", { score: score(round.meetsFromPercent) }) },
  );
  const mandatory = steps.filter((step) => step.why !== "score").length;
  return (
    <Picture
      title={t("lift.title", { count: steps.length })}
      more={
        <Go
          to="/companies/$id/result"
          params={{ id: result.companyId }}
          search={{ roundId: round.id, verdict: "below" }}
          hash="answers"
        >
          {t("lift.allUnmet", { count: result.unmet.length })} ›
        </Go>
      }
      drawing={drawing}
      fileName="yagura-lift"
      summary={t("lift.summary", {
        from: score(lift.from),
        to: score(steps.at(-1)?.after ?? null),
        count: steps.length,
      })}
      table={{
        heads: ["", t("gaps.control"), t("gaps.controlTitle"), t("lift.gain"), t("lift.after")],
        rows: steps.map((step, index) => [
          index + 1,
          step.controlId,
          step.title,
          gain(step.gain),
          score(step.after),
        ]),
      }}
    >
      <Drawing drawing={drawing} label={t("lift.picture")} />
      <ol className="lift-list">
        {steps.slice(0, most).map((step, index) => (
          <li key={step.controlId}>
            <b>{index + 1}</b>
            <span>
              {inspectionId ? (
                <Go
                  to="/inspections/$id/controls/$controlId"
                  params={{ id: inspectionId, controlId: step.controlId }}
                >
                  {step.title}
                </Go>
              ) : (
                step.title
              )}
              <small>
                {step.controlId} · {any(`reading.${step.reading}`)}
                {step.why === "score" ? null : (
                  <>
                    {" "}
                    <Tag isMust>{t("demand.mandatoryShort")}</Tag>
                  </>
                )}
              </small>
            </span>
            <span className="p">{gain(step.gain)}</span>
          </li>
        ))}
      </ol>
      <p className="age ruled">
        {steps.length > most ? `${t("lift.more", { count: steps.length - most })} ` : ""}
        {mandatory > 0 ? t("lift.noteMandatory", { count: mandatory }) : t("lift.note")}
      </p>
    </Picture>
  );
}
