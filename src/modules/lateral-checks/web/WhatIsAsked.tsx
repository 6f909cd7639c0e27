// What was found and what to look at, as both sides read it: in the reader's language where it was written in it.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { type Asked, type Check, type Language, languages, saidIn, tongueOf, wordsOf } from "./rows.ts";
import "./lateral.css";

type Props = { of: Asked["check"] | Check; withQuestions?: boolean };

export function WhatIsAsked({ of, withQuestions = false }: Props) {
  const t = useText();
  const format = useFormat();
  const offered = languages.filter((one) => one === of.originalLanguage || of.translations[one]);
  const [language, setLanguage] = useState<Language>(tongueOf(of, format.language));
  const words = wordsOf(of, language);
  return (
    <Panel title={t("lateral.what")}>
      <div className="stack s">
        {offered.length > 1 ? (
          <Tabs<Language>
            label={t("lateral.language")}
            value={language}
            choices={offered.map((value) => ({
              value,
              label:
                value === of.originalLanguage
                  ? t("lateral.original", { language: format.tongue(value) })
                  : format.tongue(value),
            }))}
            onChange={setLanguage}
          />
        ) : null}
        <p className="lateral-words" lang={language}>
          {words.why}
        </p>
        <h3>{t("lateral.look")}</h3>
        <p className="lateral-words" lang={language}>
          {words.look}
        </p>
        {withQuestions && of.questions.length > 0 ? (
          <>
            <h3>{t("lateral.questions")}</h3>
            <ul className="lines">
              {of.questions.map((question) => (
                <li key={question.id}>
                  {saidIn(question.words, language, of.originalLanguage)}{" "}
                  <span className="small soft">
                    {question.kind === "choice"
                      ? question.options
                          .map((one) => saidIn(one, language, of.originalLanguage))
                          .join(t("list.comma"))
                      : t(`lateral.questionKind.${question.kind}`)}
                  </span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Panel>
  );
}
