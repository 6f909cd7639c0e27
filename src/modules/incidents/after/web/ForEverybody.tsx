// The finding that a lesson of a confidential incident becomes, in words of its own: everybody who reads findings reads them.
import { TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";

export type OpenWords = { title: string; detail: string; isConfirmed: boolean };
export const noOpenWords: OpenWords = { title: "", detail: "", isConfirmed: false };

type Props = { words: OpenWords; onChange: (words: OpenWords) => void };

export function ForEverybody({ words, onChange }: Props) {
  const t = useText();
  const set = (part: Partial<OpenWords>) => onChange({ ...words, isConfirmed: false, ...part });
  return (
    <>
      <Note kind="warn">{t("after.openNote")}</Note>
      <TextField
        label={t("after.openTitle")}
        value={words.title}
        maxLength={300}
        onChange={(title) => set({ title })}
      />
      <TextArea
        label={t("after.openDetail")}
        isOptional
        value={words.detail}
        maxLength={2000}
        onChange={(detail) => set({ detail })}
      />
      <Tick
        label={t("after.openConfirm")}
        isOn={words.isConfirmed}
        onChange={(isConfirmed) => onChange({ ...words, isConfirmed })}
      />
    </>
  );
}
