// A profile resolved against catalogues that are here: a catalogue of its own, and what of it could not be had. Pure.
// NIST's specification of profile resolution (import, merge, modify), without its open ends: of controls that two imports
// bring under one id the first is taken, and it is said so.
import { invalid } from "#core/errors.ts";
import { oscalVersion } from "#core/oscal/check.ts";
import { own } from "#core/oscal/document.ts";
import { isObject, type Obj, objects, textOf, texts } from "#core/oscal/read.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import { checkFields } from "../links.ts";
import { collectProblems, type Problem, type ProblemKind, type Problems } from "../problems.ts";
import { insertedIn } from "../prose.ts";
import { alter, isModifying, setParameters } from "./modifying.ts";
import { otherThan } from "./meant.ts";
import { type Chosen, chosenBy, type Placed, placedIn } from "./selecting.ts";

type Open = Record<string, unknown>;

/** One import with all that its reference says of where the catalogue lies. */
export type Wanted = { at: number; names: string[]; uuids: string[]; ids: string[] };

/** Which catalogues a profile wants: by uuid, by name of file or title, and by the ids it calls. */
export function wantedBy(profile: Obj): Wanted[] {
  const resources = isObject(profile["back-matter"]) ? objects(profile["back-matter"]["resources"]) : [];
  return objects(profile["imports"]).map((one, at) => {
    const href = textOf(one["href"]) ?? "";
    const resource = resources.find((each) => `#${String(each["uuid"])}` === href);
    const names = resource
      ? [
          ...objects(resource["rlinks"]).map((link) => textOf(link["href"]) ?? ""),
          textOf(resource["title"]) ?? "",
          textOf(resource["description"]) ?? "",
        ]
      : [href];
    const uuid = /^(?:#|urn:uuid:)([0-9a-f-]{36})$/i.exec(href)?.[1];
    return {
      at,
      uuids: uuid === undefined ? [] : [uuid.toLowerCase()],
      names: names.filter((name) => name !== ""),
      ids: objects(one["include-controls"]).flatMap((each) => texts(each["with-ids"])),
    };
  });
}

export type Resolved = { catalog: Obj; problems: Problem[] };

/** @param sources the catalogue of each import, in their order; null where it is not here. */
export function resolveProfile(profile: Obj, sources: readonly (Obj | null)[]): Resolved {
  const problems = collectProblems();
  const imports = objects(profile["imports"]);
  if (imports.length === 0) throw empty(problems);
  checkFields(profile, problems, "profile");
  const taken = new Map<string, Taken>();
  const wanted = wantedBy(profile);
  for (const [at, one] of imports.entries()) {
    const source = sources[at];
    if (!source) {
      problems.add("missing_sources", textOf(one["href"]) ?? String(at + 1));
      continue;
    }
    const other = otherThan(profile, wanted[at], source);
    if (other !== null) problems.add("other_source", other);
    const all = placedIn(source);
    const sourceId = textOf(source["uuid"]) ?? "";
    const chosen = chosenBy(one, all);
    tell(chosen, problems);
    for (const id of chosen.ids) {
      const placed = all.get(id);
      if (!placed) continue;
      if (taken.has(id)) problems.add("combined", id);
      else taken.set(id, { ...placed, sourceId, control: copied(placed.control) });
    }
  }
  if (taken.size === 0) throw empty(problems);
  const given = sources.filter((source) => source !== null);
  const { body, controls } = merged(profile, taken, problems);
  const result: Open = {
    uuid: uuidOf("resolved", String(profile["uuid"]), ...given.map((source) => String(source["uuid"]))),
    metadata: metadataOf(profile),
    ...body,
  };
  const loose = looseIn(given, [...groupsIn(result), ...controls.values()]);
  if (loose.length > 0) result["params"] = loose;
  if (isModifying(profile)) {
    alter(profile.modify, controls, problems);
    setParameters(profile.modify, [result, ...groupsIn(result), ...controls.values()], problems);
  }
  dropUnused(result);
  const resources = keptResources([profile, ...given], result);
  if (resources.length > 0) result["back-matter"] = { resources };
  return { catalog: result, problems: problems.list() };
}

const inVain: readonly ProblemKind[] = ["missing_sources", "missing_controls", "missing_patterns"];

/** Refused with what it called in vain: nothing else is shown of a profile that comes to nothing. */
function empty(problems: Problems) {
  const called = problems.list().filter((one) => inVain.includes(one.kind));
  const names = called.flatMap((one) => one.examples.slice(0, 12));
  return invalid("catalogue.profile_empty", { values: { what: names.join(", ").slice(0, 300) || "–" } });
}

function tell(chosen: Chosen, problems: Problems): void {
  for (const id of chosen.missing) problems.add("missing_controls", id);
  for (const id of chosen.notExcluded) problems.add("missing_exclusions", id);
  for (const pattern of chosen.unmatched) problems.add("missing_patterns", pattern);
  for (const pair of chosen.inOtherCase) problems.add("matched_case", pair);
}

/** Its own contents; the controls below it are chosen by themselves. */
function copied(control: Obj): Obj {
  const { controls: _, ...rest } = control;
  return structuredClone(rest);
}

/** With the catalogue it is from: two imports may take from one. */
type Taken = Placed & { sourceId: string };
type Merged = { body: Open; controls: Map<string, Open> };

function merged(profile: Obj, taken: ReadonlyMap<string, Taken>, problems: Problems): Merged {
  const merge = isObject(profile["merge"]) ? profile["merge"] : {};
  const controls = new Map([...taken].map(([id, one]) => [id, one.control as Open]));
  if (isObject(merge["custom"])) {
    const { body, placed } = customBody(merge["custom"], taken, problems);
    for (const id of taken.keys()) if (!placed.has(id)) problems.add("not_placed", id);
    return { body, controls: new Map([...controls].filter(([id]) => placed.has(id))) };
  }
  if (merge["as-is"] === true) return { body: asItWas(taken), controls };
  return { body: { controls: [...controls.values()] }, controls };
}

/** Groups and nesting as in the source; where a parent was not chosen, its children stand in its place. */
function asItWas(taken: ReadonlyMap<string, Taken>): Open {
  const body: Open = {};
  const copies = new Map<unknown, Open>();
  const groupIn = (path: readonly Obj[], sourceId: string): Open => {
    const last = path.at(-1);
    if (!last) return body;
    const hasId = sourceId !== "" && path.every((group) => textOf(group["id"]) !== null);
    const key = hasId ? JSON.stringify([sourceId, ...path.map((group) => group["id"])]) : last;
    const known = copies.get(key);
    if (known) return known;
    const { groups: _, controls: __, ...rest } = last;
    const copy: Open = structuredClone(rest);
    copies.set(key, copy);
    append(groupIn(path.slice(0, -1), sourceId), "groups", copy);
    return copy;
  };
  for (const { control, parentId, groups, sourceId } of taken.values()) {
    const parent = parentId === null ? undefined : taken.get(parentId);
    append(parent ? (parent.control as Open) : groupIn(groups, sourceId), "controls", control);
  }
  return body;
}

function append(one: Open, key: string, member: unknown): void {
  one[key] = [...objects(one[key]), member];
}

function customBody(
  custom: Obj,
  taken: ReadonlyMap<string, Placed>,
  problems: Problems,
): { body: Open; placed: ReadonlySet<string> } {
  const used = new Set<string>();
  const inserted = (one: Obj): Open[] =>
    objects(one["insert-controls"]).flatMap((insert) => {
      const chosen = chosenBy(insert, taken);
      tell(chosen, problems);
      const ids = [...chosen.ids].filter((id) => !used.has(id));
      for (const id of ids) used.add(id);
      const inOrder =
        insert["order"] === "ascending" || insert["order"] === "descending"
          ? ids.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
          : ids;
      if (insert["order"] === "descending") inOrder.reverse();
      return inOrder.map((id) => taken.get(id)?.control as Open);
    });
  const grouped = (group: Obj): Open => {
    const { groups, "insert-controls": _, ...rest } = group;
    const below = objects(groups).map(grouped);
    const controls = inserted(group);
    return {
      ...structuredClone(rest),
      ...(below.length > 0 ? { groups: below } : {}),
      ...(controls.length > 0 ? { controls } : {}),
    };
  };
  const groups = objects(custom["groups"]).map(grouped);
  const controls = inserted(custom);
  const body = {
    ...(groups.length > 0 ? { groups } : {}),
    ...(controls.length > 0 ? { controls } : {}),
  };
  return { body, placed: used };
}

function metadataOf(profile: Obj): Obj {
  const metadata = isObject(profile["metadata"]) ? profile["metadata"] : {};
  return {
    ...structuredClone(metadata),
    "oscal-version": textOf(metadata["oscal-version"]) ?? oscalVersion,
    props: [
      ...objects(metadata["props"]).filter((prop) => prop["name"] !== "resolution-tool"),
      { name: "resolution-tool", value: "Yagura" },
      own("profile", String(profile["uuid"] ?? "–")),
    ],
    links: [
      ...objects(metadata["links"]).filter((link) => link["rel"] !== "source-profile"),
      { rel: "source-profile", href: `urn:uuid:${String(profile["uuid"])}` },
    ],
  };
}

const groupsIn = (one: Obj): Open[] =>
  objects(one["groups"]).flatMap((group) => [group as Open, ...groupsIn(group)]);

/**
 * Parameters of the sources that nothing in the result holds: of the whole catalogue, of groups that were not kept, of
 * controls that were not chosen but whose parameters others insert.
 */
function looseIn(sources: readonly Obj[], holders: readonly Obj[]): Open[] {
  const held = new Set(holders.flatMap((one) => objects(one["params"]).map((param) => param["id"])));
  const found = new Map<unknown, Open>();
  const visit = (one: Obj): void => {
    for (const param of objects(one["params"])) {
      const { id } = param;
      if (!held.has(id) && !found.has(id)) found.set(id, structuredClone(param) as Open);
    }
    for (const below of [...objects(one["groups"]), ...objects(one["controls"])]) visit(below);
  };
  for (const source of sources) visit(source);
  return [...found.values()];
}

/** Loose parameters stay only where something of the result inserts them. */
function dropUnused(result: Open): void {
  const { params, ...rest } = result;
  const loose = new Map(objects(params).map((param) => [String(param["id"]), param]));
  const wanted = new Set<string>();
  const open = insertedIn(JSON.stringify(rest));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const param = loose.get(id);
    if (!param || wanted.has(id)) continue;
    wanted.add(id);
    open.push(...insertedIn(JSON.stringify(param)));
  }
  const kept = [...loose].filter(([id]) => wanted.has(id)).map(([, param]) => param);
  if (kept.length > 0) result["params"] = kept;
  else delete result["params"];
}

/** What links of the result point at. */
function keptResources(from: readonly Obj[], result: Obj): Obj[] {
  const said = JSON.stringify(result);
  const resources = from.flatMap((one) =>
    isObject(one["back-matter"]) ? objects(one["back-matter"]["resources"]) : [],
  );
  const byId = new Map(resources.map((one) => [String(one["uuid"]), one]));
  return [...byId].filter(([id]) => said.includes(`"#${id}"`)).map(([, one]) => one);
}
