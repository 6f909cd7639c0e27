// What the clocks of law still ask of a case, each with what its answer decides, and what was answered.
import { useState } from "react";
import { countriesOf, FactInput, useSaying } from "#modules/clock-rules/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { type Law, refreshed } from "./law.ts";

const fewQuestions = 8;

export function Questions({ id, law }: { id: string; law: Law }) {
  const t = useText();
  const say = useSaying();
  const [isAll, showAll] = useState(false);
  const answer = useCommand(incidents.answerFact, refreshed);
  const shown = isAll ? law.questions : law.questions.slice(0, fewQuestions);
  return (
    <Panel
      title={
        law.questions.length === 0
          ? t("clockTry.openNone")
          : t("clockTry.open", { count: law.questions.length })
      }
    >
      <FormError error={answer.error} />
      {shown.map(({ question, companyId, companyName, clocks, ...named }) => (
        <div key={`${JSON.stringify(question)} ${companyId}`} className="inc-question">
          {companyName ? <LangText text={companyName} /> : null}
          <p>{say.question(question)}</p>
          <p className="small soft">{t("clockTry.decides", { count: clocks, rules: say.rules(named) })}</p>
          {question.of === "fact" && law.mayWork ? (
            <FactInput
              fact={question.fact}
              value={undefined}
              onChange={(value) => {
                if (value !== undefined)
                  answer.mutate({
                    id,
                    fact: question.fact,
                    value: (Array.isArray(value) ? [...value] : value) as never,
                  });
              }}
            />
          ) : question.of === "people" ? (
            <Go
              to="/incidents/$id/affected"
              params={{ id }}
              search={{ country: countryOf(question.countries) }}
            >
              {t("law.countPeople")}
            </Go>
          ) : companyId && (question.of === "law" || question.of === "country") ? (
            <Go to="/companies/$id" params={{ id: companyId }}>
              {t("clockTry.keepLaw")}
            </Go>
          ) : null}
        </div>
      ))}
      {law.questions.length > shown.length ? (
        <Button size="s" onClick={() => showAll(true)}>
          {t("clockTry.moreOpen", { count: law.questions.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

/** The one it asks of; of several, or of an area, nobody knows yet in which they live. */
function countryOf(codes: readonly string[]): string {
  const [only, ...others] = countriesOf(codes);
  return only && others.length === 0 ? only : "one";
}

export function Answers({ id, law }: { id: string; law: Law }) {
  const t = useText();
  const format = useFormat();
  const answer = useCommand(incidents.answerFact, refreshed);
  return (
    <Panel title={t("clockTry.answered")}>
      {law.proposed.map(({ fact, value, from }) => (
        <div key={fact} className="inc-question">
          <span className="small">{t(`clockFact.ask.${fact}`)}</span>
          <FactInput
            fact={fact}
            value={value}
            onChange={(to) =>
              law.mayWork && to !== undefined ? answer.mutate({ id, fact, value: to as never }) : undefined
            }
          />
          <span className="small mute">{t(`law.proposedFrom.${from}`)}</span>
        </div>
      ))}
      {law.answers.length + law.proposed.length === 0 ? (
        <p className="soft">{t("clockTry.noneAnswered")}</p>
      ) : null}
      {law.answers.map(({ fact, value, saidAt, saidByName }) => (
        <div key={fact} className="inc-question">
          <span className="small">{t(`clockFact.ask.${fact}`)}</span>
          <FactInput
            fact={fact}
            value={value}
            onChange={(to) =>
              law.mayWork
                ? answer.mutate({
                    id,
                    fact,
                    value: (to === undefined ? null : Array.isArray(to) ? [...to] : to) as never,
                  })
                : undefined
            }
          />
          <span className="small mute">
            {format.moment(saidAt)} <LangText text={saidByName ?? ""} />
          </span>
        </div>
      ))}
      <FormError error={answer.error} />
    </Panel>
  );
}
