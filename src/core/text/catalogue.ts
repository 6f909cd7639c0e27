// The words of the product on the server: problem titles, reports, workbooks. Catalogues are flat JSON per module and
// language; screens read the same files.
import { existsSync, readFileSync } from "node:fs";
import i18next, { type i18n } from "i18next";
import type { Language } from "./format.ts";
import { written } from "./say.ts";

export const languages = ["ja", "en", "zh"] as const satisfies readonly Language[];

export type Texts = (language: Language, key: string, values?: Record<string, unknown>) => string;

/** Reads `text.<language>.json` from every folder given; a folder without words is fine. */
export function readCatalogue(folders: readonly string[], language: Language): Record<string, string> {
  const words: Record<string, string> = {};
  for (const folder of folders) {
    const path = `${folder}/text.${language}.json`;
    if (existsSync(path)) Object.assign(words, JSON.parse(readFileSync(path, "utf8")));
  }
  return words;
}

export function loadTexts(folders: readonly string[]): Texts {
  const instances = new Map<Language, i18n>();
  for (const language of languages) {
    const instance = i18next.createInstance();
    void instance.init({
      lng: language,
      initAsync: false,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { [language]: { translation: readCatalogue(folders, language) } },
    });
    instances.set(language, instance);
  }
  return (language, key, values = {}) => instances.get(language)?.t(key, written(values, language)) ?? key;
}
