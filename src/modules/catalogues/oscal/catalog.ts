// An OSCAL catalog as the rows that are read out of it, and a report of what was taken, what was not and why. Pure.
import { invalid } from "#core/errors.ts";
import { isObject, type Obj, objects, textOf } from "#core/oscal/read.ts";
import { checkFields, checkInsertions, checkLinks, idsOf, movedTo } from "./links.ts";
import { collectProblems, type Problem, type Problems } from "./problems.ts";
import { labelOf, parameterOf, type Parameter, propOf, type Words, wordsOfControl } from "./prose.ts";

export const most = { items: 5000, id: 80, title: 1000, words: 20_000, params: 10_000 } as const;

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
  const items = itemsOf(catalog, problems);
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
    language: languageOf(metadata),
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

/** Written `1.1.3` or `v1.1.3`. The models read here are those of 1.0 to 1.2; a later 1.x is read and said so. */
function versionOf(metadata: Obj, problems: Problems): string {
  const version = textOf(metadata["oscal-version"])?.replace(/^v/, "") ?? "";
  if (!/^1\.\d+\.\d+/.test(version))
    throw invalid("catalogue.version_unknown", { values: { version: version.slice(0, 20) || "–" } });
  if (!/^1\.[0-2]\./.test(version)) problems.add("newer_version", version);
  return version.slice(0, 20);
}

function languageOf(metadata: Obj): Language {
  const tag = textOf(metadata["language"])?.slice(0, 2).toLowerCase();
  return tag === "ja" || tag === "zh" ? tag : "en";
}

type Place = { parent: CatalogItem | null; depth: number };

/** Groups and controls in the order of the document, each once. */
function itemsOf(catalog: Obj, problems: Problems): CatalogItem[] {
  const items = new Map<string, CatalogItem>();
  const folded = new Map<string, string>();
  const take = (one: Obj, kind: CatalogItem["kind"], { parent, depth }: Place): void => {
    const item = itemOf(one, kind, { parent, depth }, problems);
    if (item === null) return below(one, { parent, depth });
    if (items.has(item.id)) problems.add("duplicate_ids", item.id);
    else {
      const twin = folded.get(item.id.toLowerCase());
      if (twin !== undefined) problems.add("case_twins", `${twin} / ${item.id}`);
      folded.set(item.id.toLowerCase(), item.id);
      items.set(item.id, item);
      if (items.size > most.items)
        throw invalid("catalogue.too_large", { values: { what: "items", most: most.items } });
    }
    below(one, { parent: items.get(item.id) ?? null, depth: depth + 1 });
  };
  const below = (one: Obj, place: Place): void => {
    for (const group of objects(one["groups"])) take(group, "group", place);
    for (const control of objects(one["controls"])) take(control, "control", place);
  };
  below(catalog, { parent: null, depth: 0 });
  return [...items.values()];
}

function itemOf(one: Obj, kind: CatalogItem["kind"], { parent, depth }: Place, problems: Problems) {
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
  const words = wordsOfControl(one);
  for (const text of [words.statement, words.guidance, words.objectives])
    if (text.length > most.words) problems.add("words_too_long", id);
  const isWithdrawn = propOf(one, "status")?.toLowerCase() === "withdrawn";
  const withdrawnBy: WithdrawnBy | null = isWithdrawn ? "status" : parent?.withdrawnBy ? "parent" : null;
  return {
    id,
    kind,
    parentId: parent?.id ?? null,
    topId: parent?.topId ?? id,
    depth,
    class: textOf(one["class"])?.slice(0, 80) ?? null,
    label: labelOf(one)?.slice(0, 200) ?? null,
    title: (title ?? id).slice(0, most.title),
    words,
    params: parametersOf(one),
    withdrawnBy,
    movedTo: movedTo(one),
  } satisfies CatalogItem;
}

function proseOf(items: readonly CatalogItem[]): Map<string, string[]> {
  return new Map(
    items.map(({ id, words }) => [
      id,
      [words.statement, words.guidance, words.objectives, ...words.examples, ...words.objects],
    ]),
  );
}

const parametersOf = (one: Obj): Parameter[] =>
  objects(one["params"]).flatMap((param) => parameterOf(param) ?? []);

function paramsOf(items: readonly CatalogItem[], catalog: Obj): Map<string, string> {
  const all = [...parametersOf(catalog), ...items.flatMap((item) => item.params)];
  if (all.length > most.params)
    throw invalid("catalogue.too_large", { values: { what: "params", most: most.params } });
  return new Map(all.map(({ id, label, value }) => [id, value ?? label]));
}
