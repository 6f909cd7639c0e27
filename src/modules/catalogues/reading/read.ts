// From the bytes of a document to the rows that are kept of it. Pure, and busy for a second with a large one: see apart.ts.
import { invalid } from "#core/errors.ts";
import { isObject, type Obj } from "#core/oscal/read.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { inForceOf, setIdOf } from "../known.ts";
import { type Catalog, readCatalog } from "../oscal/catalog.ts";
import { type ClassCount, classesOf, headingsOf, markedByList, wordless } from "../oscal/items.ts";
import { parseDocument } from "../oscal/json.ts";
import { type Problem, problemKinds } from "../oscal/problems.ts";
import type { Parameter } from "../oscal/prose.ts";
import { resolveProfile } from "../oscal/profile/resolve.ts";

/** What is told of a document beside its items. */
export type Report = {
  groups: number;
  controls: number;
  withdrawn: number;
  parameters: number;
  classes: ClassCount[];
  problems: Problem[];
  framework: string | null;
  /** Parameters of the whole catalogue; what was read before they were kept has none. */
  params?: Parameter[];
};

/** A document; of a profile with the documents of its imports in their order, null where one is not here. */
export type Given = { bytes: Uint8Array; sources: (Given | null)[] | null };

export type Read = {
  sha256: Uint8Array;
  head: Omit<Catalog, "items" | "problems">;
  report: Report;
  headings: string[];
  /** The items as JSON, the form in which the database takes them. */
  items: string;
};

/** The catalogue that a document is, or that a profile comes to. */
export function catalogOf({ bytes, sources }: Given): { document: Obj; problems: Problem[] } {
  const document = parseDocument(Buffer.from(bytes));
  if (sources === null) return { document, problems: [] };
  const { profile } = document;
  if (!isObject(profile)) throw invalid("catalogue.not_a_catalogue", { values: { what: "–" } });
  const resolved = resolveProfile(
    profile,
    sources.map((source) => {
      const { catalog } = source === null ? { catalog: null } : catalogOf(source).document;
      return isObject(catalog) ? catalog : null;
    }),
  );
  return { document: { catalog: resolved.catalog }, problems: resolved.problems };
}

export function readGiven(given: Given): Read {
  const { document, problems } = catalogOf(given);
  const { items, problems: found, ...head } = readCatalog(document);
  // A profile calls what it wants: that nothing of it is withdrawn is no news, and no list of the product is asked.
  const ofList = given.sources === null ? markedByList(items, inForceOf(setIdOf(head))) : [];
  const headings = headingsOf(items);
  const controls = items.filter((item) => item.kind === "control");
  return {
    sha256: contentHash(document),
    head,
    headings,
    report: {
      groups: items.length - controls.length,
      controls: controls.length,
      withdrawn: controls.filter((item) => item.withdrawnBy !== null).length,
      parameters: items.reduce((sum, item) => sum + item.params.length, 0),
      classes: classesOf(items).slice(0, 50),
      problems: [...problems, ...ofList, ...found, ...wordless(items, headings)].sort(
        (a, b) => problemKinds.indexOf(a.kind) - problemKinds.indexOf(b.kind),
      ),
      framework: head.framework,
      params: head.params,
    },
    items: JSON.stringify(items.map(rowOf)),
  };
}

const rowOf = ({ words: { statement, ...more }, ...item }: Catalog["items"][number], position: number) => ({
  position,
  item_id: item.id,
  kind: item.kind,
  parent_id: item.parentId,
  top_id: item.topId,
  depth: item.depth,
  class: item.class,
  label: item.label,
  title: item.title,
  words: statement,
  more,
  params: item.params,
  withdrawn_by: item.withdrawnBy,
  moved_to: item.movedTo,
});
