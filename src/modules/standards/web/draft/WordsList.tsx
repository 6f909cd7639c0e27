// Texts of one list in their languages: proofs, examples. They come and go at its end or by their own button.
import { useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import type { TextLanguage, Texts } from "../../contract.ts";
import { WordsRow } from "./WordsRow.tsx";

const kinds = {
  example: { add: "draft.addExample", remove: "draft.removeExample", full: "draft.examplesFull", most: 50 },
  evidence: {
    add: "draft.addEvidence",
    remove: "draft.removeEvidence",
    full: "draft.evidenceFull",
    most: 20,
  },
} as const;

type Props = {
  of: keyof typeof kinds;
  list: readonly Texts[];
  then: readonly Texts[] | undefined;
  shown: readonly TextLanguage[];
  original: TextLanguage;
  outdated: readonly TextLanguage[];
  isStill: boolean;
  onChange: (list: Texts[]) => void;
  onLeave: (where: { index: number; language: TextLanguage; at: number }) => void;
};

export function WordsList({ of, list, then, onChange, onLeave, ...around }: Props) {
  const t = useText();
  const { add, remove, full, most } = kinds[of];
  const { isStill, original } = around;
  return (
    <>
      {list.map((one, index) => (
        // Lines of one list without names of their own; they only come and go at its end or by their own button.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="draft-evidence">
          <WordsRow
            {...around}
            label={t(`draft.${of}`, { number: index + 1 })}
            texts={one}
            then={then?.[index]}
            rows={2}
            onChange={(texts) => onChange(list.with(index, texts))}
            onLeave={(language, at) => onLeave({ index, language, at })}
          />
          {isStill ? null : (
            <IconButton
              icon="close"
              label={t(remove, { number: index + 1 })}
              onClick={() => onChange(list.toSpliced(index, 1))}
            />
          )}
        </div>
      ))}
      <Button
        size="s"
        icon="plus"
        offBecause={isStill ? t("draft.still") : list.length >= most ? t(full) : null}
        onClick={() => onChange([...list, { [original]: "" }])}
      >
        {t(add)}
      </Button>
    </>
  );
}
