// Corrected words put into words that somebody has gone on writing. Pure.
import type { Words } from "./errata-queries.ts";
import type { TextLanguage, Texts } from "./edition.ts";

const languages: readonly TextLanguage[] = ["ja", "en", "zh"];
const parts = ["title", "requirement", "auditTest"] as const;

export type Merged = {
  words: Words;
  /** False where something that was corrected had been rewritten: it stays as its author wrote it. */
  isWhole: boolean;
};

/** What still reads as before is corrected; what reads otherwise stays. */
export function mergedWords(mine: Words, before: Words, corrected: Words): Merged {
  const { auditTest: _, ...rest } = mine;
  const merged = parts.map((part) =>
    mergedTexts(mine[part] ?? {}, before[part] ?? {}, corrected[part] ?? {}),
  );
  const [title, requirement, test] = merged.map((one) => one.texts);
  const evidence = mergedEvidence(mine.evidence, before.evidence, corrected.evidence);
  return {
    words: {
      ...rest,
      title: title ?? mine.title,
      requirement: requirement ?? mine.requirement,
      evidence: evidence.list,
      ...(test && Object.keys(test).length > 0 ? { auditTest: test } : {}),
    },
    isWhole: evidence.isWhole && merged.every((one) => one.isWhole),
  };
}

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
function mergedEvidence(mine: Texts[], before: Texts[], corrected: Texts[]) {
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
  sameLists(textsIn(one), textsIn(other)) && one.evidence.length === other.evidence.length;

/** The languages in which two wordings differ. */
export const languagesChanged = (one: Words, other: Words): TextLanguage[] =>
  languages.filter((language) => {
    const said = (words: Words) => textsIn(words).map((texts) => texts[language] ?? null);
    return JSON.stringify(said(one)) !== JSON.stringify(said(other));
  });
const textsIn = ({ title, requirement, evidence, auditTest }: Words) => [
  title,
  requirement,
  auditTest ?? {},
  ...evidence,
];
