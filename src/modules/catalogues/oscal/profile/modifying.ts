// What a profile changes in the controls it took: parameters set, contents removed and added ("modify"). Pure; works on
// copies that belong to the result.
import { isObject, type Obj, objects, textOf } from "#core/oscal/read.ts";
import type { Problems } from "../problems.ts";
import { idIn } from "./selecting.ts";

type Open = Record<string, unknown>;
const lists = { param: "params", prop: "props", link: "links", part: "parts" } as const;

const listOf = (one: Open, key: string): Open[] => objects(one[key]) as Open[];

/** @param roots what holds parameters: the result itself, its groups and its controls. */
export function setParameters(modify: Obj, roots: readonly Open[], problems: Problems): void {
  const params = new Map<string, Open[]>();
  for (const root of roots)
    for (const param of listOf(root, "params")) {
      const id = textOf(param["id"]) ?? "";
      params.set(id, [...(params.get(id) ?? []), param]);
    }
  const known = idIn(params);
  for (const setting of objects(modify["set-parameters"])) {
    const id = textOf(setting["param-id"]) ?? "";
    const targets = params.get(known(id) ?? id) ?? [];
    if (targets.length === 0) problems.add("missing_settings", id);
    for (const param of targets) setOne(param, setting);
  }
}

/** Given members replace; properties and links are added to (profile resolution, "set-parameter"). */
function setOne(param: Open, setting: Obj): void {
  for (const key of [
    "class",
    "depends-on",
    "label",
    "usage",
    "constraints",
    "guidelines",
    "values",
    "select",
  ])
    if (setting[key] !== undefined) param[key] = setting[key];
  // A value and a choice exclude each other: who gives the one takes the other away.
  if (setting["values"] !== undefined) delete param["select"];
  else if (setting["select"] !== undefined) delete param["values"];
  for (const key of ["props", "links"])
    if (setting[key] !== undefined) param[key] = [...listOf(param, key), ...objects(setting[key])];
}

export function alter(modify: Obj, controls: ReadonlyMap<string, Open>, problems: Problems): void {
  const known = idIn(controls);
  for (const one of objects(modify["alters"])) {
    const said = textOf(one["control-id"]) ?? "";
    const id = known(said) ?? said;
    const control = controls.get(id);
    if (!control) {
      problems.add("missing_alterations", id);
      continue;
    }
    for (const removal of objects(one["removes"]))
      if (!remove(control, removal)) problems.add("missing_alterations", `${id}: ${JSON.stringify(removal)}`);
    for (const addition of objects(one["adds"]))
      if (!add(control, addition)) problems.add("missing_alterations", `${id}: ${String(addition["by-id"])}`);
  }
}

/** What matches everything the removal says goes, wherever in the control it stands; other controls below are not touched. */
function remove(from: Open, removal: Obj): boolean {
  const wanted = Object.entries({
    name: removal["by-name"],
    class: removal["by-class"],
    id: removal["by-id"],
    ns: removal["by-ns"],
  }).filter(([, value]) => value !== undefined);
  const kind = removal["by-item-name"];
  if (wanted.length === 0 && kind === undefined) return false;
  let isFound = false;
  for (const [item, key] of Object.entries(lists)) {
    const members = listOf(from, key);
    const kept = members.filter((member) => {
      const goes =
        (kind === undefined || kind === item) && wanted.every(([name, value]) => member[name] === value);
      if (goes) isFound = true;
      return !goes;
    });
    for (const member of kept) if (item === "part" && remove(member, removal)) isFound = true;
    put(from, key, kept);
  }
  return isFound;
}

function put(one: Open, key: string, members: readonly unknown[]): void {
  if (members.length > 0) one[key] = members;
  else delete one[key];
}

type Place = { holder: Open; key: string; at: number; target: Open };

/** Where an element with an id stands: a parameter or a part, however deep. */
function placeOf(holder: Open, id: string): Place | null {
  for (const key of [lists.param, lists.part]) {
    const members = listOf(holder, key);
    const at = members.findIndex((member) => member["id"] === id);
    const target = members[at];
    if (target) return { holder, key, at, target };
    for (const member of members) {
      const deeper = key === lists.part ? placeOf(member, id) : null;
      if (deeper) return deeper;
    }
  }
  return null;
}

function add(control: Open, addition: Obj): boolean {
  const id = textOf(addition["by-id"]);
  const position = textOf(addition["position"]) ?? "ending";
  const place = id === null || id === control["id"] ? null : placeOf(control, id);
  if (id !== null && id !== control["id"] && !place) return false;
  if (place && (position === "before" || position === "after")) {
    for (const key of Object.values(lists)) {
      const added = objects(addition[key]);
      const members = listOf(place.holder, key);
      const at = key === place.key ? place.at + (position === "after" ? 1 : 0) : members.length;
      if (added.length > 0) put(place.holder, key, [...members.slice(0, at), ...added, ...members.slice(at)]);
    }
    return true;
  }
  // Beside a control there is no place inside of it: before it is its beginning, after it its end.
  const into = place?.target ?? control;
  if (textOf(addition["title"]) !== null) into["title"] = addition["title"];
  const isFirst = position === "starting" || position === "before";
  for (const key of Object.values(lists)) {
    const added = objects(addition[key]);
    if (added.length === 0) continue;
    const members = listOf(into, key);
    put(into, key, isFirst ? [...added, ...members] : [...members, ...added]);
  }
  return true;
}

export const isModifying = (profile: Obj): profile is Obj & { modify: Obj } => isObject(profile["modify"]);
