// not begun → answering → submitted → returned → reviewed → confirmed → locked; each bar opens its companies.
import { Fragment } from "react";
import type { Output } from "#core/contract.ts";
import { shortName } from "#web/charts/labels.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { LangText } from "#web/ui/small.tsx";
import type { rounds } from "../contract.ts";
import { SentBack } from "./SentBack.tsx";

type Progress = Output<typeof rounds.getRoundProgress>;

export function Funnel({ roundId, progress }: { roundId: string; progress: Progress }) {
  const t = useText();
  const format = useFormat();
  const most = Math.max(1, ...progress.stages.map((one) => one.companies));
  return (
    <>
      <ol className="funnel" aria-label={t("round.funnel")}>
        {progress.stages.map((stage) => (
          <li key={stage.state}>
            <Go
              to="/rounds/$id/inspections"
              params={{ id: roundId }}
              search={{ state: stage.state }}
              className={stage.companies === 0 ? "none" : ""}
            >
              <span className="name">{t(`inspection.${stage.state}`)}</span>
              <b>{format.number(stage.companies)}</b>
              <span className="track" aria-hidden="true">
                {stage.companies > 0 ? (
                  <i
                    className={`stage ${stage.state}`}
                    style={{ width: `${(100 * stage.companies) / most}%` }}
                  />
                ) : null}
              </span>
              <span className="aside">
                {stage.late > 0 ? <em>{t("rounds.late", { count: stage.late })}</em> : null}
                {stage.late === 0 && stage.oldestDays !== null && stage.oldestDays > 0 && stage.companies > 0
                  ? t("round.oldest", { count: stage.oldestDays })
                  : null}
              </span>
              {stage.first.length > 0 ? (
                <small className="who">
                  {stage.first.map((company, at) => (
                    <Fragment key={company.companyId}>
                      {at > 0 ? t("list.comma") : null}
                      <LangText text={shortName(nameFor(company))} />
                    </Fragment>
                  ))}
                  {stage.companies > stage.first.length
                    ? ` ${t("round.andMore", { count: stage.companies - stage.first.length })}`
                    : ""}
                </small>
              ) : null}
            </Go>
          </li>
        ))}
      </ol>
      <SentBack
        by={progress.sentBack}
        returned={progress.stages.find((one) => one.state === "returned")?.companies ?? 0}
      />
      <p className="small mute">
        {t("round.funnelSum", { count: progress.companies })}
        {progress.postponed > 0 ? ` ${t("round.postponed", { count: progress.postponed })}` : ""}
      </p>
    </>
  );
}
