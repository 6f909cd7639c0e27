// What links and insertions point at, and whether it is there.
import { isObject, type Obj, objects, textOf } from "#core/oscal/read.ts";
import type { Problems } from "./problems.ts";
import { insertedIn, insertion } from "./prose.ts";

/** Where a withdrawn control went. One release writes `incorporated_into`, the other `incorporated-into`. */
const went = new Set(["incorporated-into", "moved-to"]);

/** The ids a control went to, as written, without the leading `#` that one release leaves out. */
export const movedTo = (control: Obj): string[] =>
  objects(control["links"])
    .filter((link) => went.has(String(link["rel"]).replaceAll("_", "-")))
    .map((link) => String(link["href"]).replace(/^#/, ""))
    .filter((href) => href !== "" && href.length <= 80);

/** Every id that may be pointed at: of groups, controls, parts (with the control they stand in), parameters, resources. */
export type Ids = { owners: ReadonlyMap<string, string>; targets: ReadonlySet<string> };

export function idsOf(catalog: Obj): Ids {
  const owners = new Map<string, string>();
  const targets = new Set<string>();
  const visit = (value: unknown, owner: string | null): void => {
    if (Array.isArray(value)) return value.forEach((one) => visit(one, owner));
    if (!isObject(value)) return;
    for (const [key, member] of Object.entries(value)) {
      if (key !== "groups" && key !== "controls") visit(member, owner);
      else for (const one of objects(member)) visit(one, textOf(one["id"]) ?? owner);
    }
    for (const id of [textOf(value["id"]), textOf(value["uuid"])]) {
      if (id === null) continue;
      targets.add(id);
      if (owner !== null) owners.set(id, owner);
    }
  };
  visit(catalog, null);
  return { owners, targets };
}

/** Links inside of the document that lead nowhere. A bare `#` stands for the document itself. */
export function checkLinks(value: unknown, { targets }: Ids, problems: Problems): void {
  if (Array.isArray(value)) return value.forEach((one) => checkLinks(one, { targets } as Ids, problems));
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "href" && typeof member === "string" && /^#./.test(member) && !targets.has(member.slice(1)))
      problems.add("dangling_links", member);
    checkLinks(member, { targets } as Ids, problems);
  }
}

/** Insertions of what is no parameter, and parameters that stand in one another in a circle. */
export function checkInsertions(
  prose: ReadonlyMap<string, readonly string[]>,
  params: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  for (const [item, lines] of prose)
    for (const line of lines) {
      for (const id of insertedIn(line))
        if (!params.has(id)) problems.add("missing_parameters", `${item}: ${id}`);
      for (const [braces] of line.replaceAll(insertion, "").matchAll(/\{\{[^{}]{1,100}\}\}/g))
        problems.add("unread_insertions", `${item}: ${braces}`);
    }
  for (const [id, label] of params) {
    for (const inner of insertedIn(label))
      if (!params.has(inner)) problems.add("missing_parameters", `${id}: ${inner}`);
    if (isCircular(id, params)) problems.add("circular_parameters", id);
  }
}

function isCircular(start: string, params: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  const open = insertedIn(params.get(start) ?? "");
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...insertedIn(params.get(id) ?? ""));
  }
  return false;
}

// OSCAL 1.0 to 1.2, models catalog and profile. What else stands there is kept with the document and counted.
const selection = "include-all include-controls exclude-controls";
const called = new Set("with-child-controls with-ids matching".split(" "));
const known: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["catalog", new Set("uuid metadata params controls groups back-matter".split(" "))],
  ["groups", new Set("id class title params props links parts groups controls insert-controls".split(" "))],
  ["controls", new Set("id class title params props links parts controls".split(" "))],
  [
    "params",
    new Set(
      "id class depends-on props links label usage constraints guidelines values select remarks".split(" "),
    ),
  ],
  ["parts", new Set("id name ns class title props prose parts links".split(" "))],
  ["profile", new Set("uuid metadata imports merge modify back-matter".split(" "))],
  ["imports", new Set(`href ${selection}`.split(" "))],
  ["include-controls", called],
  ["exclude-controls", called],
  ["merge", new Set("combine flat as-is custom".split(" "))],
  ["custom", new Set("groups insert-controls".split(" "))],
  ["insert-controls", new Set(`order ${selection}`.split(" "))],
  ["modify", new Set("set-parameters alters".split(" "))],
  [
    "set-parameters",
    new Set(
      "param-id class depends-on props links label usage constraints guidelines values select".split(" "),
    ),
  ],
  ["alters", new Set("control-id removes adds".split(" "))],
  ["removes", new Set("by-name by-class by-id by-item-name by-ns".split(" "))],
  ["adds", new Set("position by-id title params props links parts".split(" "))],
]);

export function checkFields(value: Obj, problems: Problems, kind = "catalog"): void {
  for (const [key, member] of Object.entries(value)) {
    if (known.get(kind)?.has(key) !== true) problems.add("unknown_fields", `${kind}.${key}`);
    if (!known.has(key)) continue;
    for (const one of isObject(member) ? [member] : objects(member)) checkFields(one, problems, key);
  }
}
