// Which company a scanned page belongs to, by the name of its file.

/** What a signed page comes back as: a PDF or a picture. */
export const scanTypes = [".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic", ".webp"] as const;

export const isScan = (name: string): boolean => scanTypes.some((type) => name.toLowerCase().endsWith(type));

/**
 * The company whose code stands in the name by itself, of all codes of the round: of "C10" and "C1" a file "C10.pdf" names
 * one, and "A-1.pdf" never "A". A number counts only where it begins the name, as in the names that pages go out with: "scan 10 of 30"
 * names nobody. A name that fits several, or none, is left to a person.
 */
export function companyOfScan<T extends { code: string }>(
  name: string,
  waiting: readonly T[],
  codes: readonly string[],
): T | null {
  const words = folded(name.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "")).replace(beside, " ");
  const wanted = new Set([...codes, ...waiting.map((one) => one.code)].map(folded));
  const places = [...wanted].flatMap((code) => placesOf(words, code));
  // The longest: in "A 1" the code "A" is a part.
  const named = new Set(
    places
      .filter((one) => !places.some((other) => other !== one && other.from <= one.from && other.to >= one.to))
      .map((one) => one.code),
  );
  const [code] = named;
  const fitting = named.size === 1 ? waiting.filter((one) => folded(one.code) === code) : [];
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

type Place = { code: string; from: number; to: number };

function placesOf(words: string, code: string): Place[] {
  const places: Place[] = [];
  for (let from = code === "" ? -1 : words.indexOf(code); from >= 0; from = words.indexOf(code, from + 1)) {
    const to = from + code.length;
    if (/[A-Z0-9][-_]*$/.test(words.slice(0, from)) || /^[-_]*[A-Z0-9]/.test(words.slice(to))) continue;
    if (/^\d+$/.test(code) && from > 0) continue;
    places.push({ code, from, to });
  }
  return places;
}

const folded = (text: string) => text.normalize("NFKC").toUpperCase();
/** What scanners and people write beside a code, joined to it by a line: no part of it. */
const beside = /(?<![A-Z0-9])(?:SCAN|SCANNED|SIGNED|PAGE|CONFIRMATION)(?![A-Z0-9])/g;
