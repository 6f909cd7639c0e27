// Costs as lists write them: 120,000円, 12万円, USD 3,000, ¥120,000, or a bare number under a heading that says 千円. Pure.
import { foldWidth, readNumber } from "#core/sheets/normalise.ts";

/** By what a number has to be multiplied, and in which money it is, as far as words say so. */
export type Unit = { times: number; currency: string | null };
export type Money = { amount: number; currency: string | null };

const currencies: readonly (readonly [RegExp, string])[] = [
  [/円|jpy|yen/i, "JPY"],
  [/ユーロ|欧元|euro?s?|€/i, "EUR"],
  [/米ドル|美元|us ?\$|usd/i, "USD"],
  [/英ポンド|ポンド|英镑|£|gbp/i, "GBP"],
  [/バーツ|泰铢|฿|thb/i, "THB"],
  // The last: dollars and euros are 元 as well.
  [/人民币|rmb|cny|元/i, "CNY"],
];
const steps: readonly (readonly [RegExp, number])[] = [
  [/千万/, 10_000_000],
  [/百万|million|\bm(?:io|ln)\b/i, 1_000_000],
  [/億|亿/, 100_000_000],
  [/万|萬/, 10_000],
  [/千|thousand|\bk\b|(?<=\d)k/i, 1_000],
];

const codes = new Set(Intl.supportedValuesOf("currency"));
const codeIn = (text: string) => (text.match(/\b[A-Z]{3}\b/g) ?? []).find((one) => codes.has(one)) ?? null;

/** "費用（千円）", "Cost (USD)". */
export function unitOf(words: string): Unit {
  const text = foldWidth(words);
  return {
    times: steps.find(([word]) => word.test(text))?.[1] ?? 1,
    currency: currencies.find(([word]) => word.test(text))?.[1] ?? codeIn(text),
  };
}

export const readCurrency = (given: string): string | null => {
  const text = foldWidth(given);
  return currencies.find(([word]) => word.test(text))?.[1] ?? codeIn(text.toUpperCase());
};

const most = 999_999_999_999;

/**
 * @param heading what stands above the number holds for a number that says nothing itself.
 * @returns null for what is no one amount.
 */
export function readMoney(given: string, heading: Unit): Money | null {
  const text = foldWidth(given).replace(/[¥\\]/g, "");
  if (/^(なし|無|無し|無料|不要|none|free|nil|无|无费用|免费)$/i.test(text))
    return { amount: 0, currency: heading.currency };
  const number = /[-+]?[\d,]*\d(?:\.\d+)?/.exec(text)?.[0] ?? "";
  const value = readNumber(number);
  const rest = text.replace(number, " ").trim();
  if (value === null || value < 0 || /\d/.test(rest)) return null;
  const own = unitOf(rest);
  // "約120,000円", "120,000円（税抜）" say one amount; any other word beside the number is none that can be read.
  const unread = [...steps, ...currencies].reduce((left, [word]) => left.replace(word, " "), rest);
  if (/[^\s\-ー－.()約约およそ概算税込抜別$]/u.test(unread.replace(/\b[A-Z]{3}\b/g, ""))) return null;
  const times = own.times === 1 && own.currency === null ? heading.times : own.times;
  const amount = Math.round(value * times * 100) / 100;
  return amount > most ? null : { amount, currency: own.currency ?? heading.currency };
}
