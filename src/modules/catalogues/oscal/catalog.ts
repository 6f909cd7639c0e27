// An OSCAL catalog as the rows that are read out of it, and a report of what was taken, what was not and why. Pure.
import { invalid } from "#core/errors.ts";
import { isObject, type Obj, objects, textOf } from "#core/oscal/read.ts";
import { checkFields, checkInsertions, checkLinks, idsOf, movedTo } from "./links.ts";
import { collectProblems, type Problem, type Problems } from "./problems.ts";
import {
  labelOf,
  otherParts,
  parameterOf,
  type Parameter,
  propOf,
  type Words,
  wordsOfControl,
} from "./prose.ts";

export const most = {
  items: 5000,
  id: 80,
  /** What a reference to an item holds (standards: 40 characters); longer ids stay readable in the catalogue. */
  referredId: 40,
  title: 1000,
  class: 80,
  label: 200,
  words: 20_000,
  /** Examples, objects and successors of one item. */
  listed: 200,
  /** Parameters of one item, and of all. */
  ownParams: 500,
  params: 10_000,
} as const;

export type WithdrawnBy = "status" | "parent" | "list";
export type CatalogItem = {
  id: string;
  kind: "group" | "control";
  parentId: string | null;
  topId: string;
  depth: number;
  class: string | null;
  label: string | null;
  title: string;
  words: Words;
  params: Parameter[];
  withdrawnBy: WithdrawnBy | null;
  movedTo: string[];
};
/** An item as its row holds it: what it asks by itself, the rest of its words beside. */
export type StoredItem = Pick<
  CatalogItem,
  "id" | "kind" | "parentId" | "topId" | "depth" | "class" | "label" | "title" | "movedTo"
> & {
  words: string;
  more: Omit<Words, "statement">;
  params: Parameter[];
  withdrawnBy: WithdrawnBy | null;
};
export type Language = "ja" | "en" | "zh";
export type Catalog = {
  title: string;
  version: string;
  oscalVersion: string;
  modifiedAt: string | null;
  language: Language;
  /** A framework's own name for itself, e.g. CSF_2_0_0. */
  framework: string | null;
  /** Parameters of the whole catalogue, beside those of its groups and controls. */
  params: Parameter[];
  items: CatalogItem[];
  problems: Problem[];
};

/** @throws AppError `catalogue.not_a_catalogue`, `catalogue.version_unknown`, `catalogue.without_title`, `catalogue.empty`. */
export function readCatalog(document: Obj): Catalog {
  const catalog = document["catalog"];
  if (!isObject(catalog)) throw invalid("catalogue.not_a_catalogue", { values: { what: kindOf(document) } });
  const metadata = isObject(catalog["metadata"]) ? catalog["metadata"] : {};
  const problems = collectProblems();
  const oscalVersion = versionOf(metadata, problems);
  const title = textOf(metadata["title"]);
  if (title === null) throw invalid("catalogue.without_title");
  const ids = idsOf(catalog);
  const items = itemsOf(catalog, ids.targets, problems);
  if (!items.some((item) => item.kind === "control")) throw invalid("catalogue.empty");
  for (const item of items)
    item.movedTo = item.movedTo.flatMap((target) => {
      const there = ids.owners.get(target) ?? (ids.targets.has(target) ? target : null);
      if (there === null) problems.add("missing_targets", `${item.id} → ${target}`);
      return there === null ? [] : [there];
    });
  checkLinks(catalog, ids, problems);
  checkFields(catalog, problems);
  checkInsertions(proseOf(items), paramsOf(items, catalog), problems);
  return {
    title: title.slice(0, most.title),
    version: (textOf(metadata["version"]) ?? "–").slice(0, 100),
    oscalVersion,
    modifiedAt: textOf(metadata["last-modified"])?.slice(0, 60) ?? null,
    language: languageOf(metadata, problems),
    framework: propOf(metadata, "framework-version-identifier"),
    params: parametersOf(catalog),
    items,
    problems: problems.list(),
  };
}

const kindOf = (document: Obj) =>
  Object.keys(document)
    .find((key) => key !== "$schema")
    ?.slice(0, 60) ?? "–";

/**
 * Written `1.1.3` or `v1.1.3`. The models read here are those of 1.0 to 1.2; a later 1.x is read and said so. The drafts
 * before 1.0.0 (`1.0.0-rc1`) hold lists as objects and call controls otherwise: read as 1.0 they would lose half of it.
 */
function versionOf(metadata: Obj, problems: Problems): string {
  const version = textOf(metadata["oscal-version"])?.replace(/^v/, "") ?? "";
  if (!/^1\.\d+\.\d+/.test(version) || version.startsWith("1.0.0-"))
    throw invalid("catalogue.version_unknown", { values: { version: version.slice(0, 20) || "–" } });
  if (!/^1\.[0-2]\./.test(version)) problems.add("newer_version", version);
  return version.slice(0, 20);
}

/** The screens know three languages; a document in another one is shown as it is, and said so. */
function languageOf(metadata: Obj, problems: Problems): Language {
  const tag = textOf(metadata["language"])?.slice(0, 20).toLowerCase();
  const language = tag?.slice(0, 2);
  if (language === "ja" || language === "zh") return language;
  if (tag !== undefined && language !== "en") problems.add("other_language", tag);
  return "en";
}

/** @property path which group of which group this is, for those that have no id. */
type Place = { parent: CatalogItem | null; depth: number; path: readonly number[] };

/** Groups and controls in the order of the document, each once. Groups need no id in OSCAL: they get one of their place. */
function itemsOf(catalog: Obj, taken: ReadonlySet<string>, problems: Problems): CatalogItem[] {
  const items = new Map<string, CatalogItem>();
  const folded = new Map<string, string>();
  const ofControls = controlIdsIn(catalog);
  const take = (one: Obj, kind: CatalogItem["kind"], { parent, depth, path }: Place): void => {
    const item = itemOf(kind === "group" ? named(one, path) : one, kind, parent, depth, problems);
    if (item === null) return below(one, { parent, depth, path });
    if (items.has(item.id)) problems.add("duplicate_ids", item.id);
    else {
      const twin = folded.get(item.id.toLowerCase());
      if (twin !== undefined) problems.add("case_twins", `${twin} / ${item.id}`);
      folded.set(item.id.toLowerCase(), item.id);
      items.set(item.id, item);
      if (items.size > most.items)
        throw invalid("catalogue.too_large", {
          values: { what: { key: "catalogue.bound.items" }, most: most.items },
        });
    }
    below(one, { parent: items.get(item.id) ?? null, depth: depth + 1, path });
  };
  const named = (group: Obj, path: readonly number[]): Obj => {
    const own = textOf(group["id"]);
    // A control is what is asked: where a group bears its id, the group gives way.
    if (own !== null && !ofControls.has(own)) return group;
    const place = `group-${path.join(".")}`;
    const id = taken.has(place) ? `${place}-unnamed` : place;
    problems.add("named_groups", `${id}: ${textOf(group["title"]) ?? "–"}`);
    return { ...group, id };
  };
  const below = (one: Obj, place: Place): void => {
    for (const [at, group] of objects(one["groups"]).entries())
      take(group, "group", { ...place, path: [...place.path, at + 1] });
    for (const control of objects(one["controls"])) take(control, "control", place);
  };
  below(catalog, { parent: null, depth: 0, path: [] });
  return [...items.values()];
}

const controlIdsIn = (one: Obj): Set<string> =>
  new Set([
    ...objects(one["controls"]).flatMap((control) => [textOf(control["id"]) ?? "", ...controlIdsIn(control)]),
    ...objects(one["groups"]).flatMap((group) => [...controlIdsIn(group)]),
  ]);

function itemOf(
  one: Obj,
  kind: CatalogItem["kind"],
  parent: CatalogItem | null,
  depth: number,
  problems: Problems,
): CatalogItem | null {
  const id = textOf(one["id"]);
  const title = textOf(one["title"]);
  if (id === null) {
    problems.add("without_id", title ?? kind);
    return null;
  }
  if (id.length > most.id) {
    problems.add("unfit_ids", id);
    return null;
  }
  for (const name of otherParts(one)) problems.add("other_parts", name);
  const isWithdrawn = propOf(one, "status")?.toLowerCase() === "withdrawn";
  if (kind === "control" && id.length > most.referredId && !isWithdrawn) problems.add("long_ids", id);
  return fitted(
    {
      id,
      kind,
      parentId: parent?.id ?? null,
      topId: parent?.topId ?? id,
      depth,
      class: textOf(one["class"]),
      label: labelOf(one),
      title: title ?? id,
      words: wordsOfControl(one),
      params: parametersOf(one),
      withdrawnBy: isWithdrawn ? "status" : parent?.withdrawnBy ? "parent" : null,
      movedTo: movedTo(one),
    },
    problems,
  );
}

/** What can be shown of it; the document keeps the rest, and it is told. */
function fitted(item: CatalogItem, problems: Problems): CatalogItem {
  const cut = (text: string, longest: number): string => {
    if (text.length <= longest) return text;
    problems.add("words_too_long", item.id);
    return `${text.slice(0, longest - 1).toWellFormed()}…`;
  };
  const first = <T>(list: readonly T[], longest: number): T[] => {
    if (list.length > longest) problems.add("words_too_long", item.id);
    return list.slice(0, longest);
  };
  const { statement, guidance, examples, objectives, objects: looked } = item.words;
  const several = (list: readonly string[]) => first(list, most.listed).map((text) => cut(text, most.words));
  return {
    ...item,
    class: item.class && cut(item.class, most.class),
    label: item.label && cut(item.label, most.label),
    title: cut(item.title, most.title),
    words: {
      statement: cut(statement, most.words),
      guidance: cut(guidance, most.words),
      examples: several(examples),
      objectives: cut(objectives, most.words),
      objects: several(looked),
    },
    params: first(item.params, most.ownParams),
    movedTo: first(item.movedTo, most.listed),
  };
}

function proseOf(items: readonly CatalogItem[]): Map<string, string[]> {
  return new Map(
    items.map(({ id, title, words }) => [
      id,
      [title, words.statement, words.guidance, words.objectives, ...words.examples, ...words.objects],
    ]),
  );
}

const parametersOf = (one: Obj): Parameter[] =>
  objects(one["params"]).flatMap((param) => parameterOf(param) ?? []);

function paramsOf(items: readonly CatalogItem[], catalog: Obj): Map<string, string> {
  const all = [...parametersOf(catalog), ...items.flatMap((item) => item.params)];
  if (all.length > most.params)
    throw invalid("catalogue.too_large", {
      values: { what: { key: "catalogue.bound.params" }, most: most.params },
    });
  return new Map(all.map(({ id, label, value }) => [id, value ?? label]));
}
