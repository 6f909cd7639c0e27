// What the provider of a shared service answered, and what becomes of an answer that rests on it.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { fieldsOf, type WholeControl } from "./kept.ts";
import { Choice, Said } from "./Proposed.tsx";
import type { Row } from "./rules.ts";
import { useTakeOver } from "./useTakeOver.ts";
import { useAnswering } from "./work.ts";

export function Inherited({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const format = useFormat();
  const { inspection } = useAnswering();
  const { inherited } = whole;
  if (!inherited) return null;
  const name =
    inspection.services.find((one) => one.service === inherited.service)?.name ?? inherited.service;
  return (
    <section>
      <h2>
        {t("answering.inherited", { service: name })}
        <span className="age">
          {t("answering.share", { share: format.percent(inherited.sharePercent / 100) })}
        </span>
      </h2>
      <p className="small soft">
        {t("answering.inheritedFrom", { provider: inherited.providerName })}
        {" · "}
        {format.momentDay(inherited.answer.answeredAt, "plain")}
        {inherited.validUntil
          ? ` · ${t("backing.proofUntil", { day: format.day(inherited.validUntil, "plain") })}`
          : ""}
      </p>
      {inherited.inspectionId ? (
        <p className="small">
          <Go to="/inspections/$id" params={{ id: inherited.inspectionId }}>
            {t("backing.openProvider")}
          </Go>
        </p>
      ) : null}
      <Said answer={inherited.answer} />
      <Choice row={row} whole={whole} origin="inherited" answer={inherited.answer} />
      {inherited.sharePercent < 100 ? (
        <p className="small soft">
          {t("answering.inheritedRest", { share: format.percent(1 - inherited.sharePercent / 100) })}
        </p>
      ) : null}
    </section>
  );
}

/** The provider's answer no longer stands as it was confirmed: it is confirmed anew, or answered by the company itself. */
export function Unbacked({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { mayAnswer, drafts, kept } = useAnswering();
  const takeOver = useTakeOver();
  const { backing, answer, inherited } = whole;
  // What was entered here rests on nobody, also before the server has said so.
  const isOwn = kept.drafts.get(row.controlId)?.origin === "entered";
  if (isOwn || !backing || backing.state === "stands" || answer?.origin !== "inherited") return null;
  return (
    <section>
      <h2>{t("backing.title")}</h2>
      <p className="note warn" role="status">
        {t(`backing.${backing.state}`, { day: format.momentDay(backing.since, "plain") })}
      </p>
      {mayAnswer ? (
        <div className="prop">
          {inherited ? (
            <Button isBusy={takeOver.isBusy} onClick={() => void takeOver.take("service", [row.controlId])}>
              {t("backing.confirmAnew")}
            </Button>
          ) : null}
          <Button
            onClick={() =>
              drafts.edit(row.controlId, fieldsOf(answer), {
                base: row.rowVersion,
                errata: whole.corrected?.number ?? 0,
              })
            }
          >
            {t("backing.answerOurselves")}
          </Button>
        </div>
      ) : null}
      {takeOver.error ? <p className="small over">{any(`errors.${takeOver.error}`)}</p> : null}
    </section>
  );
}
