// The words of a control, one column per language; on a narrow screen one below the other.
import { useState } from "react";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import type { TextLanguage } from "../../contract.ts";
import type { Words } from "./tidy.ts";
import { WordsList } from "./WordsList.tsx";
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
  const around = { shown: ordered.filter((one) => shown.includes(one)), original, outdated, isStill };
  const row = (part: "title" | "requirement" | "guidance" | "auditTest", label: string, rows: number) => (
    <WordsRow
      {...around}
      label={label}
      texts={control[part] ?? {}}
      then={before?.[part]}
      rows={rows}
      {...(part === "guidance" ? { most: 20_000 } : {})}
      onChange={(texts) => onChange({ [part]: texts })}
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
      {row("title", t("draft.titleOf"), 1)}
      {row("requirement", t("draft.requirement"), 5)}
      {control.guidance ? (
        row("guidance", t("draft.guidance"), 5)
      ) : (
        <Button
          size="s"
          icon="plus"
          offBecause={isStill ? t("draft.still") : null}
          onClick={() => onChange({ guidance: { [original]: "" } })}
        >
          {t("draft.addGuidance")}
        </Button>
      )}
      <WordsList
        {...around}
        of="example"
        list={control.examples ?? []}
        then={before?.examples}
        onChange={(examples) => onChange({ examples })}
      />
      <WordsList
        {...around}
        of="evidence"
        list={control.evidence}
        then={before?.evidence}
        onChange={(evidence) => onChange({ evidence })}
      />
      {row("auditTest", t("draft.auditTest"), 3)}
    </div>
  );
}
