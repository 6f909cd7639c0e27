// The name of a line and the text its notices begin with, in three languages.
import { useState } from "react";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { placeholders } from "../rules.ts";
import type { FieldsProps } from "./line-draft.ts";
import { type Language, languages } from "./notice.ts";
import { RecipientsField } from "./RecipientsField.tsx";

export function TemplateFields({ line, onChange }: FieldsProps) {
  const t = useText();
  const format = useFormat();
  const [language, setLanguage] = useState<Language>(format.language);
  const isOptional = language !== format.language;
  return (
    <Panel title={t("noticeLine.template")}>
      <div className="form">
        <Tabs<Language>
          label={t("notice.form.recipientLanguage")}
          value={language}
          choices={languages.map((value) => ({ value, label: format.tongue(value) }))}
          onChange={setLanguage}
        />
        <TextField
          label={t("noticeLine.name")}
          isOptional={isOptional}
          value={line.names[language] ?? ""}
          maxLength={200}
          onChange={(name) => onChange({ names: { ...line.names, [language]: name } })}
        />
        <TextField
          label={t("notice.form.subject")}
          isOptional={isOptional}
          value={line.subjects[language] ?? ""}
          maxLength={300}
          onChange={(subject) => onChange({ subjects: { ...line.subjects, [language]: subject } })}
        />
        <div className="notice-body">
          <TextArea
            label={t("notice.form.body")}
            hint={t("noticeLine.placeholders", { names: placeholders.map((one) => `{${one}}`).join(" ") })}
            isOptional={isOptional}
            lang={language}
            value={line.bodies[language] ?? ""}
            maxLength={8000}
            onChange={(body) => onChange({ bodies: { ...line.bodies, [language]: body } })}
          />
        </div>
        <RecipientsField recipients={line.recipients} onChange={(recipients) => onChange({ recipients })} />
      </div>
    </Panel>
  );
}
