// From the bytes of a document to the rows that are kept of it. Pure, and busy for a second with a large one: see apart.ts.
import { invalid } from "#core/errors.ts";
import { type OscalFault, oscalFaults } from "#core/oscal/check.ts";
import { isObject, type Obj, textOf } from "#core/oscal/read.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { frameOf } from "#modules/standards/edition.ts";
import { inForceOf, setIdOf } from "../known.ts";
import { type Catalog, readCatalog } from "../oscal/catalog.ts";
import { type ClassCount, classesOf, headingsOf, markedByList, wordless } from "../oscal/items.ts";
import { parseDocument } from "../oscal/json.ts";
import { joined, type Problem, problemKinds } from "../oscal/problems.ts";
import type { Parameter } from "../oscal/prose.ts";
import { resolveProfile } from "../oscal/profile/resolve.ts";
import { profileOf, type Tailored } from "../oscal/profile/writing.ts";
import { toEdition } from "../to-edition.ts";

/** What is told of a document beside its items. */
export type Report = {
  groups: number;
  controls: number;
  withdrawn: number;
  parameters: number;
  classes: ClassCount[];
  problems: Problem[];
  framework: string | null;
  /** The document's own; of a profile the profile's. What was read before it was kept has none. */
  uuid?: string | null;
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
export function catalogOf({ bytes, sources }: Given): {
  document: Obj;
  uuid: string | null;
  problems: Problem[];
} {
  const document = parseDocument(Buffer.from(bytes));
  if (sources === null) return { document, uuid: uuidIn(document["catalog"]), problems: [] };
  const { profile } = document;
  if (!isObject(profile)) throw invalid("catalogue.not_a_catalogue", { values: { what: "–" } });
  // Several imports may take from one source: it is read, and what is wrong with it told, once.
  const read = new Map(
    [...new Set(sources.filter((source) => source !== null))].map((source) => [source, catalogOf(source)]),
  );
  const resolved = resolveProfile(
    profile,
    sources.map((source) => {
      const catalog = source === null ? null : read.get(source)?.document["catalog"];
      return isObject(catalog) ? catalog : null;
    }),
  );
  return {
    document: { catalog: resolved.catalog },
    uuid: uuidIn(profile),
    problems: joined([resolved.problems, ...[...read.values()].map((one) => one.problems)]),
  };
}

const uuidIn = (one: unknown): string | null => (isObject(one) ? textOf(one["uuid"]) : null);

/** A document that goes out; what is wrong with it where it is no OSCAL. */
export type Made = { bytes: Uint8Array } | { wrong: OscalFault };

/** What the thread is asked. */
export type Asked = { wanted: "read" | "resolved"; given: Given } | ({ wanted: "tailored" } & Tailoring);
export type Tailoring = { given: Given; headings: readonly string[]; tailored: Tailored };

export const resolvedOf = (given: Given): Made => outgoing("catalog", catalogOf(given).document["catalog"]);

function outgoing(model: "catalog" | "profile", content: unknown): Made {
  const [wrong] = oscalFaults(model, content);
  if (wrong !== undefined) return { wrong };
  return { bytes: Buffer.from(`${JSON.stringify({ [model]: content }, null, 2)}\n`, "utf8") };
}

/** What an edition took of a catalogue and changed in it, as a profile of that catalogue. */
export function tailoredOf({ given, headings, tailored }: Tailoring): Made {
  const { document, uuid } = catalogOf(given);
  const { catalog } = document;
  if (!isObject(catalog)) throw invalid("catalogue.not_a_catalogue", { values: { what: "–" } });
  const { items, ...head } = readCatalog(document);
  const { content, language, setId } = tailored;
  const { code, edition } = content.standard;
  const { content: made } = toEdition(items.map(stored), frameOf(content), {
    code,
    edition,
    name: head.title,
    language,
    setId,
    headings,
    params: head.params,
  });
  return outgoing("profile", profileOf({ catalog, uuid, made, headings }, tailored));
}

const stored = ({ words: { statement, ...more }, ...item }: Catalog["items"][number]) => ({
  ...item,
  words: statement,
  more,
});

export function readGiven(given: Given): Read {
  const { document, uuid, problems } = catalogOf(given);
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
      uuid: uuid?.slice(0, 60) ?? null,
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
