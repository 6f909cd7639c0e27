// Values as people type them, turned into what the system keeps, or null when they do not say one thing.

/** Marks that come along with what is pasted and show nothing: zero-width spaces, marks of direction, soft hyphens. */
const invisible = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** Width folded (NFKC, UAX #15), runs of white space made one, ends trimmed, nothing that cannot be seen. */
export const foldWidth = (text: string) =>
  text.normalize("NFKC").replace(invisible, "").replace(/\s+/gu, " ").trim();

// First day of each era; the year of an era is counted from 1.
const eras: readonly { names: readonly string[]; first: string }[] = [
  { names: ["令和", "R"], first: "2019-05-01" },
  { names: ["平成", "H"], first: "1989-01-08" },
  { names: ["昭和", "S"], first: "1926-12-25" },
];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * YYYY-MM-DD, or null for what is no day of the calendar. Two-digit years and 1/4/2026 are ambiguous, hence null; of 31/3/2026
 * only one reading is a day, and with full stops (1.4.2026) the day goes first wherever people write so.
 */
export function readDay(given: string): string | null {
  const text = foldWidth(given).replace(/ /g, "");
  const western =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (western) return dayOf(Number(western[1]), Number(western[2]), Number(western[3]));
  const named = /^(\d{1,2})[-/.]?([a-z]{3})[a-z]*[-/.,]?(\d{4})$/i.exec(text);
  if (named)
    return dayOf(Number(named[3]), months.indexOf((named[2] ?? "").toLowerCase()) + 1, Number(named[1]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted) return dayOf(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text);
  if (slashed) return readSlashed(Number(slashed[1]), Number(slashed[2]), Number(slashed[3]));
  return readEraDay(text);
}

function readSlashed(one: number, other: number, year: number): string | null {
  const [dayFirst, monthFirst] = [dayOf(year, other, one), dayOf(year, one, other)];
  return dayFirst === null || monthFirst === null || dayFirst === monthFirst
    ? (dayFirst ?? monthFirst)
    : null;
}

function readEraDay(text: string): string | null {
  const parts = /^(令和|平成|昭和|[RHS])(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/i.exec(text);
  const era = eras.find((one) => one.names.includes((parts?.[1] ?? "").toUpperCase()));
  if (!parts || !era) return null;
  const count = parts[2] === "元" ? 1 : Number(parts[2]);
  const day = dayOf(Number(era.first.slice(0, 4)) + count - 1, Number(parts[3]), Number(parts[4]));
  return count > 0 && day !== null && day >= era.first ? day : null;
}

function dayOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  // Date rolls 30 February over to March; the comparison shows it.
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day && year >= 1900
    ? at.toISOString().slice(0, 10)
    : null;
}

/** Commas only as group separators; a percent sign is dropped, so 60% is 60. */
export function readNumber(given: string): number | null {
  const text = foldWidth(given).replace(/[−▲△]/g, "-").replace(/ ?%$/, "");
  if (!/^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text)) return null;
  return Number(text.replaceAll(",", ""));
}

// With what a TRUE becomes when it is pasted as a text from Excel in another language.
const yes = new Set(
  "○ ◯ 〇 ✓ ✔ 有 有り あり はい 要 yes y true 1 是 真 wahr ja vrai oui verdadero sí si verdadeiro sim vero sì waar".split(
    " ",
  ),
);
const no = new Set(
  "× x ✕ 無 無し なし いいえ 不要 no n false 0 否 无 没有 假 偽 falsch nein faux non falso não onwaar".split(
    " ",
  ),
);

export function readYesNo(given: string): boolean | null {
  const text = foldWidth(given).toLowerCase();
  return yes.has(text) ? true : no.has(text) ? false : null;
}

const legalForms =
  /(株式会社|有限会社|合同会社|合資会社|合名会社|\((株|有|同)\)|股份有限公司|有限责任公司|有限公司|\bs\.?a\.? de c\.?v\.?(?=\s|$)|\bs\.a\.(?=\s|$)|\bco\.?,? ?ltd\.?(?=\s|$)|\bpte\.? ltd\.?(?=\s|$)|\b(inc|ltd|llc|corp|corporation|limited|gmbh|ag|plc|bv|k\.k)\b\.?)/giu;

/** For matching only: legal form, case, width, spaces and punctuation gone. A name of nothing but these keeps its folded form. */
export function companyNameKey(name: string): string {
  const folded = foldWidth(name).toLowerCase();
  const key = folded.replace(legalForms, " ").replace(/[\s\p{P}\p{S}]+/gu, "");
  return key === "" ? folded : key;
}
