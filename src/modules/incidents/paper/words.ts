// The words of papers: the house's terms, this module's and those of the clocks of law, as a language writes them.
import { fileURLToPath } from "node:url";
import type { Language } from "#core/context.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { formatMoment, formatNumber, locales } from "#core/text/format.ts";
import { anchorInWords, type Counted } from "#modules/clock-rules/mechanism/words.ts";

const texts = loadTexts([
  fileURLToPath(new URL("../../../core/text", import.meta.url)),
  fileURLToPath(new URL("../../clock-rules", import.meta.url)),
  fileURLToPath(new URL("..", import.meta.url)),
]);

export type Say = (key: string, values?: Record<string, unknown>) => string;
export type Words = ReturnType<typeof wordsIn>;

export const fontsOf: Readonly<Record<Language, string[]>> = {
  ja: ["Noto Sans JP", "Noto Sans SC"],
  en: ["Noto Sans JP", "Noto Sans SC"],
  zh: ["Noto Sans SC", "Noto Sans JP"],
};

export function wordsIn(language: Language) {
  const say: Say = (key, values) => texts(language, key, values);
  const joins = new Intl.ListFormat(locales[language], { type: "conjunction", style: "narrow" });
  const regions = new Intl.DisplayNames([locales[language]], { type: "region" });
  const country = (code: string) => regions.of(code) ?? code;
  const named = new Set(["GROUP", "CONTRACT", "EU", "UN"]);
  return {
    language,
    say,
    country,
    join: (all: readonly string[]) => (language === "en" ? all.join(", ") : joins.format(all)),
    jurisdiction: (code: string) =>
      named.has(code) ? say(`clockPlace.${code}`) : code.length === 2 ? country(code) : code,
    moment: (at: string, zone: string) => formatMoment(at, language, zone, "full", true),
    counted: ({ count, isExact }: { count: number; isExact: boolean }) =>
      say(isExact ? "room.draft.exactly" : "room.draft.about", { count: formatNumber(count, language) }),
    anchor: (of: Counted) => anchorInWords(say, of),
  };
}

/** A run of letters without any place to break at would leave the page, or a narrow column: a place that is not seen is put in. */
export const breakable = (words: string, isNarrow = false): string =>
  words.replaceAll(isNarrow ? /[!-~]{16}(?=[!-~])/g : /[!-~]{30}(?=[!-~])/g, "$&\u200B");

export const dateParts = (day: string): number[] => day.slice(0, 10).split("-").map(Number);
