import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { languageNames } from "#web/text/i18n.ts";
import { useText } from "#web/text/i18n.ts";
import type { ClientForm } from "./connection.ts";

type Props = { form: ClientForm; onChange: (part: Partial<ClientForm>) => void; canSignOut: boolean };

const languages = ["ja", "en", "zh"] as const;

export function MeaningFields({ form, onChange, canSignOut }: Props) {
  const t = useText();
  return (
    <div className="form wide">
      <TextField
        label={t("connection.name")}
        hint={t("connection.nameHint")}
        value={form.name}
        maxLength={80}
        onChange={(name) => onChange({ name })}
      />
      {languages.map((language) => (
        <TextField
          key={language}
          label={`${t("connection.name")} (${languageNames[language]})`}
          isOptional
          value={form.names[language] ?? ""}
          maxLength={80}
          onChange={(name) => onChange({ names: { ...form.names, [language]: name } })}
        />
      ))}
      <SelectField
        label={t("connection.subjectClaim")}
        hint={t("connection.subjectHint")}
        value={form.subjectClaim}
        choices={[
          { value: "sub", label: t("connection.subject.sub") },
          { value: "oid", label: t("connection.subject.oid") },
        ]}
        onChange={(subjectClaim) => onChange({ subjectClaim })}
      />
      <div className="two">
        <TextField
          label={t("connection.requiredClaim")}
          hint={t("connection.requiredHint")}
          isOptional
          value={form.requiredClaim ?? ""}
          maxLength={100}
          isCode
          onChange={(requiredClaim) => onChange({ requiredClaim })}
        />
        <TextField
          label={t("connection.requiredValue")}
          isOptional
          value={form.requiredValue ?? ""}
          maxLength={300}
          onChange={(requiredValue) => onChange({ requiredValue })}
        />
      </div>
      <TextField
        label={t("connection.factorValues")}
        hint={t("connection.factorHint")}
        isOptional
        value={form.factorValues}
        maxLength={1000}
        onChange={(factorValues) => onChange({ factorValues })}
      />
      <TextField
        label={t("connection.domains")}
        hint={t("connection.domainsHint")}
        isOptional
        value={form.domains}
        maxLength={2000}
        onChange={(domains) => onChange({ domains })}
      />
      <Tick
        label={t("connection.signsOut")}
        isOn={form.signsOut}
        isDisabled={!canSignOut}
        onChange={(signsOut) => onChange({ signsOut })}
      />
    </div>
  );
}
