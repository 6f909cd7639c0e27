// One text in its languages beside each other; what is missing, or translated from older words, says so.
import { languageNames, useText } from "#web/text/i18n.ts";
import type { TextLanguage, Texts } from "../../contract.ts";

type Props = {
  label: string;
  texts: Texts;
  /** The words before; with them, what was translated from them is marked as to be looked at. */
  then?: Texts | undefined;
  shown: readonly TextLanguage[];
  original?: TextLanguage;
  outdated?: readonly TextLanguage[];
  isStill: boolean;
  rows: number;
  most?: number;
  onChange: (texts: Texts) => void;
  onLeave?: ((language: TextLanguage, at: number) => void) | undefined;
};

export function WordsRow({
  label,
  texts,
  then,
  shown,
  original = "en",
  outdated = [],
  isStill,
  rows,
  most = 4000,
  onChange,
  onLeave,
}: Props) {
  const t = useText();
  const isLate = (language: TextLanguage) =>
    outdated.includes(language) &&
    then !== undefined &&
    then[original] !== texts[original] &&
    then[language] === texts[language] &&
    Boolean(texts[language]);
  return (
    <fieldset className="draft-row">
      <legend>{label}</legend>
      {shown.map((language) => (
        <label key={language} className={texts[language] ? undefined : "missing"}>
          <span>
            {languageNames[language]}
            {texts[language] ? null : <em>{t("draft.missing")}</em>}
            {isLate(language) ? <em>{t("draft.late")}</em> : null}
          </span>
          <textarea
            className="input"
            lang={language}
            rows={rows}
            maxLength={most}
            readOnly={isStill}
            value={texts[language] ?? ""}
            onBlur={(event) => onLeave?.(language, event.target.selectionStart)}
            onChange={(event) => onChange({ ...texts, [language]: event.target.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}
