// Scope first: a few questions decide which controls apply. Each is proposed from what is known of the company, and its
// effect is shown before it is answered.
import { ApiError, useCommand } from "#web/api.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Note } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import type { Inspection } from "./rules.ts";
import { useAnswering } from "./work.ts";

type Question = Inspection["scope"][number];

export function ScopePane() {
  const t = useText();
  const any = useAnyText();
  const { inspection, refresh, open, nextOpen, mayAnswer, isContributor } = useAnswering();
  const answer = useCommand(inspections.answerScope);
  const isMine = mayAnswer && !isContributor;
  const left = inspection.scope.filter((one) => one.isTrue === null);
  const first = left[0];
  const say = (question: Question, isTrue: boolean) => {
    if (question.isTrue === isTrue) return;
    answer.mutate(
      { id: inspection.id, condition: question.condition, isTrue },
      { onSuccess: () => void refresh() },
    );
  };
  // With the keys: yes or no to the first question that is open.
  useKey(isMine && first ? { key: "y", label: t("answering.keys.yes"), run: () => say(first, true) } : null);
  useKey(isMine && first ? { key: "x", label: t("answering.keys.no"), run: () => say(first, false) } : null);
  return (
    <section className="mid wide" aria-labelledby="scope-title">
      <div className="mid-scroll">
        <h2 id="scope-title">
          {left.length === 0 ? t("answering.scopeDone") : t("answering.scopeLeft", { count: left.length })}
        </h2>
        <p className="soft">
          {t("answering.scopeHelp", { tier: `${inspection.tier} ${any(`tier.${inspection.tier}`)}` })}
        </p>
        <ol className="questions">
          {inspection.scope.map((question) => (
            <Line
              key={question.condition}
              question={question}
              isNext={question === first}
              isOff={!isMine || answer.isPending}
              onSay={(isTrue) => say(question, isTrue)}
            />
          ))}
        </ol>
        {answer.error instanceof ApiError ? (
          <Note kind="bad">
            {answer.error.status === 0 ? t("answering.needsServer") : any(`errors.${answer.error.code}`)}
          </Note>
        ) : null}
        {inspection.tierProposed ? (
          <Note kind="warn">
            {t("answering.tierProposed", {
              tier: `${inspection.tier} ${any(`tier.${inspection.tier}`)}`,
              proposed: `${inspection.tierProposed} ${any(`tier.${inspection.tierProposed}`)}`,
            })}
          </Note>
        ) : null}
      </div>
      <div className="foot-nav">
        <div className="foot-row">
          <span className="grow" />
          <Button look="main" shortcut="N" onClick={nextOpen}>
            {open.length > 0 ? t("answering.toControls", { count: open.length }) : t("answering.toSubmit")}
          </Button>
        </div>
      </div>
    </section>
  );
}

type LineProps = { question: Question; isNext: boolean; isOff: boolean; onSay: (isTrue: boolean) => void };

function Line({ question, isNext, isOff, onSay }: LineProps) {
  const t = useText();
  const { isTrue, proposed, controlCount, requiredCount, answeredCount } = question;
  // An unanswered question leaves its controls in: only a given "no" takes them out.
  const isIn = isTrue !== false;
  const effect = isIn
    ? t("answering.scopeIfNo", { count: controlCount, required: requiredCount })
    : t("answering.scopeIfYes", { count: controlCount, required: requiredCount });
  return (
    <li className={isNext ? "next" : ""}>
      <div>
        <p className="ask-small">{question.question}</p>
        <p className="small soft">
          {isTrue === null && proposed !== null
            ? `${t(proposed ? "answering.scopeProposedYes" : "answering.scopeProposedNo")} `
            : ""}
          {effect}
          {isIn && answeredCount > 0 ? ` ${t("answering.scopeAnswered", { count: answeredCount })}` : ""}
        </p>
      </div>
      <fieldset className="yes-no" aria-label={question.question}>
        {[true, false].map((value) => (
          <button
            key={String(value)}
            type="button"
            className={`btn${isTrue === null && proposed === value ? " proposed" : ""}`}
            aria-pressed={isTrue === value}
            disabled={isOff}
            onClick={() => onSay(value)}
          >
            {t(value ? "answering.yes" : "answering.no")}
            {isTrue === null && proposed === value ? <small>{t("answering.tag.proposed")}</small> : null}
          </button>
        ))}
      </fieldset>
    </li>
  );
}
