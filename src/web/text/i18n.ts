// Words on the screens: one language is loaded at a time, the others when somebody asks for them.
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Language } from "#core/text/format.ts";
import { written } from "#core/text/say.ts";
import type { TextKey } from "./keys.ts";

export type { Language };
export const languageNames: Record<Language, string> = { ja: "日本語", en: "English", zh: "简体中文" };

type Loader = () => Promise<{ words: Record<string, string> }>;
const catalogues: Record<Language, Loader> = {
  ja: () => import("./catalogue.ja.ts"),
  en: () => import("./catalogue.en.ts"),
  zh: () => import("./catalogue.zh.ts"),
};

export const currentLanguage = () => (i18next.language ?? "en") as Language;

const isLanguage = (tag: string | null): tag is Language => tag === "ja" || tag === "en" || tag === "zh";

/** What was chosen in this browser before, else what it prefers; null where it prefers none of ours. */
export function preferredLanguage(): Language | null {
  const chosen = localStorage.getItem("yagura.language");
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? null;
}

export const firstLanguage = (): Language => preferredLanguage() ?? "en";

export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
  });
  await showIn(language);
}

/** As somebody chose: it is kept for the next time. */
export async function changeLanguage(language: Language): Promise<void> {
  await showIn(language);
  localStorage.setItem("yagura.language", language);
}

/** For this page alone. */
export async function showIn(language: Language): Promise<void> {
  const { words } = await catalogues[language]();
  // The catalogue is flat and ours alone: neither walked through nor copied.
  i18next.addResourceBundle(language, "translation", words, false, true, { skipCopy: true });
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export type T = (key: TextKey, values?: Record<string, unknown>) => string;

/** The words of the reader's language. Keys are checked against the Japanese catalogues; numbers come out grouped. */
export function useText(): T {
  const { t, i18n } = useTranslation();
  return (key, values) => t(key, written(values ?? {}, i18n.language as Language));
}

/** A word outside of any component, in the language of the moment. */
export const wordNow = (key: TextKey): string => i18next.t(key);

/** For keys built at run time (error and event codes), whose existence a test proves. */
export function useAnyText(): (key: string, values?: Record<string, unknown>) => string {
  const { t, i18n } = useTranslation();
  return (key, values) => t(key, { ...written(values ?? {}, i18n.language as Language), defaultValue: key });
}
