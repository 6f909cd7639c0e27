// What would lift the company most: the fewest controls to the threshold, as a ladder.
import { Drawing } from "#web/charts/Drawing.tsx";
import { ladderDrawing } from "#web/charts/ladder.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import type { CompanyResult } from "./years.ts";

const most = 7;

export function LiftPanel({ result }: { result: CompanyResult }) {
  const t = useText();
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
      <Panel title={t("lift.meets")} more={<AllUnmet result={result} roundId={round.id} />}>
        <p className="soft small">
          {result.unmet.length === 0
            ? t("lift.meetsAll")
            : t("lift.meetsHelp", { count: result.unmet.length })}
        </p>
        <ol className="lift-list">
          {result.unmet.slice(0, most).map((one, index) => (
            <Row key={one.controlId} at={index + 1} inspectionId={inspectionId} {...one} />
          ))}
        </ol>
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
      more={<AllUnmet result={result} roundId={round.id} />}
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
          <Row
            key={step.controlId}
            at={index + 1}
            inspectionId={inspectionId}
            {...step}
            isMandatory={step.why !== "score"}
            gain={gain(step.gain)}
          />
        ))}
      </ol>
      <p className="age ruled">
        {steps.length > most ? `${t("lift.more", { count: steps.length - most })} ` : ""}
        {mandatory > 0 ? t("lift.noteMandatory", { count: mandatory }) : t("lift.note")}
      </p>
    </Picture>
  );
}

function AllUnmet({ result, roundId }: { result: CompanyResult; roundId: string }) {
  const t = useText();
  if (result.unmet.length === 0) return null;
  return (
    <Go
      to="/companies/$id/result"
      params={{ id: result.companyId }}
      search={{ roundId, verdict: "below" }}
      hash="answers"
    >
      {t("lift.allUnmet", { count: result.unmet.length })} ›
    </Go>
  );
}

type RowProps = {
  at: number;
  inspectionId: string | null;
  controlId: string;
  title: string;
  reading: string;
  isMandatory: boolean;
  gain?: string;
};

function Row({ at, inspectionId, controlId, title, reading, isMandatory, gain }: RowProps) {
  const t = useText();
  const any = useAnyText();
  return (
    <li>
      <b>{at}</b>
      <span>
        {inspectionId ? (
          <Go to="/inspections/$id/controls/$controlId" params={{ id: inspectionId, controlId }}>
            {title}
          </Go>
        ) : (
          title
        )}
        <small>
          {controlId} · {any(`reading.${reading}`)}
          {isMandatory ? (
            <>
              {" "}
              <Tag isMust>{t("demand.mandatoryShort")}</Tag>
            </>
          ) : null}
        </small>
      </span>
      {gain ? <span className="p">{gain}</span> : null}
    </li>
  );
}
