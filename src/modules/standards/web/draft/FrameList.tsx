// Entries of an edition with an id, words in each language and perhaps a number: added at the end, taken out one by one.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import type { TextLanguage, Texts } from "../../contract.ts";

const languages = ["en", "ja", "zh"] as const;

export type Line = { id: string; words: Texts; label?: Texts; number?: number };

type Props = {
  lines: readonly Line[];
  /** Head of the column of numbers; none without it. */
  numberLabel?: string | undefined;
  /** Entries with a name of their own beside their words. */
  hasLabel?: boolean;
  /** Nothing is added or taken out. */
  isFixed?: boolean;
  isStill: boolean;
  onChange: (lines: Line[]) => void;
};

/** A text without an empty language: what is cleared is not written. */
const withWords = (texts: Texts, language: TextLanguage, text: string): Texts => {
  const next = { ...texts, [language]: text };
  if (text === "") delete next[language];
  return next;
};

export function FrameList({
  lines,
  numberLabel,
  hasLabel = false,
  isFixed = false,
  isStill,
  onChange,
}: Props) {
  const t = useText();
  const { language: own } = useFormat();
  const [added, setAdded] = useState("");
  const replace = (index: number, line: Line) => onChange(lines.with(index, line));
  const id = added.normalize("NFKC").trim();
  const isTaken = lines.some((line) => line.id === id);
  return (
    <div className="stack s">
      {lines.length > 0 ? (
        <div className="scroll">
          <table className="grid roomy frame-list">
            <thead>
              <tr>
                {isFixed ? null : <th scope="col">{t("draft.id")}</th>}
                {languages.map((language) => (
                  <th key={language} scope="col">
                    {hasLabel
                      ? t("frameOf.valueIn", { language: languageNames[language] })
                      : languageNames[language]}
                  </th>
                ))}
                {hasLabel ? <th scope="col">{t("frameOf.label")}</th> : null}
                {numberLabel ? <th scope="col">{numberLabel}</th> : null}
                {isFixed ? null : (
                  <th scope="col">
                    <span className="unseen">{t("frameOf.takeOut")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {lines.map((line, index) => (
                <tr key={line.id}>
                  {isFixed ? null : (
                    <td>
                      <span className="mono">{line.id}</span>
                      {hasLabel ? <Reads line={line} /> : null}
                    </td>
                  )}
                  {languages.map((language) => (
                    <td key={language}>
                      <input
                        className="input"
                        aria-label={`${line.id} ${languageNames[language]}`}
                        lang={language}
                        readOnly={isStill}
                        maxLength={4000}
                        value={line.words[language] ?? ""}
                        onChange={(event) =>
                          replace(index, {
                            ...line,
                            words: withWords(line.words, language, event.target.value),
                          })
                        }
                      />
                    </td>
                  ))}
                  {hasLabel ? (
                    <td>
                      <input
                        className="input"
                        aria-label={`${line.id} ${t("frameOf.label")}`}
                        lang={own}
                        readOnly={isStill}
                        maxLength={4000}
                        value={line.label?.[own] ?? ""}
                        onChange={(event) =>
                          replace(index, {
                            ...line,
                            label: withWords(line.label ?? {}, own, event.target.value),
                          })
                        }
                      />
                    </td>
                  ) : null}
                  {numberLabel ? (
                    <td>
                      <input
                        className="input tn"
                        type="number"
                        min={1}
                        max={10000}
                        aria-label={`${line.id} ${numberLabel}`}
                        readOnly={isStill}
                        value={line.number ?? ""}
                        onChange={(event) => {
                          const { number: _, ...rest } = line;
                          const typed = Math.round(Number(event.target.value));
                          replace(index, typed > 0 ? { ...rest, number: typed } : rest);
                        }}
                      />
                    </td>
                  ) : null}
                  {isFixed ? null : (
                    <td>
                      {isStill ? null : (
                        <IconButton
                          icon="close"
                          label={t("frameOf.takeOutOf", { id: line.id })}
                          onClick={() => onChange(lines.toSpliced(index, 1))}
                        />
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {isFixed || isStill ? null : (
        <div className="row">
          <input
            className="input frame-id"
            aria-label={t("frameOf.newId")}
            placeholder={t("frameOf.newId")}
            maxLength={40}
            value={added}
            onChange={(event) => setAdded(event.target.value)}
          />
          <Button
            size="s"
            icon="plus"
            offBecause={
              id === "" ? t("forms.first", { field: t("draft.id") }) : isTaken ? t("frameOf.taken") : null
            }
            onClick={() => {
              onChange([...lines, { id, words: {}, ...(numberLabel ? { number: 365 } : {}) }]);
              setAdded("");
            }}
          >
            {t("frameOf.add")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** How a sentence reads that inserts the value, and in which languages it would read a blank or another language. */
function Reads({ line }: { line: Line }) {
  const t = useText();
  const format = useFormat();
  const value = line.words[format.language] ?? `[${line.label?.[format.language] ?? line.id}]`;
  const without = languages.filter((language) => !line.words[language]);
  return (
    <>
      <span className="sub beside">{t("frameOf.reads", { value })}</span>
      {without.length > 0 ? (
        <span className="sub beside">
          {t("frameOf.noValue", { languages: format.list(without.map((one) => languageNames[one])) })}
        </span>
      ) : null}
    </>
  );
}
