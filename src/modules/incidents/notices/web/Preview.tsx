// The text as the recipient sees it, in each of its languages, and to whom it goes.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { marked } from "../rules.ts";
import type { Language, Notice, Recipient, Text } from "./notice.ts";

export function Preview({ notice }: { notice: Notice }) {
  const t = useText();
  const shown =
    notice.versions.find((one) => one.n === (notice.sentN ?? notice.handedN)) ?? notice.versions[0];
  const { texts, recipients } = shown ?? notice.draft;
  const isByWord = notice.sentAt !== null && notice.sentN === null;
  return (
    <Panel
      title={t(isByWord ? "notice.text" : "notice.preview")}
      more={shown ? `${t("notice.version", { n: shown.n })} · ${shown.writtenName}` : null}
    >
      {isByWord ? <Note>{t("notice.givenWithoutText")}</Note> : null}
      {shown || texts.length === 0 || isByWord ? null : <p className="soft">{t("notice.draftOnly")}</p>}
      {shown || !isByWord ? (
        <>
          <Letter texts={texts} isExercise={notice.isExercise} />
          <h3>{t("notice.recipients")}</h3>
          <Recipients recipients={recipients} />
        </>
      ) : null}
    </Panel>
  );
}

export function Letter({ texts, isExercise = false }: { texts: readonly Text[]; isExercise?: boolean }) {
  const t = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState<Language | null>(null);
  const text = texts.find((one) => one.language === (chosen ?? format.language)) ?? texts[0];
  if (!text) return <p className="soft">{t("notice.noText")}</p>;
  return (
    <>
      {texts.length > 1 ? (
        <Tabs<Language>
          label={t("notice.form.recipientLanguage")}
          value={text.language}
          choices={texts.map((one) => ({ value: one.language, label: format.tongue(one.language) }))}
          onChange={setChosen}
        />
      ) : null}
      <div className="notice-letter" lang={text.language}>
        <h3>{isExercise ? marked(text.subject, t("notice.exerciseMark")) : text.subject}</h3>
        <p className="inc-words">{text.body}</p>
      </div>
    </>
  );
}

export function Recipients({ recipients }: { recipients: readonly Recipient[] }) {
  const t = useText();
  const format = useFormat();
  if (recipients.length === 0) return <p className="soft">{t("notice.noRecipients")}</p>;
  return (
    <ul className="notice-list">
      {recipients.map((one) => (
        <li key={`${one.kind} ${one.id ?? ""} ${one.name} ${one.address ?? ""}`}>
          <LangText text={one.name} />
          {one.address ? <span className="soft">{one.address}</span> : null}
          <Tag>{format.tongue(one.language)}</Tag>
        </li>
      ))}
    </ul>
  );
}
