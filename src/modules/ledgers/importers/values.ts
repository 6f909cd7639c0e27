// One value of a thing, set from what a source says by the declared type of its field: cut, read or left out, and the report
// told. A field that the ledger does not keep is passed over, so that one reading serves devices and servers.
import { foldWidth, readNumber, readYesNo } from "#core/sheets/normalise.ts";
import type { Countries, Value, Values } from "../contract/words.ts";
import { isNoNumber, serialKeyOf } from "../declared/keys.ts";
import { type Field, type FieldName, fieldOf } from "../declared/fields.ts";
import { type LedgerName, ledgerOf } from "../declared/ledgers.ts";
import { plain } from "#modules/organization/importing/spelling.ts";
import { type DayOrder, dayIn, momentIn, type Read } from "./days.ts";
import type { SaidProblem } from "./importer.ts";
import { cutTo, keepable } from "./raw.ts";
import { noneOfTexts, nothing, noWords, spelledFlags, spelledWords, yesWords } from "./spelled.ts";
import { osOf } from "./things.ts";

export type Gathered = {
  ledger: LedgerName;
  keeps: ReadonlySet<FieldName>;
  values: Values;
  problems: SaidProblem[];
  dayOrder: DayOrder | null;
};

const kept = new Map<LedgerName, ReadonlySet<FieldName>>();
const mostProblems = 40;

export function gather(ledger: LedgerName, dayOrder: DayOrder | null = null): Gathered {
  const keeps = kept.get(ledger) ?? new Set(ledgerOf(ledger).fields);
  kept.set(ledger, keeps);
  return { ledger, keeps, values: {}, problems: [], dayOrder };
}

export function complain(
  into: { problems: SaidProblem[] },
  code: string,
  field?: string,
  value?: unknown,
): void {
  if (into.problems.length >= mostProblems) return;
  const said = value === undefined ? undefined : cutTo(keepable(String(value)), 200);
  into.problems.push({ code, ...(field ? { field } : {}), ...(said === undefined ? {} : { value: said }) });
}

const nothings = new Set(nothing.map((word) => foldWidth(word).toLowerCase()));
const nones = new Set(noneOfTexts);

/** Nothing said: empty, or one of the ways to say so. */
export function isNothing(text: string): boolean {
  if (text.length > 40) return text.trim() === "";
  // Folding is dear, and most texts of a large list need none.
  const word = /^[\x21-\x7e]*$/.test(text) ? text : foldWidth(text);
  return word === "" || nothings.has(word.toLowerCase());
}

/** No field holds near as much; what is matched against patterns has to end somewhere. */
const mostLetters = 8_000;

/** A text, a number or a flag as text without what cannot be kept; nothing of anything else. */
export const asText = (given: unknown): string =>
  typeof given === "string"
    ? cutTo(keepable(given), mostLetters).trim()
    : typeof given === "number" || typeof given === "boolean" || typeof given === "bigint"
      ? String(given)
      : "";

/**
 * Sets a field by what was given: a text of any writing, or a number, flag or list of a JSON document. Nothing said leaves it
 * out; what is not understood leaves it out and is told. The first that says something counts.
 */
export function set(into: Gathered, field: FieldName, given: unknown): void {
  if (!into.keeps.has(field) || into.values[field] !== undefined) return;
  const declared: Field = fieldOf(field);
  if (Array.isArray(given) && declared.type === "words") return setWords(into, field, given.map(asText));
  const text = asText(given);
  if (isNothing(text) || isPlaceholder(field, text)) return;
  const value = reading[declared.type](into, field, text, declared);
  if (value !== undefined) into.values[field] = value;
}

/** What a source says by its own word for it, which no text could be mistaken for. */
export function put(into: Gathered, field: FieldName, value: Value): void {
  if (into.keeps.has(field) && value !== null && into.values[field] === undefined) into.values[field] = value;
}

const numbered: ReadonlySet<FieldName> = new Set([
  "serial",
  "assetTag",
  "partNumber",
  "subject",
  "cloudAccount",
]);

/** What firmware says where its maker set nothing: "To Be Filled By O.E.M." is no number and no model. */
const isPlaceholder = (field: FieldName, text: string) =>
  field === "serial"
    ? isNoNumber(text)
    : (field === "model" || field === "manufacturer" || field === "assetTag") &&
      text.length > 2 &&
      serialKeyOf(text) === null &&
      /\p{L}{3}/u.test(text);

type Reader = (into: Gathered, field: FieldName, text: string, declared: Field) => Value | undefined;

const reading: { [T in Field["type"]]: Reader } = {
  text(into, field, text, declared) {
    const folded = text.replace(field === "note" ? /[^\S\n]+/gu : /\s+/gu, " ").trim();
    if (nones.has(folded)) return undefined;
    // What a spreadsheet made of a long number: its end is gone, and thousands of others look alike.
    if (numbered.has(field) && /^\d([.,]\d+)?E\+\d{2}$/i.test(folded))
      return misunderstood(into, field, text);
    const max = declared.type === "text" ? declared.max : 0;
    if (folded.length <= max) return folded;
    complain(into, "cut", field, text);
    return cutTo(folded, max).trim();
  },
  flag: (into, field, text) => sideOf(field, text) ?? yesNo(text) ?? misunderstood(into, field, text),
  number(into, field, text, declared) {
    const years =
      field === "retentionMonths"
        ? /^([\d.]+) ?(年|年間|years?|yrs?)$/i.exec(foldWidth(text))?.[1]
        : undefined;
    const number = years
      ? Number(years) * 12
      : readNumber(foldWidth(text).replace(/ ?(人|名|件|個|か月|ヶ月|カ月|months?|users?|个月)$/iu, ""));
    if (declared.type !== "number" || number === null) return misunderstood(into, field, text);
    const isWithin = number >= declared.from && number <= declared.to;
    return isWithin && (!declared.isWhole || Number.isInteger(number))
      ? number
      : misunderstood(into, field, text);
  },
  day: (into, field, text) => timeOf(into, field, text, dayIn(text, into.dayOrder)),
  moment: (into, field, text) => timeOf(into, field, text, momentIn(text, into.dayOrder)),
  word: (into, field, text, declared) => wordOf(field, text, declared) ?? misunderstood(into, field, text),
  words(into, field, text) {
    setWords(into, field, text.split(/[,、，;；/|\n]/u));
    return undefined;
  },
  countries: (into, field, text) => countriesIn(text) ?? misunderstood(into, field, text),
};

function misunderstood(into: Gathered, field: string, text: string): undefined {
  complain(into, "not_understood", field, text);
}

function timeOf(into: Gathered, field: string, text: string, read: Read): string | undefined {
  if (typeof read === "object") return read.at;
  if (read !== "never") complain(into, read === "unclear" ? "day_order_unclear" : read, field, text);
  return undefined;
}

const sides = new Map(
  Object.entries(spelledFlags).map(([field, { yes, no }]) => [
    field,
    new Map([
      ...yes.map((word) => [plain(word), true] as const),
      ...no.map((word) => [plain(word), false] as const),
    ]),
  ]),
);

/** A column of two sides that says the word of one. */
const sideOf = (field: FieldName, text: string): boolean | null => sides.get(field)?.get(plain(text)) ?? null;

const folded = (text: string) => foldWidth(text).toLowerCase();
const yes = new Set(yesWords.map(folded));
const no = new Set(noWords.map(folded));

/** null for what says neither. */
export function yesNo(text: string): boolean | null {
  const word = folded(text);
  return yes.has(word) ? true : no.has(word) ? false : readYesNo(text);
}

const spelled = new Map<FieldName, Map<string, string>>();

function wordsOf(field: FieldName, words: readonly string[]): Map<string, string> {
  const known = spelled.get(field);
  if (known) return known;
  const made = new Map<string, string>();
  const said = spelledWords[field] ?? {};
  for (const word of words) for (const one of [word, ...(said[word] ?? [])]) made.set(plain(one), word);
  spelled.set(field, made);
  return made;
}

function wordOf(field: FieldName, text: string, declared: Field): string | undefined {
  if (declared.type !== "word" && declared.type !== "words") return undefined;
  if (field === "level") {
    const level = /^(?:level|lvl|l|レベル|层级|级别|第)?\s*([0-5]|3\.5)(?:層|层|级)?$/i.exec(
      foldWidth(text),
    )?.[1];
    return level && declared.words.includes(level) ? level : undefined;
  }
  if (field === "os") return osOf(text) ?? wordsOf(field, declared.words).get(plain(text));
  const known = wordsOf(field, declared.words);
  return known.get(plain(text)) ?? known.get(plain(text.split(/[(（[【]/u, 1)[0] ?? ""));
}

function setWords(into: Gathered, field: FieldName, texts: readonly string[]): void {
  const declared = fieldOf(field);
  const found = new Set<string>();
  for (const text of texts) {
    if (isNothing(text)) continue;
    const word = wordOf(field, text, declared);
    if (word === undefined) complain(into, "not_understood", field, text);
    else found.add(word);
  }
  if (found.size > 0) into.values[field] = [...found];
}

/** `JP: 1200, US 30` and the like: a country of two letters and a number of people. */
function countriesIn(text: string): Countries | undefined {
  const countries: Countries = [];
  for (const part of foldWidth(text).split(/[;；、/\n]|,(?!\d{3}(?:\D|$))/u)) {
    if (part.trim() === "") continue;
    const found = /^\s*"?([A-Z]{2})"?\s*[:=]?\s*([\d,]+)\s*(?:人|名|people)?\s*$/i.exec(
      part.replace(/[{}]/g, ""),
    );
    const people = found ? readNumber(found[2] ?? "") : null;
    if (!found || people === null || people > 10_000_000_000) return undefined;
    countries.push({ country: (found[1] ?? "").toUpperCase(), people });
  }
  return countries.length > 0 && countries.length <= 250 ? countries : undefined;
}
