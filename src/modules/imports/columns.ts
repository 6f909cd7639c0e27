// Which row is the heading, and which column means which field.
import { plain, type Synonyms } from "#modules/organization/importing/spelling.ts";
import type { SheetRow } from "./reading.ts";

/** Field name -> index of its column. */
export type Mapping = Record<string, number>;
export type Heading = { rowNumber: number; labels: string[]; mapping: Mapping };

/** The row among the first thirty that names most fields; null when none names two, so titles and notes never pass. */
export function findHeading(rows: readonly SheetRow[], synonyms: Synonyms): Heading | null {
  let best: Heading | null = null;
  for (const row of rows.slice(0, 30)) {
    const mapping = mapColumns(row.cells, synonyms);
    const size = Object.keys(mapping).length;
    if (size >= 2 && size > Object.keys(best?.mapping ?? {}).length) {
      best = { rowNumber: row.number, labels: row.cells, mapping };
    }
  }
  return best;
}

/** The first column wins when two carry the same label; the other stays unmapped for somebody to decide. */
export function mapColumns(labels: readonly string[], synonyms: Synonyms): Mapping {
  const fields = new Map(
    Object.entries(synonyms).flatMap(([field, words]) => words.map((word) => [plain(word), field])),
  );
  const mapping: Mapping = {};
  labels.forEach((label, index) => {
    const field = fields.get(plain(label));
    if (field !== undefined && mapping[field] === undefined) mapping[field] = index;
  });
  return mapping;
}

/** The mapped cells of a row, trimmed, without line breaks. */
export function fieldsOf(row: SheetRow, mapping: Mapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping).map(([field, index]) => [
      field,
      (row.cells[index] ?? "").replace(/\s+/g, " ").trim(),
    ]),
  );
}
