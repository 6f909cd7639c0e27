// Scope first: a few questions decide which controls apply. Each is proposed from what is known of the company, and its
// effect is shown before it is answered. A "no" that takes mandatory controls out says why.
import { useState } from "react";
import { ApiError, useCommand } from "#web/api.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Note } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { type Question, ScopeLine } from "./ScopeLine.tsx";
import { type Saying, ScopeConflict, type Theirs } from "./ScopeConflict.tsx";
import { isScopeLeft } from "./rules.ts";
import { useAnswering } from "./work.ts";

export function ScopePane() {
  const t = useText();
  const any = useAnyText();
  const { inspection, refresh, open, nextOpen, mayAnswer, isContributor } = useAnswering();
  const answer = useCommand(inspections.answerScope);
  const [why, askWhy] = useState<string | null>(null);
  const [lost, setLost] = useState<{ mine: Saying; theirs: Theirs } | null>(null);
  const isMine = mayAnswer && !isContributor;
  const left = inspection.scope.filter(isScopeLeft);
  const first = left[0];
  const send = (mine: Saying, rowVersion: number | null) =>
    answer.mutate(
      { id: inspection.id, ...mine, rowVersion },
      {
        onSuccess: () => {
          askWhy(null);
          setLost(null);
          void refresh();
        },
        onError: ({ code, extra }) => {
          if (code === "scope.changed_meanwhile") setLost({ mine, theirs: extra["theirs"] as Theirs });
        },
      },
    );
  const say = (question: Question, isTrue: boolean) => {
    if (!isTrue && question.mandatoryCount > 0) return askWhy(question.condition);
    if (question.isTrue === isTrue) return;
    askWhy(null);
    send({ condition: question.condition, isTrue, note: null }, question.rowVersion);
  };
  // With the keys: yes or no to the first question that is open.
  useKey(isMine && first ? { key: "y", label: t("answering.keys.yes"), run: () => say(first, true) } : null);
  useKey(isMine && first ? { key: "x", label: t("answering.keys.no"), run: () => say(first, false) } : null);
  const { error } = answer;
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
            <ScopeLine
              key={question.condition}
              question={question}
              isNext={question === first}
              isOff={!isMine || answer.isPending}
              isAsking={why === question.condition}
              onSay={(isTrue) => say(question, isTrue)}
              onWhy={(note) =>
                send({ condition: question.condition, isTrue: false, note }, question.rowVersion)
              }
              onLeave={() => askWhy(null)}
            >
              {lost?.mine.condition === question.condition ? (
                <ScopeConflict
                  mine={lost.mine}
                  theirs={lost.theirs}
                  isBusy={answer.isPending}
                  onKeep={() => send(lost.mine, lost.theirs?.rowVersion ?? null)}
                  onTake={() => {
                    setLost(null);
                    askWhy(null);
                    void refresh();
                  }}
                />
              ) : null}
            </ScopeLine>
          ))}
        </ol>
        {error instanceof ApiError && error.code !== "scope.changed_meanwhile" ? (
          <Note kind="bad">
            {error.status === 0 ? t("answering.needsServer") : any(`errors.${error.code}`)}
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
