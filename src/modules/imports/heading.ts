// Lent to later modules.
// Which rows of a table are its heading, and which column means which field.
import { plain, type Synonyms } from "#modules/organization/importing/spelling.ts";

/** A row of text as the file has it; `number` counts from 1, as people count. */
export type TextRow = { number: number; cells: string[]; isHidden: boolean };
/** Field name -> index of its column. */
export type Mapping = Record<string, number>;
export type Heading = {
  /** The first row of the heading, and how many rows it takes: one, or two where a group stands above its columns. */
  rowNumber: number;
  rows: 1 | 2;
  labels: string[];
  mapping: Mapping;
};

const searched = 30;

/** The row or pair of rows among the first thirty that names most fields; null when none names two of them. */
export function findHeading(rows: readonly TextRow[], synonyms: Synonyms): Heading | null {
  let best: Heading | null = null;
  const gain = (one: Heading) => Object.keys(one.mapping).length - (one.rows - 1);
  for (const row of rows.slice(0, searched)) {
    for (const span of [1, 2] as const) {
      const found = headingAt(rows, row.number, span, synonyms);
      if (Object.keys(found.mapping).length < 2) continue;
      if (best === null || gain(found) > gain(best)) best = found;
    }
  }
  return best;
}

/** The heading that begins at a row, whoever chose it. */
export function headingAt(
  rows: readonly TextRow[],
  rowNumber: number,
  span: 1 | 2,
  synonyms: Synonyms,
): Heading {
  const top = rows.find((row) => row.number === rowNumber)?.cells ?? [];
  const bottom = span === 2 ? (rows.find((row) => row.number === rowNumber + 1)?.cells ?? []) : [];
  const labels = span === 1 ? top.map(clean) : joined(top, bottom, synonyms);
  return { rowNumber, rows: span, labels, mapping: mapColumns(labels, synonyms) };
}

/** 出資 over 比率 is 出資比率; a group's label counts for all columns until the next one. */
function joined(top: readonly string[], bottom: readonly string[], synonyms: Synonyms): string[] {
  const known = new Set(Object.values(synonyms).flatMap((words) => words.map(plain)));
  let group = "";
  return Array.from({ length: Math.max(top.length, bottom.length) }, (_, at) => {
    const above = clean(top[at] ?? "");
    const below = clean(bottom[at] ?? "");
    if (above !== "") group = above;
    if (below === "") return above;
    const choices = [group + below, below, above].filter((label) => known.has(plain(label)));
    return choices[0] ?? `${group} ${below}`.trim();
  });
}

const clean = (text: string) => text.replace(/[\s\u3000]+/gu, " ").trim();
/** No label is longer; a cell of 30,000 digits would keep the pattern below busy for minutes. */
const longestLabel = 200;

/** "従業員数（人）*" is 従業員数: units, marks and numbers of notes behind a label do not count. */
const bare = (label: string) =>
  plain(
    label
      .slice(0, longestLabel)
      .normalize("NFKC")
      .replace(/[(（［[].*$/, "")
      .replace(/\d+\)?$/, ""),
  );

/** The first column wins when two carry the same label; the other stays unmapped for somebody to decide. */
export function mapColumns(labels: readonly string[], synonyms: Synonyms): Mapping {
  const fields = new Map(
    Object.entries(synonyms).flatMap(([field, words]) =>
      [field, ...words].map((word) => [plain(word), field]),
    ),
  );
  const mapping: Mapping = {};
  for (const read of [plain, bare]) {
    labels.forEach((label, index) => {
      const field = fields.get(read(label));
      if (field === undefined || mapping[field] !== undefined) return;
      if (Object.values(mapping).includes(index)) return;
      mapping[field] = index;
    });
  }
  return mapping;
}

/** A mapping that was remembered by labels, on the columns of this file; null when a label is gone. */
export function mappingByLabels(
  remembered: Record<string, string>,
  labels: readonly string[],
): Mapping | null {
  const mapping: Mapping = {};
  for (const [field, label] of Object.entries(remembered)) {
    const index = labels.indexOf(label);
    if (index < 0) return null;
    mapping[field] = index;
  }
  return mapping;
}

/** What two files of one source have in common: their labels in order. */
export const signatureOf = (labels: readonly string[]) => labels.map(plain).join("\u001f");

/** The mapped cells of a row, trimmed, without line breaks. */
export function fieldsOf(cells: readonly string[], mapping: Mapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping).map(([field, index]) => [field, clean(cells[index] ?? "")]),
  );
}
