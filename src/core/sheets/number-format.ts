// What a number in a cell looks like to a person, by its number format (ECMA-376 part 1, 18.8.30 and 18.8.31).
import type { Cell } from "./sheet.ts";

export type Shown = "plain" | "percent" | "day" | "time" | { padTo: number };

// Formats that files name by number alone; 27-36 and 50-58 are the East Asian dates of 18.8.30.
const builtInDays = new Set([14, 15, 16, 17, 22, ...range(27, 31), 36, ...range(50, 54), 57, 58]);
const builtInTimes = new Set([18, 19, 20, 21, ...range(32, 35), 45, 46, 47, 55, 56]);
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) {
    if (builtInDays.has(id)) return "day";
    if (builtInTimes.has(id)) return "time";
    return id === 9 || id === 10 ? "percent" : "plain";
  }
  // Texts in quotes, escaped letters, colours, currencies and locales say nothing about the kind; the first section
  // is the one of positive numbers. Elapsed time ([h]) stays.
  const bare = (code.split(";")[0] ?? "")
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .toLowerCase();
  if (bare.includes("general")) return "plain";
  if (/[ydge]/.test(bare.replace(/e[+-]/g, ""))) return "day";
  if (/[hs]/.test(bare)) return "time";
  if (/m/.test(bare)) return "day";
  if (bare.includes("%")) return "percent";
  const zeros = /^(0{2,20})$/.exec(bare.trim())?.[1];
  return zeros ? { padTo: zeros.length } : "plain";
}

/** The cell of a number. `since1904`: the workbook counts days from 1 January 1904. */
export function numberCell(raw: string, shown: Shown, since1904: boolean): Cell {
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return { text: raw, raw, kind: "text" };
  if (shown === "day" || shown === "time") {
    const text = dayText(value, shown, since1904);
    if (text !== null) return { text, raw, kind: shown };
  }
  if (shown === "percent") return { text: `${plain(value * 100)}%`, raw, kind: "number" };
  const text = plain(value);
  const padded = typeof shown === "object" && /^\d+$/.test(text) ? text.padStart(shown.padTo, "0") : text;
  return { text: padded, raw, kind: "number" };
}

/** Fifteen significant digits, as spreadsheets show them: 0.1 + 0.2 is 0.3. No exponent. */
function plain(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  if (!text.includes("e")) return text;
  return Math.abs(value) >= 1 ? BigInt(value).toString() : value.toFixed(20).replace(/\.?0+$/, "");
}

/** A day whose format was lost on the way: its serial as YYYY-MM-DD, for years in which one may be meant; else null. */
export function dayOfSerial(raw: string, since1904: boolean): string | null {
  const serial = Number(raw);
  const day = Number.isInteger(serial) ? dayText(serial, "day", since1904) : null;
  return day !== null && day >= "2000" && day < "2100" ? day : null;
}

const dayMs = 86_400_000;
const two = (value: number) => String(value).padStart(2, "0");

/** Serial 60 is 29 February 1900, which never was (18.17.4.1); days before it are one off. Null past the calendar. */
function dayText(serial: number, shown: "day" | "time", since1904: boolean): string | null {
  // Rounded to the second: a time of day is a fraction that binary numbers miss by a little. The last half second of a
  // day belongs to the next one; a time alone has no next day, and 24:00 is none.
  const rounded = Math.round(serial * 86_400);
  if (serial < 0 || rounded >= 2_958_466 * 86_400) return null;
  const ofTime = serial < 1 ? Math.min(rounded, 86_399) : rounded;
  const seconds = shown === "time" ? ofTime : rounded % 86_400;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  const exact = seconds % 60 === 0 ? clock : `${clock}:${two(seconds % 60)}`;
  if (shown === "time") return exact;
  const whole = Math.floor(rounded / 86_400);
  const first = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30);
  const day = new Date(first + whole * dayMs).toISOString().slice(0, 10);
  return seconds === 0 ? day : `${day}T${exact}`;
}
