import type { Language } from "./notice.ts";

/** In the reader's language, else in one that there is. */
export const nameOf = (words: Partial<Record<Language, string>>, language: Language): string =>
  words[language] || words.en || words.ja || words.zh || "–";
