import { currentLanguage, type Language } from "./i18n.ts";

export type Names = { name: string; nameEn?: string | null; nameJa?: string | null; nameZh?: string | null };

/** A unit's name in the reader's language where the group keeps one, else its name by law. */
export function nameFor(names: Names, language: Language = currentLanguage()): string {
  const own = { ja: names.nameJa, en: names.nameEn, zh: names.nameZh }[language];
  return own || names.name;
}

/** The language a name is most likely written in, so that the right font and line breaks apply. */
export function langOf(text: string): string {
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  return /[\u3400-\u9fff]/.test(text) ? (currentLanguage() === "zh" ? "zh" : "ja") : "en";
}
