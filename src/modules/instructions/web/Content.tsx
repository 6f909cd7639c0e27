// What is told, as both sides read it.
import { useState } from "react";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { type Language, languages } from "./draft.ts";
import { type Instruction, issuerOf, type ReceivedRecord } from "./rows.ts";
import "./instructions.css";

export const titleOf = (of: Told, language: Language) => of.translations[language]?.title ?? of.title;

type Told = ReceivedRecord["instruction"];

/** In the reader's language where it was written in it; the others, with the original marked, beside. */
export function WhatToDo({ of }: { of: Told }) {
  const t = useText();
  const format = useFormat();
  const offered = languages.filter((one) => one === of.originalLanguage || of.translations[one]);
  const [language, setLanguage] = useState<Language>(
    offered.find((one) => one === format.language) ?? of.originalLanguage,
  );
  const words = of.translations[language];
  const shown = language === of.originalLanguage || !words ? of : words;
  return (
    <Panel title={t("instruction.what")}>
      <div className="stack s">
        {offered.length > 1 ? (
          <Tabs<Language>
            label={t("instruction.language")}
            value={language}
            choices={offered.map((value) => ({
              value,
              label:
                value === of.originalLanguage
                  ? t("instruction.original", { language: format.tongue(value) })
                  : format.tongue(value),
            }))}
            onChange={setLanguage}
          />
        ) : null}
        {shown.title === titleOf(of, format.language) ? null : <b lang={language}>{shown.title}</b>}
        <p className="told-words" lang={language}>
          {shown.body}
        </p>
        {of.why ? (
          <>
            <h3>{t("instruction.why")}</h3>
            <p className="told-words" lang={of.originalLanguage}>
              {of.why}
            </p>
          </>
        ) : null}
      </div>
    </Panel>
  );
}

export function Facts({ of }: { of: Told }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("instruction.facts")}>
      <KeyValue
        rows={[
          [t("instruction.issuer"), <LangText key="issuer" text={issuerOf(of)} />],
          [t("instruction.acknowledgeBy"), format.day(of.acknowledgeBy)],
          [t("instruction.dueOn"), format.day(of.dueOn)],
          [t("instruction.riseDays"), t("instruction.riseOn", { count: of.riseDays })],
          [t("instruction.proof"), t(`instruction.proof.${of.proof}`)],
          ...(of.contact
            ? ([[t("instruction.contact"), <LangText key="who" text={of.contact} />]] as const)
            : []),
          ...(of.issuedAt
            ? ([
                [
                  t("instruction.issuedAt"),
                  `${format.moment(of.issuedAt)}${of.issuedByName ? ` · ${of.issuedByName}` : ""}`,
                ],
              ] as const)
            : []),
        ]}
      />
    </Panel>
  );
}

/** The decision that it comes from, and what it passes on. */
export function Decision({ of, above }: { of: Told; above?: Instruction["parent"] }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("instruction.decision")}>
      <KeyValue
        rows={[
          [
            t("instruction.origin"),
            `${t(`instruction.origin.${of.originKind}`)}${of.originOn ? ` · ${format.day(of.originOn)}` : ""}`,
          ],
          ...(of.originWords
            ? ([[t("instruction.originWords"), <LangText key="words" text={of.originWords} />]] as const)
            : []),
          ...(above
            ? ([
                [
                  t("instruction.above"),
                  <Go key="above" to="/instructions/received/$id" params={{ id: above.recipientId }}>
                    {above.number ? `${above.number} ` : ""}
                    <LangText text={above.title} />
                  </Go>,
                ],
              ] as const)
            : []),
        ]}
      />
    </Panel>
  );
}

export function Changes({ of }: { of: Told["changes"] }) {
  const t = useText();
  const format = useFormat();
  if (of.length === 0) return null;
  return (
    <Panel title={t("instruction.changes")}>
      <ul className="told-said">
        {of.map((change) => (
          <li key={change.id}>
            <span className="small soft">
              {format.moment(change.changedAt)}
              {change.dueOn && change.dueBefore
                ? ` · ${t("instruction.movedTo", { from: format.day(change.dueBefore), to: format.day(change.dueOn) })}`
                : ""}
            </span>
            {change.words ? (
              <p>
                <LangText text={change.words} />
              </p>
            ) : null}
            <p className="soft">
              <LangText text={change.reason} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
