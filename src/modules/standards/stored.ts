// Editions as the database keeps them: written once, read back as the same content.
import type { Kysely } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { contentHash } from "./canonical.ts";
import { type ControlWords, type EditionContent, frameOf, withWords } from "./edition.ts";
import { correctedWords } from "./errata-queries.ts";
import { filledContent } from "./parameters.ts";
import * as queries from "./queries.ts";
import * as references from "./reference-queries.ts";
import { referenceItems } from "./references.ts";
import { normalised } from "./rules.ts";
import { behindOf } from "./translation-queries.ts";
import type { Behind } from "./translations.ts";

type Db = Kysely<Tables>;

/** What is published changes by errata alone: kept in memory as long as their count stays. */
const read = new Map<string, Contents & { errata: number }>();
const mostKept = 20;

/**
 * `source` is what was published, hashed and exported; `corrected` has the words of its errata; in `content` the parameters
 * have their values besides, as everybody reads it.
 */
type Contents = {
  source: EditionContent;
  corrected: EditionContent;
  content: EditionContent;
  /** While it is written, only what it began with: see `behindIn`. */
  behind: Behind;
};
export type StoredEdition = { record: queries.EditionRecord } & Contents;

/** An edition with its content, or nothing. The content of one that is not a draft is kept for the next reader. */
export async function editionOf(db: Db, id: string): Promise<StoredEdition | undefined> {
  const record = await queries.editionById(db, id);
  if (!record) return undefined;
  const isFinal = record.state === "published" || record.state === "retired";
  const kept = isFinal ? read.get(id) : undefined;
  const contents = kept?.errata === record.errata ? kept : await contentsOf(db, record);
  if (isFinal) keep(id, contents, record.errata);
  const { source, corrected, content, behind } = contents;
  return { record, source, corrected, content, behind };
}

async function contentsOf(db: Db, { id, errata }: queries.EditionRecord): Promise<Contents> {
  const source = await queries.readContent(db, id);
  const corrected = errata === 0 ? source : correctedBy(source, await correctedWords(db, id));
  return { source, corrected, content: filledContent(corrected), behind: await behindOf(db, id) };
}

const correctedBy = (source: EditionContent, words: ReadonlyMap<string, ControlWords>): EditionContent => ({
  ...source,
  controls: source.controls.map((control) => {
    const corrected = words.get(control.id);
    return corrected ? withWords(control, corrected) : control;
  }),
});

function keep(id: string, contents: Contents, errata: number): void {
  read.delete(id);
  read.set(id, { ...contents, errata });
  const oldest = read.keys().next().value;
  if (read.size > mostKept && oldest !== undefined) read.delete(oldest);
}

/**
 * Writes a checked edition as a draft, with the outside catalogues it refers to.
 *
 * @returns the id of the draft.
 */
export async function writeEdition(
  db: Db,
  content: EditionContent,
  previousId: string | null,
  previousErrata = 0,
): Promise<string> {
  const one = normalised(content);
  const id = await queries.insertEdition(db, {
    frame: frameOf(one),
    sha256: contentHash(one),
    previousId,
    previousErrata,
  });
  await queries.insertControls(db, id, one);
  await queries.insertReferences(db, id, one.controls);
  await references.upsertReferenceSets(db, setsOf(one));
  return id;
}

/** Complete lists where the product knows the catalogue, else the items that the controls name. */
function setsOf(content: EditionContent): references.NewReferenceSet[] {
  return content.referenceSets.map((set) => ({
    id: set.id,
    names: set.name,
    note: set.note,
    items: (referenceItems[set.id] ?? namedItems(content, set.id)).map((item) => ({
      id: item.id,
      title: null,
    })),
  }));
}

function namedItems(content: EditionContent, setId: string): { id: string }[] {
  const ids = new Set(content.controls.flatMap((control) => control.references[setId] ?? []));
  return [...ids].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).map((id) => ({ id }));
}
