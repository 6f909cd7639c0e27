// Days, numbers, spans and names as a language writes them; the same on screens, in mails, workbooks and PDF.
// Words come from the catalogues (`say`); what Intl knows is left to Intl. Days are YYYY-MM-DD and have no zone;
// moments are instants and are always shown in a named zone.

export type Language = "ja" | "en" | "zh";
/** Gives a text of the catalogue; `(key) => t(key)` of either side. */
export type Say = (key: string, values?: Record<string, unknown>) => string;

export const locales: Record<Language, string> = { ja: "ja-JP", en: "en-GB", zh: "zh-CN" };

const made = new Map<string, Intl.DateTimeFormat>();

// Making an Intl formatter costs a hundred times its use; a register formats thousands of days.
function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = made.get(key) ?? new Intl.DateTimeFormat(locales[language], options);
  made.set(key, known);
  return known;
}

const partsOf = (language: Language, at: Date, options: Intl.DateTimeFormatOptions) =>
  Object.fromEntries(
    dateFormat(language, options)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** How much of a day is written: 27 Nov · Fri 27 Nov · 27 Nov 2026 · Fri 27 Nov 2026 · Nov 2026. */
export type DayStyle = "short" | "week" | "plain" | "full" | "month";

const dayParts: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { month: "short", day: "numeric" },
  week: { weekday: "short", month: "short", day: "numeric" },
  plain: { year: "numeric", month: "short", day: "numeric" },
  full: { year: "numeric", month: "short", day: "numeric", weekday: "short" },
  month: { year: "numeric", month: "short" },
};

/** A calendar day. English without the comma Intl puts after the weekday; Japanese weekday in full-width brackets. */
export function formatDay(
  day: string,
  language: Language,
  style: DayStyle = "full",
  timeZone = "UTC",
): string {
  const isMoment = day.length > 10;
  const zone = isMoment ? timeZone : "UTC";
  const parts = partsOf(language, isMoment ? new Date(day) : noon(day), {
    ...dayParts[style],
    timeZone: zone,
  });
  if (language === "en")
    return [parts["weekday"], parts["day"], parts["month"], parts["year"]].filter(Boolean).join(" ");
  const year = parts["year"] ? `${parts["year"]}年` : "";
  const month = `${(parts["month"] ?? "").replace(/月$/, "")}月`;
  const date = parts["day"] ? `${parts["day"].replace(/日$/, "")}日` : "";
  return `${year}${month}${date}${parts["weekday"] ? `（${parts["weekday"]}）` : ""}`;
}

/** An instant in a zone, with the zone's short name when `withZone`. */
export function formatMoment(
  at: string | Date,
  language: Language,
  timeZone: string,
  style: DayStyle | "time" = "plain",
  withZone = false,
): string {
  const date = typeof at === "string" ? new Date(at) : at;
  const clock = dateFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(date);
  const zone = withZone ? ` ${zoneName(timeZone, date)}` : "";
  if (style === "time") return clock + zone;
  const day = formatDay(date.toISOString(), language, style, timeZone);
  return `${day}${language === "en" ? ", " : day.endsWith("）") ? "" : " "}${clock}${zone}`;
}

/** What people call a zone where its name is short, else its distance from UTC: JST, CET, UTC+7. */
export function zoneName(timeZone: string, at = new Date()): string {
  if (timeZone === "Asia/Tokyo") return "JST";
  const name = partsOf("en", at, { timeZone, timeZoneName: "short" })["timeZoneName"] ?? timeZone;
  return name.replace("GMT", "UTC");
}

export const formatNumber = (value: number, language: Language, digits = 0): string =>
  new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 0),
  }).format(value);

/** A share from 0 to 1 as per cent: 69 % (ISO 31-0 space in English, none in Japanese and Chinese). */
export function formatPercent(share: number, language: Language, digits = 0): string {
  const number = formatNumber(share * 100, language, digits);
  return language === "en" ? `${number} %` : `${number}%`;
}

/** A share held, e.g. 74.9 of 100: with the digits it was entered with, up to three. */
export function formatRatio(percent: number, language: Language): string {
  const number = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 3 }).format(percent);
  return language === "en" ? `${number} %` : `${number}%`;
}

/** A score from 0 to 1. In cells of a table the leading nought is left out where that is read easily (English). */
export function formatScore(score: number | null, language: Language, isCell = false): string {
  if (score === null) return "–";
  const text = score.toFixed(2);
  return isCell && language === "en" ? text.replace(/^0\./, ".") : text;
}

/** A difference of scores with its sign; a real minus, not a hyphen. */
export function formatDelta(delta: number, language: Language): string {
  const text = formatScore(Math.abs(delta), language, true);
  return Math.abs(delta) < 0.005 ? text : `${delta > 0 ? "+" : "−"}${text}`;
}

/** The largest two units of a span: 6 h 39 min, 2 d 4 h, 12 d. Negative spans are read as their length. */
export function formatSpan(milliseconds: number, say: Say): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes < 60) return say("span.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 === 0
      ? say("span.hours", { count: hours })
      : say("span.hoursMinutes", { hours, minutes: minutes % 60 });
  const days = Math.floor(hours / 24);
  return days >= 3 || hours % 24 === 0
    ? say("span.days", { count: days })
    : say("span.daysHours", { days, hours: hours % 24 });
}

/** How old data are: "4 min old". */
export function formatAge(at: string | Date, now: Date, say: Say): string {
  const old = now.getTime() - new Date(at).getTime();
  return old < 60_000 ? say("age.now") : say("age.old", { span: formatSpan(old, say) });
}

export type PersonName = {
  familyName: string;
  givenName: string;
  familyReading?: string | null;
  givenReading?: string | null;
};

const isHanOrKana = (text: string) => /[\u3040-\u30ff\u3400-\u9fff]/.test(text);

/**
 * Family name first in Japanese and Chinese, as registers sort and people are addressed there, also for names in Latin
 * letters; last in English. Names in Han or kana keep their own order in every language.
 */
export function personName(person: PersonName, language: Language): string {
  const isEastAsian = isHanOrKana(person.familyName);
  if (isEastAsian || language !== "en") {
    return `${person.familyName}${isEastAsian && language === "zh" ? "" : " "}${person.givenName}`.trim();
  }
  return `${person.givenName} ${person.familyName}`.trim();
}

/** With the reading behind it where one is kept: 青葉 薫（あおば かおる）. */
export function personNameWithReading(person: PersonName, language: Language): string {
  const name = personName(person, language);
  const reading = [person.familyReading, person.givenReading].filter(Boolean).join(" ");
  if (!reading || language !== "ja") return name;
  return `${name}（${reading}）`;
}

/** One or two letters for a small round mark: 青, KA. */
export function initials(person: PersonName): string {
  if (isHanOrKana(person.familyName)) return [...person.familyName][0] ?? "";
  return `${[...person.givenName][0] ?? ""}${[...person.familyName][0] ?? ""}`.toUpperCase();
}

/** The year's short name: FY2026, 2026年度, 2026财年. Named after the calendar year in which it begins. */
export function fiscalYearName(year: number, language: Language): string {
  return language === "ja" ? `${year}年度` : language === "zh" ? `${year}财年` : `FY${year}`;
}

/** With its months: "FY2026 Apr 2026 – Mar 2027", "2026年度（4月～翌年3月）". */
export function fiscalYearText(year: number, startMonth: number, language: Language): string {
  const name = fiscalYearName(year, language);
  const last = startMonth === 1 ? 12 : startMonth - 1;
  if (language === "ja") return `${name}（${startMonth}月～${startMonth === 1 ? "" : "翌年"}${last}月）`;
  if (language === "zh") return `${name}（${startMonth}月至${startMonth === 1 ? "" : "次年"}${last}月）`;
  const month = (yearOf: number, one: number) =>
    formatDay(`${yearOf}-${String(one).padStart(2, "0")}-01`, "en", "month");
  return `${name} ${month(year, startMonth)} – ${month(startMonth === 1 ? year : year + 1, last)}`;
}

/**
 * A day as people type it: 2027/1/31, 2027-01-31, ２０２７．１．３１, 20270131, 2027年1月31日. Full-width forms are folded
 * (Unicode NFKC). Null when it is not a day of the calendar.
 */
export function parseDay(typed: string): string | null {
  const plain = typed.normalize("NFKC").trim().replace(/日$/, "");
  const found =
    /^(\d{4})(?:[-/.年]\s*)(\d{1,2})(?:[-/.月]\s*)(\d{1,2})$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (!found) return null;
  const [, year, month, date] = found;
  const day = `${year}-${month?.padStart(2, "0")}-${date?.padStart(2, "0")}`;
  const real = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day ? null : day;
}

/** A day as fields show it: 2027/01/31. */
export const typedDay = (day: string): string => day.replaceAll("-", "/");

/** The language a name is most likely written in, so that the right face and line breaks apply. */
export function langOf(text: string, reader: Language): Language {
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  if (!/[\u3400-\u9fff]/.test(text)) return "en";
  return reader === "zh" ? "zh" : "ja";
}

/**
 * The language of somebody's own sentence, where its letters tell: Japanese has kana in every sentence, so a longer text of
 * Chinese characters alone is Chinese. Null for letters that many languages share, and for a word or two.
 */
export function tongueOf(text: string): Language | null {
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  return (text.match(/[\u3400-\u9fff]/g)?.length ?? 0) >= 10 ? "zh" : null;
}
