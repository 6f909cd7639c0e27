// What is said of a receiver, the same when it is set up and when it is changed.
import { SelectField, TextField } from "#web/forms/fields.tsx";
import type { Language } from "#core/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { type Kind, kinds } from "../rules.ts";
import "./calls.css";

export type Given = {
  name: string;
  url: string;
  kinds: Kind[];
  language: Language;
  tellsCompany: boolean;
  tellsOnCall?: boolean;
};

type Props = { of: Given; isOff?: boolean; onChange: (change: Partial<Given>) => void };

export function ReceiverFields({ of, isOff = false, onChange }: Props) {
  const t = useText();
  return (
    <fieldset className="receiver-fields" disabled={isOff}>
      <TextField
        label={t("receiver.name")}
        hint={t("receiver.nameHint")}
        value={of.name}
        maxLength={80}
        onChange={(name) => onChange({ name })}
      />
      <TextField
        label={t("receiver.url")}
        hint={t("receiver.urlHint")}
        value={of.url}
        placeholder="https://"
        maxLength={500}
        isCode
        onChange={(url) => onChange({ url })}
      />
      <fieldset className="choices">
        <legend>{t("receiver.kinds")}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="tick">
            <input
              type="checkbox"
              checked={of.kinds.includes(kind)}
              onChange={({ target }) =>
                onChange({
                  kinds: kinds.filter((one) => (one === kind ? target.checked : of.kinds.includes(one))),
                })
              }
            />
            <span>{t(`receiver.kind.${kind}`)}</span>
          </label>
        ))}
      </fieldset>
      <SelectField<Language>
        label={t("receiver.language")}
        value={of.language}
        choices={(Object.keys(languageNames) as Language[]).map((value) => ({
          value,
          label: languageNames[value],
        }))}
        onChange={(language) => onChange({ language })}
      />
      <label className="tick">
        <input
          type="checkbox"
          checked={of.tellsCompany}
          onChange={({ target }) => onChange({ tellsCompany: target.checked })}
        />
        <span>
          {t("receiver.tellsCompany")}
          <br />
          <span className="hint">{t("receiver.tellsCompanyHelp")}</span>
        </span>
      </label>
      <label className="tick">
        <input
          type="checkbox"
          checked={of.tellsOnCall === true}
          onChange={({ target }) => onChange({ tellsOnCall: target.checked })}
        />
        <span>
          {t("receiver.tellsOnCall")}
          <br />
          <span className="hint">{t("receiver.tellsOnCallHelp")}</span>
        </span>
      </label>
    </fieldset>
  );
}

/** Why it cannot be saved yet. */
export function useMissing(of: Given): string | null {
  const t = useText();
  if (!of.name.trim()) return t("forms.first", { field: t("receiver.name") });
  if (!/^https?:\/\/\S{3,}$/.test(of.url)) return t("forms.first", { field: t("receiver.url") });
  return of.kinds.length === 0 ? t("forms.first", { field: t("receiver.kinds") }) : null;
}
