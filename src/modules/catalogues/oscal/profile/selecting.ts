// Which controls of a catalogue an import of a profile chooses (profile resolution, "import"). Pure.
import { isObject, type Obj, objects, textOf, texts } from "#core/oscal/read.ts";

/** A control of a catalogue with the place it has there. */
export type Placed = { id: string; control: Obj; parentId: string | null; groups: readonly Obj[] };

/** Every control of a catalogue in its order; of two with one id the first. */
export function placedIn(catalog: Obj): Map<string, Placed> {
  const found = new Map<string, Placed>();
  const visit = (one: Obj, parentId: string | null, groups: readonly Obj[]): void => {
    for (const control of objects(one["controls"])) {
      const id = textOf(control["id"]);
      if (id !== null && !found.has(id)) found.set(id, { id, control, parentId, groups });
      visit(control, id ?? parentId, groups);
    }
    for (const group of objects(one["groups"])) visit(group, null, [...groups, group]);
  };
  visit(catalog, null, []);
  return found;
}

/** The pattern of `matching`: `*` stands for any characters, `?` for one, `[a-c]` for one of these, `[!a-c]` for another. */
function patternOf(glob: string): RegExp {
  const source = glob
    .slice(0, 200)
    .replaceAll(/\[(!?)([\w.-]+)\]|\*+|\?|[.+^${}()|[\]\\]/g, (found: string, not?: string, one?: string) => {
      if (one !== undefined) return `[${not ? "^" : ""}${rangesOf(one)}]`;
      return found.startsWith("*") ? ".*" : found === "?" ? "." : `\\${found}`;
    });
  return new RegExp(`^${source}$`, "u");
}

/** A hyphen that makes no range upwards is one of the characters. */
const rangesOf = (set: string): string =>
  set.replaceAll(/(\w)-(\w)|[-.]/g, (found: string, from?: string, to?: string) =>
    from !== undefined && to !== undefined ? (from <= to ? found : `${from}\\-${to}`) : `\\${found}`,
  );

type Called = { ids: Set<string>; missing: string[]; unmatched: string[]; inOtherCase: string[] };

/** Ids as they stand, or in other letters where only one is meant: drafts of CSF were lower case. */
export function idIn(all: ReadonlyMap<string, unknown>): (id: string) => string | undefined {
  const folded = Map.groupBy(all.keys(), (id) => id.toLowerCase());
  return (id) => {
    if (all.has(id)) return id;
    const [only, another] = folded.get(id.toLowerCase()) ?? [];
    return another === undefined ? only : undefined;
  };
}

/** What is called by name and what no id matches is told. */
function called(selections: readonly Obj[], all: ReadonlyMap<string, Placed>): Called {
  const ids = new Set<string>();
  const missing: string[] = [];
  const unmatched: string[] = [];
  const inOtherCase: string[] = [];
  const known = idIn(all);
  const below = Map.groupBy(all.values(), (one) => one.parentId);
  const add = (id: string, withChildren: boolean): void => {
    if (ids.has(id) && !withChildren) return;
    ids.add(id);
    if (withChildren) for (const child of below.get(id) ?? []) if (!ids.has(child.id)) add(child.id, true);
  };
  for (const selection of selections) {
    const withChildren = selection["with-child-controls"] === "yes";
    for (const id of texts(selection["with-ids"])) {
      const there = known(id);
      if (there === undefined) missing.push(id);
      else add(there, withChildren);
      if (there !== undefined && there !== id) inOtherCase.push(`${id} → ${there}`);
    }
    for (const { pattern } of objects(selection["matching"])) {
      const glob = textOf(pattern);
      if (glob === null) continue;
      const matches = patternOf(glob);
      const matched = [...all.keys()].filter((id) => matches.test(id));
      if (matched.length === 0) unmatched.push(glob);
      for (const id of matched) add(id, withChildren);
    }
  }
  return { ids, missing, unmatched, inOtherCase };
}

export type Chosen = Called & { notExcluded: string[] };

/** What an import takes, or `insert-controls` puts in a place: included, less what is excluded. */
export function chosenBy(one: Obj, all: ReadonlyMap<string, Placed>): Chosen {
  const isAll = isObject(one["include-all"]) || one["include-controls"] === undefined;
  const included = isAll
    ? { ids: new Set(all.keys()), missing: [], unmatched: [], inOtherCase: [] }
    : called(objects(one["include-controls"]), all);
  const excluded = called(objects(one["exclude-controls"]), all);
  return {
    ids: new Set([...all.keys()].filter((id) => included.ids.has(id) && !excluded.ids.has(id))),
    missing: included.missing,
    notExcluded: excluded.missing,
    unmatched: [...included.unmatched, ...excluded.unmatched],
    inOtherCase: [...included.inOtherCase, ...excluded.inOtherCase],
  };
}
