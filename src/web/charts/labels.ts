// Names of companies in small places: without their legal form, broken between the parts of the name, never within a
// word that could stand on the next line.

const legalForms = [
  /^(株式会社|有限会社|合同会社|合名会社|合資会社|一般社団法人|一般財団法人)\s*/,
  /\s*(株式会社|有限会社|合同会社|有限公司|股份有限公司|有限责任公司)$/,
  /,?\s*(Co\.,? Ltd\.?|Ltd\.?|Inc\.?|LLC|GmbH( & Co\. KG)?|AG|S\.?A\.?S\.?|S\.A\.( de C\.V\.)?|S\.r\.l\.|s\.r\.o\.|Sp\. z o\.o\.|B\.V\.|N\.V\.|PT|Pte\.? Ltd\.?|Pvt\.? Ltd\.?|Sdn\.? Bhd\.?|K\.K\.|SpA|Corporation|Corp\.?)$/i,
];

/** The name without its legal form: what people call the company. */
export function shortName(name: string): string {
  let short = name.trim();
  for (const form of legalForms) short = short.replace(form, "").trim() || short;
  return short.replace(/^PT\s+/, "");
}

const isWide = (letter: string) =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
    letter,
  );

/** About as wide as the text is drawn: Han and kana fill their square, Latin about half of it. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce(
    (sum, letter) =>
      sum +
      size *
        (isWide(letter)
          ? 1
          : /[ilj.,'()|!]/.test(letter)
            ? 0.32
            : /[A-ZMW]/.test(letter)
              ? 0.68
              : letter === " "
                ? 0.28
                : 0.56),
    0,
  );

/**
 * The parts between which a name may break: words in Latin; in Japanese and Chinese where the kind of letter changes
 * (漢字 to カタカナ), or where the language's own dictionary ends a word.
 */
export function partsOf(name: string): readonly string[] {
  const known = broken.get(name) ?? breakUp(name);
  broken.set(name, known);
  return known;
}

// Asking the dictionary is slow, and a map draws the same names again and again.
const broken = new Map<string, readonly string[]>();
const segmenter = new Intl.Segmenter("ja", { granularity: "word" });

function breakUp(name: string): readonly string[] {
  return name.split(/(?<=\s)/).flatMap((word) => {
    if (![...word].some(isWide)) return [word];
    const words = [...segmenter.segment(word)].map((one) => one.segment);
    // A single letter does not begin a line: it stays with what stands before it.
    return words.reduce<string[]>((joined, one) => {
      const last = joined.at(-1);
      return last !== undefined && [...one].length === 1
        ? [...joined.slice(0, -1), last + one]
        : [...joined, one];
    }, []);
  });
}

/** @param mayCut the one line may end in "…" where the name is longer. */
export function labelLines(
  name: string,
  width: number,
  size: number,
  most: number,
  mayCut = false,
): string[] {
  const short = shortName(name);
  const lines: string[] = [];
  let line = "";
  for (const part of partsOf(short)) {
    if (line === "" || widthOf((line + part).trimEnd(), size) <= width) line += part;
    else {
      lines.push(line.trimEnd());
      line = part;
    }
  }
  if (line) lines.push(line.trimEnd());
  const fits = lines.length <= most && lines.every((one) => widthOf(one, size) <= width);
  if (fits) return lines;
  if (!mayCut) return [];
  let cut = short;
  while (cut.length > 1 && widthOf(`${cut}…`, size) > width) cut = cut.slice(0, -1);
  return widthOf(`${cut}…`, size) <= width ? [cut === short ? short : `${cut}…`] : [];
}
