// The heads that people read, in every language, as names of the columns: for sheets whose hidden first row was deleted.
import type { Language } from "#core/context.ts";
import { foldWidth } from "#core/sheets/normalise.ts";
import { answerColumns } from "./columns.ts";
import { sayIn } from "./words.ts";

const scopeHeads = { condition: "number", question: "question", isTrue: "yesOrNo", note: "whyNo" } as const;
const languages: readonly Language[] = ["ja", "en", "zh"];
const plain = (text: string) => foldWidth(text).toLowerCase();

const keys = new Map<string, string>(
  languages.flatMap((language) => {
    const say = sayIn(language);
    return [
      ...Object.entries(scopeHeads).map(([key, word]): [string, string] => [
        plain(say(`workbook.sheet.${word}`)),
        key,
      ]),
      ...answerColumns.map(({ key }): [string, string] => [plain(say(`workbook.column.${key}`)), key]),
    ];
  }),
);

export const keyOfHead = (text: string): string | null => keys.get(plain(text)) ?? null;
