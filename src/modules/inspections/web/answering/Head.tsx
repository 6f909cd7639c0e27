// Title, due day, how much is left and how long that takes, what is saved, and the way to hand in.
import { useEffect } from "react";
import { useConnection } from "#web/connection.ts";
import { Page } from "#web/layout/Page.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey, useKeyHelp } from "#web/ui/keys.tsx";
import { Kbd } from "#web/ui/small.tsx";
import { DueLine } from "../DueLine.tsx";
import { pacesOf } from "./pace.ts";
import { askedAgain, minutesLeft, progressOf } from "./rules.ts";
import { isMeasured } from "./useTakeMeasured.ts";
import { useAnswering } from "./work.ts";

export function Head() {
  const t = useText();
  const format = useFormat();
  const { inspection, show, isContributor, mayAnswer, rows } = useAnswering();
  const { answerClock: clock, dueOn, state } = inspection;
  const proposals = rows.filter(
    (row) => row.verdict === null && (isMeasured(row) || row.proposal?.lacks.length === 0),
  ).length;
  const title = t("answering.title", { round: inspection.roundName });
  return (
    <Page
      title={title}
      crumbs={[
        { label: nameFor(inspection), to: `/companies/${inspection.companyId}` },
        { label: inspection.roundName },
      ]}
      after={
        clock ? (
          <DueLine clock={clock} dueOn={dueOn} state={state} />
        ) : (
          <span className="age">{t("answering.due", { day: format.day(dueOn, "week") })}</span>
        )
      }
      actions={
        isContributor ? (
          <Button onClick={() => show("delegations")}>{t("answering.handBack")}</Button>
        ) : (
          <>
            <Button onClick={() => show("delegations")}>
              {t("answering.delegations", {
                count: inspection.delegations.filter((one) => one.endedAt === null).length,
              })}
            </Button>
            {proposals > 0 && mayAnswer ? (
              <Button onClick={() => show("proposals")}>
                {t("answering.proposalsButton", { count: proposals })}
              </Button>
            ) : null}
            <SubmitButton />
          </>
        )
      }
    >
      <Strip />
      <State />
    </Page>
  );
}

function SubmitButton() {
  const t = useText();
  const { show, mayAnswer, leftCount } = useAnswering();
  useKey({ key: "g", label: t("answering.keys.submit"), run: () => show("submit") });
  if (!mayAnswer) return null;
  return leftCount === 0 ? (
    <Button look="main" onClick={() => show("submit")}>
      {t("answering.submit")}
    </Button>
  ) : (
    <Button onClick={() => show("submit")}>{t("answering.submitLeft", { count: leftCount })}</Button>
  );
}

function Strip() {
  const t = useText();
  const help = useKeyHelp();
  const { personId } = useSession();
  const { inspection, rows, open, leftCount, nextOpen } = useAnswering();
  useKey({ key: "n", label: t("answering.keys.next"), run: nextOpen });
  useKey({ key: "mod+enter", label: t("answering.keys.next"), run: nextOpen, whileTyping: true });
  const { minutes, isOwnPace } = minutesLeft(open, pacesOf(personId));
  const all = progressOf(rows, open);
  return (
    <div className="strip-line">
      <span className="big" title={isOwnPace ? t("answering.ownPace") : t("answering.assumedPace")}>
        {leftCount === 0
          ? t("answering.allDone")
          : t(isOwnPace ? "answering.left" : "answering.leftAssumed", { count: leftCount, minutes })}
      </span>
      <span className="segs" aria-hidden="true">
        {inspection.areas.map((area) => {
          const { done, total } = progressOf(
            rows.filter((row) => row.area === area.id),
            open,
          );
          if (total === 0) return null;
          return (
            <i key={area.id} style={{ flexGrow: total }}>
              <i style={{ width: `${(100 * done) / total}%` }} />
            </i>
          );
        })}
      </span>
      <span className="age">{t("answering.doneOf", all)}</span>
      <span className="keys">
        <span>
          <Kbd>1</Kbd>–<Kbd>5</Kbd> {t("answering.keys.answerShort")}
        </span>
        <span>
          <Kbd>E</Kbd> {t("answering.keys.evidenceShort")}
        </span>
        <span>
          <Kbd>N</Kbd> {t("answering.keys.nextShort")}
        </span>
        <button type="button" className="linkish" onClick={() => help?.()}>
          <Kbd>?</Kbd> {t("answering.keys.helpShort")}
        </button>
      </span>
      <Saved />
    </div>
  );
}

/** What has reached the server, what is on this device only, what needs a decision. */
function Saved() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { kept, go } = useAnswering();
  const { isUp } = useConnection();
  const all = [...kept.drafts.values()];
  const unwanted = all.find((one) => one.state === "conflict" || one.state === "refused");
  const waiting = all.filter((one) => one.state === "pending").length + kept.proofs.length;
  const savedAt = Math.max(0, ...all.map((one) => one.savedAt ?? 0));
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    if (kept.isLasting || waiting === 0) return;
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [kept.isLasting, waiting]);
  if (unwanted)
    return (
      <button type="button" className="saved linkish over" onClick={() => go(unwanted.controlId)}>
        {unwanted.state === "conflict"
          ? t("answering.conflictAt", { control: unwanted.controlId })
          : t("answering.refusedAt", {
              control: unwanted.controlId,
              reason: any(`errors.${unwanted.code ?? "fault"}`),
            })}
      </button>
    );
  if (waiting > 0 && (!isUp || kept.last !== "done") && !kept.isSending)
    return (
      <span className="saved waiting" role="status">
        {t(kept.isLasting ? "answering.keptHere" : "answering.notKept", { count: waiting })}
      </span>
    );
  if (waiting > 0 || kept.isSending)
    return (
      <span className="saved waiting" role="status">
        {t("state.saving")}
      </span>
    );
  return (
    <span className="saved" role="status">
      {savedAt > 0
        ? t("answering.savedAt", { time: format.moment(new Date(savedAt).toISOString(), "time") })
        : t("answering.savesItself")}
    </span>
  );
}

/** Said where nothing can be answered now, or where something came back. */
function State() {
  const t = useText();
  const any = useAnyText();
  const { inspection, rows } = useAnswering();
  if (inspection.can["answer"] !== null)
    return (
      <p className="state-line">
        {any(`answering.state.${inspection.state}`)} {any(inspection.can["answer"] ?? "")}
      </p>
    );
  if (inspection.state !== "returned") return null;
  // What came back for its answer, and what was corrected since: only what there is, and nothing once both are seen to.
  const returned = rows.filter((row) => row.review?.decision === "returned").length;
  const corrected = rows.filter((row) => row.problems.includes(askedAgain)).length;
  if (returned + corrected === 0) return null;
  return (
    <p className="state-line warn">
      {returned > 0 ? t("answering.returned", { count: returned }) : null}{" "}
      {corrected > 0 ? t("answering.correctedLeft", { count: corrected }) : null}
    </p>
  );
}
