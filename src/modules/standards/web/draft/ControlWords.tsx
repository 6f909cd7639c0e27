// The words of a control, one column per language; on a narrow screen one below the other.
import { useState } from "react";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import type { TextLanguage, Texts } from "../../contract.ts";
import type { Words } from "./tidy.ts";
import { WordsRow } from "./WordsRow.tsx";

const languages = ["en", "ja", "zh"] as const;

type Props = {
  control: Words;
  before: Words | null;
  original: TextLanguage;
  outdated: readonly TextLanguage[];
  isStill: boolean;
  onChange: (part: Partial<Words>) => void;
};

export function ControlWords({ control, before, original, outdated, isStill, onChange }: Props) {
  const t = useText();
  const ordered = [original, ...languages.filter((one) => one !== original)];
  const [shown, show] = useState<readonly TextLanguage[]>(ordered);
  const field = (
    label: string,
    texts: Texts,
    then: Texts | undefined,
    set: (texts: Texts) => void,
    rows: number,
  ) => (
    <WordsRow
      label={label}
      texts={texts}
      then={then}
      shown={ordered.filter((one) => shown.includes(one))}
      original={original}
      outdated={outdated}
      isStill={isStill}
      rows={rows}
      onChange={set}
    />
  );
  return (
    <div className="draft-words">
      <fieldset className="draft-languages" aria-label={t("draft.languages")}>
        {ordered.map((language) => (
          <label key={language} className="tick">
            <input
              type="checkbox"
              checked={shown.includes(language)}
              disabled={shown.length === 1 && shown.includes(language)}
              onChange={(event) =>
                show(event.target.checked ? [...shown, language] : shown.filter((one) => one !== language))
              }
            />
            <span>{languageNames[language]}</span>
          </label>
        ))}
      </fieldset>
      {field(t("draft.titleOf"), control.title, before?.title, (title) => onChange({ title }), 1)}
      {field(
        t("draft.requirement"),
        control.requirement,
        before?.requirement,
        (requirement) => onChange({ requirement }),
        5,
      )}
      {control.evidence.map((one, index) => (
        // Lines of one list without names of their own; they only come and go at its end or by their own button.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="draft-evidence">
          {field(
            t("draft.evidence", { number: index + 1 }),
            one,
            before?.evidence[index],
            (texts) => onChange({ evidence: control.evidence.with(index, texts) }),
            2,
          )}
          {isStill ? null : (
            <IconButton
              icon="close"
              label={t("draft.removeEvidence", { number: index + 1 })}
              onClick={() => onChange({ evidence: control.evidence.toSpliced(index, 1) })}
            />
          )}
        </div>
      ))}
      <Button
        size="s"
        icon="plus"
        offBecause={
          isStill ? t("draft.still") : control.evidence.length >= 20 ? t("draft.evidenceFull") : null
        }
        onClick={() => onChange({ evidence: [...control.evidence, { [original]: "" }] })}
      >
        {t("draft.addEvidence")}
      </Button>
      {field(
        t("draft.auditTest"),
        control.auditTest ?? {},
        before?.auditTest,
        (auditTest) => onChange({ auditTest }),
        3,
      )}
    </div>
  );
}
