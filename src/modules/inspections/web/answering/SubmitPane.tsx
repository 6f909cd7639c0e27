// Handing in: what is still lacking, each leading there; the result as it stands; the reason when it is late.
import { ApiError, useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Sym } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { counted, forecastOf, isReturned, isScopeLeft, type Row, scoreOf } from "./rules.ts";
import { useWords } from "./useWords.ts";
import { useAnswering } from "./work.ts";

export function SubmitPane() {
  const t = useText();
  const { inspection, open, leftCount: left, mayAnswer, isContributor } = useAnswering();
  const scopeLeft = inspection.scope.filter(isScopeLeft).length;
  if (!mayAnswer || isContributor) return <HandedIn />;
  return (
    <section className="mid wide" aria-labelledby="submit-title">
      <div className="mid-scroll">
        <h2 id="submit-title">
          {left === 0 ? t("answering.readyTitle") : t("answering.notReadyTitle", { count: left })}
        </h2>
        <Outcome />
        <Lacking rows={open} scopeLeft={scopeLeft} />
        <Hand left={left} />
      </div>
    </section>
  );
}

/** The result these answers give, before the division has looked at them. */
function Outcome() {
  const t = useText();
  const format = useFormat();
  const { rows, inspection } = useAnswering();
  const now = forecastOf(rows, inspection.scoring, counted);
  const required = rows.filter((row) => row.need === "required");
  const counts = (["met", "partly", "not_met", "unknown", "not_applicable"] as const).map((verdict) => ({
    verdict,
    count: required.filter((row) => row.verdict === verdict).length,
  }));
  return (
    <div className="outcome">
      <p>
        <Sym kind={now.result} /> <b>{t(`result.${now.result}`)}</b>{" "}
        <span className="tn">{format.score(scoreOf(now.points))}</span>
        <small className="soft"> {t("answering.outcomeHelp")}</small>
      </p>
      <p className="small soft">
        {counts
          .filter((one) => one.count > 0)
          .map((one) => `${t(`verdict.${one.verdict}`)} ${one.count}`)
          .join(" · ")}
      </p>
    </div>
  );
}

function Lacking({ rows, scopeLeft }: { rows: readonly Row[]; scopeLeft: number }) {
  const t = useText();
  const any = useAnyText();
  const { go, show, kept } = useAnswering();
  const waiting =
    [...kept.drafts.values()].filter((one) => one.state !== "saved").length + kept.proofs.length;
  return (
    <>
      {waiting > 0 ? <Note kind="warn">{t("answering.submitWaiting", { count: waiting })}</Note> : null}
      <ul className="lacking">
        {scopeLeft > 0 ? (
          <li>
            <button type="button" className="linkish" onClick={() => show("scope")}>
              {t("answering.scopeLeft", { count: scopeLeft })}
            </button>
          </li>
        ) : null}
        {rows.map((row) => (
          <li key={row.controlId}>
            <button type="button" className="linkish" onClick={() => go(row.controlId)}>
              <span className="id">{row.controlId}</span> <LangText text={row.title} />
            </button>
            <small className="soft">
              {row.verdict === null
                ? t("verdict.none")
                : isReturned(row) && row.problems.length === 0
                  ? t("answering.tag.returned")
                  : row.problems.map((code) => any(`answering.lacks.${code}`)).join(t("list.comma"))}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Hand({ left }: { left: number }) {
  const t = useText();
  const any = useAnyText();
  const { inspection, refresh, drafts } = useAnswering();
  const [reason, setReason] = useWords(`late|${inspection.id}`);
  const submit = useCommand(inspections.submitInspection);
  const isLate = inspection.isLate || (inspection.submittedAt === null && inspection.isPastDue);
  const needsReason = isLate && !inspection.lateReason;
  const handIn = async () => {
    await drafts.flush();
    submit.mutate(
      {
        id: inspection.id,
        rowVersion: inspection.rowVersion,
        ...(needsReason ? { lateReason: reason.trim() } : {}),
      },
      {
        onSuccess: () => {
          setReason("");
          void refresh();
        },
        // Somebody else may have moved it, or answers may have changed: what is said next is of now.
        onError: () => void refresh(),
      },
    );
  };
  const offBecause =
    left > 0
      ? t("answering.leftCount", { count: left })
      : needsReason && reason.trim() === ""
        ? t("answering.lateReasonFirst")
        : null;
  return (
    <div className="form">
      {needsReason ? (
        <TextArea
          label={t("answering.lateReason")}
          hint={t("answering.lateReasonHint")}
          value={reason}
          maxLength={1000}
          onChange={setReason}
        />
      ) : null}
      {submit.error instanceof ApiError && submit.error.code === "inspection.answers_lack" ? (
        <Note kind="bad">{any("errors.inspection.answers_lack", { count: submit.error.fields.length })}</Note>
      ) : (
        <FormError error={submit.error} />
      )}
      <div className="row">
        <Button look="main" isBusy={submit.isPending} offBecause={offBecause} onClick={() => void handIn()}>
          {t("answering.submit")}
        </Button>
      </div>
      <p className="small soft">{t("answering.submitHelp")}</p>
    </div>
  );
}

/** After it was handed in everything can be read; what happens next is said. */
function HandedIn() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { inspection } = useAnswering();
  return (
    <section className="mid wide" aria-labelledby="submit-title">
      <div className="mid-scroll">
        <h2 id="submit-title">{any(`answering.state.${inspection.state}`)}</h2>
        {inspection.submittedAt ? (
          <p>
            {t("answering.submittedAt", { at: format.moment(inspection.submittedAt, "full") })}
            {inspection.isLate ? ` ${t("answering.wasLate")}` : ""}
          </p>
        ) : null}
        <p className="soft">{any(`answering.next.${inspection.state}`)}</p>
      </div>
    </section>
  );
}
