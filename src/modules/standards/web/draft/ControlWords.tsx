// The words of a control, one column per language; on a narrow screen one below the other.
import type { ReactNode } from "react";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import type { TextLanguage } from "../../contract.ts";
import { useShownLanguages } from "./shown-languages.ts";
import type { Caret, Words } from "./tidy.ts";
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
  /** Where one was writing when one left the field. */
  onLeave?: (caret: Caret) => void;
  /** What is to be said of the languages, below the choice of them. */
  children?: ReactNode;
};

export function ControlWords({
  control,
  before,
  original,
  outdated,
  isStill,
  onChange,
  onLeave,
  children,
}: Props) {
  const t = useText();
  const ordered = [original, ...languages.filter((one) => one !== original)];
  const { shown, show } = useShownLanguages(ordered);
  const around = { shown, original, outdated, isStill };
  const row = (part: "title" | "requirement" | "guidance" | "auditTest", label: string, rows: number) => (
    <WordsRow
      {...around}
      label={label}
      texts={control[part] ?? {}}
      then={before?.[part]}
      rows={rows}
      {...(part === "guidance" || part === "auditTest" ? { most: 20_000 } : {})}
      onChange={(texts) => onChange({ [part]: texts })}
      onLeave={(language, at) => onLeave?.({ part, language, at })}
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
              onChange={(event) => show(language, event.target.checked)}
            />
            <span>{languageNames[language]}</span>
          </label>
        ))}
      </fieldset>
      {children}
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
        onLeave={(where) => onLeave?.({ part: "examples", ...where })}
      />
      <WordsList
        {...around}
        of="evidence"
        list={control.evidence}
        then={before?.evidence}
        onChange={(evidence) => onChange({ evidence })}
        onLeave={(where) => onLeave?.({ part: "evidence", ...where })}
      />
      {row("auditTest", t("draft.auditTest"), 3)}
    </div>
  );
}
