// Days, numbers and names as the reader's language writes them.
import { currentLanguage, type Language } from "./i18n.ts";

const locales: Record<Language, string> = { ja: "ja-JP", en: "en-GB", zh: "zh-CN" };

export type PersonName = { familyName: string; givenName: string };

/** Family name first in Japanese and Chinese, last in English. Names in Han or kana keep their own order. */
export function personName(person: PersonName, language: Language): string {
  const isEastAsian = /[\u3040-\u30ff\u3400-\u9fff]/.test(person.familyName);
  if (isEastAsian || language !== "en") return `${person.familyName}${isEastAsian && language === "zh" ? "" : " "}${person.givenName}`.trim();
  return `${person.givenName} ${person.familyName}`.trim();
}

export function fiscalYearText(year: number, startMonth: number, language: Language): string {
  const month = (date: Date) => new Intl.DateTimeFormat(locales[language], { year: "numeric", month: "short", timeZone: "UTC" }).format(date);
  const from = month(new Date(Date.UTC(year, startMonth - 1, 1)));
  const to = month(new Date(Date.UTC(year, startMonth + 10, 1)));
  const name = language === "ja" ? `${year}年度` : language === "zh" ? `${year}财年` : `FY${year}`;
  return `${name} (${from} – ${to})`;
}

/** Formatters of the language the page is read in. */
export function useFormat() {
  const language = currentLanguage();
  const locale = locales[language];
  return {
    language,
    number: (value: number) => new Intl.NumberFormat(locale).format(value),
    percent: (value: number, digits = 0) =>
      new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(value),
    /** A calendar day; it has no zone. */
    day: (day: string) =>
      new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric", weekday: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`)),
    /** An instant in the reader's own zone. */
    moment: (at: string) =>
      new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(at)),
    timeIn: (zone: string) => new Intl.DateTimeFormat(locale, { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date()),
    country: (code: string) => new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code,
    person: (person: PersonName) => personName(person, language),
  };
}
