// Corrected words put into words that somebody has gone on writing. Pure.
import { type ControlWords as Words, type TextLanguage, type Texts, withWords } from "./edition.ts";

const languages: readonly TextLanguage[] = ["ja", "en", "zh"];
const parts = ["title", "requirement", "guidance", "auditTest"] as const;

export type Merged = {
  words: Words;
  /** False where something that was corrected had been rewritten: it stays as its author wrote it. */
  isWhole: boolean;
};

/** What still reads as before is corrected; what reads otherwise stays. */
export function mergedWords(mine: Words, before: Words, corrected: Words): Merged {
  const merged = parts.map((part) =>
    mergedTexts(mine[part] ?? {}, before[part] ?? {}, corrected[part] ?? {}),
  );
  const [title, requirement, guidance, auditTest] = merged.map((one) => one.texts);
  const evidence = mergedLists(mine.evidence, before.evidence, corrected.evidence);
  const examples = mergedLists(mine.examples, before.examples, corrected.examples);
  return {
    words: withWords(mine, {
      title: title ?? mine.title,
      requirement: requirement ?? mine.requirement,
      ...written({ guidance, auditTest }),
      evidence: evidence.list,
      examples: examples.list,
    }),
    isWhole: evidence.isWhole && examples.isWhole && merged.every((one) => one.isWhole),
  };
}

/** A text that is written in no language is none. */
const written = (texts: Record<string, Texts | undefined>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text && Object.keys(text).length > 0));

function mergedTexts(mine: Texts, before: Texts, corrected: Texts): { texts: Texts; isWhole: boolean } {
  const chosen = languages.map((language) => {
    const isTouched = before[language] !== corrected[language];
    const isMine = isTouched && mine[language] !== before[language] && mine[language] !== corrected[language];
    return { language, text: isTouched && !isMine ? corrected[language] : mine[language], isMine };
  });
  return {
    texts: Object.fromEntries(
      chosen.flatMap(({ language, text }) => (text === undefined ? [] : [[language, text]])),
    ),
    isWhole: chosen.every((one) => !one.isMine),
  };
}

/** Line by line while nobody added or removed one; else as a whole or not at all. */
function mergedLists(mine: Texts[] = [], before: Texts[] = [], corrected: Texts[] = []) {
  if (mine.length === before.length && before.length === corrected.length) {
    const lines = mine.map((line, at) => mergedTexts(line, before[at] ?? {}, corrected[at] ?? {}));
    return { list: lines.map((one) => one.texts), isWhole: lines.every((one) => one.isWhole) };
  }
  if (sameLists(before, corrected) || sameLists(mine, corrected)) return { list: mine, isWhole: true };
  return sameLists(mine, before) ? { list: corrected, isWhole: true } : { list: mine, isWhole: false };
}

const sameLists = (one: readonly Texts[], other: readonly Texts[]) =>
  JSON.stringify(one.map(inOrder)) === JSON.stringify(other.map(inOrder));
const inOrder = ({ ja = "", en = "", zh = "" }: Texts) => [ja, en, zh];

/** Whether two wordings read alike in every language. */
export const sameWords = (one: Words, other: Words): boolean =>
  sameLists(singles(one), singles(other)) &&
  sameLists(one.evidence, other.evidence) &&
  sameLists(one.examples ?? [], other.examples ?? []);

/** The languages in which two wordings differ. */
export const languagesChanged = (one: Words, other: Words): TextLanguage[] =>
  languages.filter((language) => {
    const said = (words: Words) =>
      [singles(words), words.evidence, words.examples ?? []].map((list) =>
        list.map((texts) => texts[language] ?? null),
      );
    return JSON.stringify(said(one)) !== JSON.stringify(said(other));
  });
const singles = (words: Words) => parts.map((part) => words[part] ?? {});
