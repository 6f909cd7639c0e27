// Days and moments as programs and people write them. Which of 1/2/26 is the month is never guessed.
import { foldWidth, readDay } from "#core/sheets/normalise.ts";
import { readMoment } from "../declared/fields.ts";

export type DayOrder = "day_first" | "month_first";
/** `unclear`: two days could be meant, and nobody has said which. `never`: the program's way to say that it never was. */
export type Read = { at: string } | "unclear" | "never" | "not_understood";

const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?=$|[ T,])/;

/** What a value says of the order: the part above twelve is the day. */
export function orderIn(text: string): DayOrder | "either" | null {
  const found = slashed.exec(foldWidth(text));
  if (!found) return null;
  const [first, second] = [Number(found[1]), Number(found[2])];
  if (first > 12 && second <= 12) return "day_first";
  if (second > 12 && first <= 12) return "month_first";
  // Wherever people write full stops, the day goes first.
  if (/^\d+\./.test(found[0])) return "day_first";
  return first === second ? null : "either";
}

/** Two digits are 1980 to 2079. */
const yearOf = (text: string) =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) >= 80 ? 1900 : 2000);

const two = (value: number) => String(value).padStart(2, "0");

/** The text with its day in ISO 8601, whatever stands behind it left as it is. */
function isoDay(text: string, order: DayOrder | null): string | "unclear" | null {
  const found = slashed.exec(text);
  if (!found) return null;
  const own = orderIn(text);
  const known =
    own === "day_first" || own === "month_first" ? own : (order ?? (own === null ? "day_first" : null));
  if (known === null) return "unclear";
  const [day, month] =
    known === "day_first" ? [Number(found[1]), Number(found[2])] : [Number(found[2]), Number(found[1])];
  const year = yearOf(found[3] ?? "");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}${text.slice(found[0].length)}`;
}

const isNever = (iso: string) => Number(iso.slice(0, 4)) < 1970;

/** A day; of a moment its day as written, without a turn to another zone. */
export function dayIn(given: string, order: DayOrder | null): Read {
  const text = foldWidth(given);
  const iso = isoDay(text, order);
  if (iso === "unclear") return iso;
  if (iso !== null) {
    if (isNever(iso)) return "never";
    const day = readDay(iso.slice(0, 10));
    return day === null ? "not_understood" : { at: day };
  }
  if (/^(0000|0001)-/.test(text)) return "never";
  const plain = readDay(text) ?? readDay(/^([\d/.年月日号-]{8,11}?)[日号]?[ T]/.exec(`${text} `)?.[1] ?? "");
  if (plain !== null) return { at: plain };
  const moment = momentIn(text, order);
  return typeof moment === "object" ? { at: moment.at.slice(0, 10) } : moment;
}

const clock =
  /^[ T,]*(?:at )?(午前|午後|上午|下午|am|pm)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([ap]\.?m\.?)?\s*(?:\(?(utc|gmt|z|[+-]\d\d:?\d\d)\)?)?$/i;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** An instant in UTC: where nothing names a zone, UTC is meant. A day alone is its beginning. */
export function momentIn(given: string, order: DayOrder | null): Read {
  const text = foldWidth(given);
  const direct = readMoment(text);
  if (direct !== null) return isNever(direct) ? "never" : { at: direct };
  if (/^\d{10}(\.\d+)?$|^\d{13}$/.test(text)) return epoch(Number(text));
  // As Windows PowerShell writes a moment into JSON.
  const written = Number(/^\/Date\((-?\d{1,14})\)\/$/.exec(text)?.[1]);
  if (!Number.isNaN(written)) return written <= 0 ? "never" : { at: new Date(written).toISOString() };
  if (/^0+$/.test(text) || /^0001-|^0000-/.test(text)) return "never";
  const iso = isoDay(text, order);
  if (iso === "unclear") return iso;
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(.*)$/.exec(iso ?? "") ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(.*)$/.exec(text) ??
    namedMonth(text);
  if (!found) return "not_understood";
  const day = `${found[1]}-${two(Number(found[2]))}-${two(Number(found[3]))}`;
  if (isNever(day)) return "never";
  if (readDay(day) === null) return "not_understood";
  return withClock(day, found[4] ?? "");
}

function withClock(day: string, rest: string): Read {
  if (rest.trim() === "") return { at: `${day}T00:00:00.000Z` };
  const found = clock.exec(rest);
  if (!found) return "not_understood";
  const half = (found[1] ?? found[5] ?? "").toLowerCase().replaceAll(".", "");
  let hour = Number(found[2]);
  if (/pm|午後|下午/.test(half) && hour < 12) hour += 12;
  if (/am|午前|上午/.test(half) && hour === 12) hour = 0;
  const zone = /^[+-]/.test(found[6] ?? "") ? found[6] : "Z";
  const at = readMoment(`${day}T${two(hour)}:${found[3]}:${found[4] ?? "00"}${zone}`);
  return at === null ? "not_understood" : { at };
}

/** `Tue Sep 30 17:37:30 2014 UTC`, `20 Feb 2026 14:21`, `Feb 20, 2026`: year, month, day and what follows, as a match has them. */
function namedMonth(text: string): (string | undefined)[] | null {
  const month = (name: string | undefined) => months.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1;
  const asctime = /^[a-z]{3},? ([a-z]{3}) (\d{1,2}) ([\d:]{5,8}) (\d{4})(?: (?:utc|gmt))?$/i.exec(text);
  if (asctime && month(asctime[1]) > 0)
    return ["", asctime[4], String(month(asctime[1])), asctime[2], ` ${asctime[3]}`];
  const dayFirst = /^(?:[a-z]{3}, )?(\d{1,2})[ -]([a-z]{3,9})[ -](\d{4})(.*)$/i.exec(text);
  if (dayFirst && month(dayFirst[2]) > 0)
    return ["", dayFirst[3], String(month(dayFirst[2])), dayFirst[1], dayFirst[4]];
  const monthFirst = /^([a-z]{3,9}) (\d{1,2}),? (\d{4})(.*)$/i.exec(text);
  if (monthFirst && month(monthFirst[1]) > 0)
    return ["", monthFirst[3], String(month(monthFirst[1])), monthFirst[2], monthFirst[4]];
  return null;
}

/** Seconds or milliseconds since 1970. */
function epoch(value: number): Read {
  const time = value >= 1e12 ? value : value * 1000;
  return time <= 0 ? "never" : { at: new Date(time).toISOString() };
}
