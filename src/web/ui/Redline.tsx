// Two wordings in one: what went is struck, what came is underlined; read aloud as deletion and insertion.
import { diffWords } from "diff";
import { useMemo } from "react";

/** Two long texts that share little are not worth the search for what they share. */
const mostEdits = 2000;

type Props = { before: string; after: string; lang: string };

export function Redline({ before, after, lang }: Props) {
  const parts = useMemo(() => partsOf(before, after, lang), [before, after, lang]);
  return (
    <p className="redline" lang={lang}>
      {parts.map((part, index) => {
        // The parts of two fixed texts never move.
        // oxlint-disable-next-line react/no-array-index-key
        if (part.added) return <ins key={index}>{part.value}</ins>;
        // oxlint-disable-next-line react/no-array-index-key
        if (part.removed) return <del key={index}>{part.value}</del>;
        // oxlint-disable-next-line react/no-array-index-key
        return <span key={index}>{part.value}</span>;
      })}
    </p>
  );
}

type Part = { value: string; added: boolean; removed: boolean };

/** Words as the language has them: Japanese and Chinese are written without spaces. */
function partsOf(before: string, after: string, lang: string): Part[] {
  const intlSegmenter = new Intl.Segmenter(lang, { granularity: "word" });
  const parts = diffWords(before, after, { intlSegmenter, maxEditLength: mostEdits });
  return (
    parts ?? [
      { value: before, added: false, removed: true },
      { value: after, added: true, removed: false },
    ]
  );
}
