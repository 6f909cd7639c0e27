// What is told, in the language it is written in and in others, and the decision that it comes from.
import { useState } from "react";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { type Draft, type Language, languages } from "./draft.ts";

type Props = { draft: Draft; onChange: (part: Partial<Draft>) => void };

const origins = ["committee", "management", "finding", "incident", "other"] as const;

export function WordsFields({ draft, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const [language, setLanguage] = useState<Language>(draft.originalLanguage);
  const isOriginal = language === draft.originalLanguage;
  const words = isOriginal ? draft : (draft.translations[language] ?? { title: "", body: "" });
  const set = (part: { title?: string; body?: string }) =>
    onChange(
      isOriginal
        ? part
        : {
            translations: {
              ...draft.translations,
              [language]: { title: words.title, body: words.body, ...part },
            },
          },
    );
  return (
    <Panel title={t("instruction.what")}>
      <div className="form">
        <Tabs<Language>
          label={t("instruction.language")}
          value={language}
          choices={languages.map((value) => ({
            value,
            label:
              value === draft.originalLanguage
                ? t("instruction.original", { language: format.tongue(value) })
                : format.tongue(value),
          }))}
          onChange={setLanguage}
        />
        <TextField
          label={t("instruction.titleField")}
          isOptional={!isOriginal}
          value={words.title}
          maxLength={200}
          onChange={(title) => set({ title })}
        />
        <TextArea
          label={t("instruction.body")}
          hint={t("instruction.bodyHelp")}
          isOptional={!isOriginal}
          lang={language}
          value={words.body}
          maxLength={8000}
          onChange={(body) => set({ body })}
        />
        {isOriginal ? null : <p className="small soft">{t("instruction.translationHelp")}</p>}
        <TextArea
          label={t("instruction.why")}
          isOptional
          value={draft.why}
          maxLength={4000}
          onChange={(why) => onChange({ why })}
        />
        <div className="two">
          <SelectField
            label={t("instruction.origin")}
            value={draft.originKind}
            choices={origins.map((value) => ({ value, label: t(`instruction.origin.${value}`) }))}
            onChange={(originKind) => onChange({ originKind })}
          />
          <DateField
            label={t("instruction.originOn")}
            isOptional
            value={draft.originOn}
            onChange={(originOn) => onChange({ originOn })}
          />
        </div>
        <TextField
          label={t("instruction.originWords")}
          isOptional
          value={draft.originWords}
          maxLength={1000}
          onChange={(originWords) => onChange({ originWords })}
        />
      </div>
    </Panel>
  );
}
