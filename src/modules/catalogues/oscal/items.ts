// Which rows of a catalogue are items to refer to and to answer, which only group others, and which are withdrawn. Pure.
import type { CatalogItem } from "./catalog.ts";
import type { Problem } from "./problems.ts";

type Placed = Pick<CatalogItem, "id" | "kind" | "parentId" | "class" | "withdrawnBy">;

export type ClassCount = { class: string; count: number; live: number; isHeading: boolean };

const nameOf = (item: Placed) => item.class ?? item.kind;

/**
 * Classes of controls. A class of which every member in force has others below it only groups them: the categories of
 * CSF are `controls` in OSCAL, and nobody answers them; a control of SP 800-53 with enhancements is answered itself,
 * as others of its class have none.
 */
export function classesOf(items: readonly Placed[]): ClassCount[] {
  const parents = new Set(items.filter((item) => item.kind === "control").map((item) => item.parentId));
  const classes = Map.groupBy(
    items.filter((item) => item.kind === "control"),
    nameOf,
  );
  return [...classes].map(([name, members]) => {
    const live = members.filter((item) => item.withdrawnBy === null);
    const isHeading = live.length > 0 && live.every((item) => parents.has(item.id));
    return { class: name, count: members.length, live: live.length, isHeading };
  });
}

export const headingsOf = (items: readonly Placed[]): string[] =>
  classesOf(items)
    .filter((one) => one.isHeading)
    .map((one) => one.class);

/** What an answer or a reference can name: controls in force that do not only group others. */
export const answerable = <T extends Placed>(items: readonly T[], headings: readonly string[]): T[] =>
  items.filter(
    (item) => item.kind === "control" && item.withdrawnBy === null && !headings.includes(nameOf(item)),
  );

/** The nearest heading above an item; the group of the top level where there is none between. */
export function headingAbove<T extends Placed & { topId: string }>(
  item: T,
  byId: ReadonlyMap<string, T>,
  headings: readonly string[],
): string {
  for (let at = byId.get(item.parentId ?? ""); at !== undefined; at = byId.get(at.parentId ?? ""))
    if (at.kind === "group" || headings.includes(nameOf(at))) return at.id;
  return item.topId;
}

/**
 * Where a release marks nothing as withdrawn and the product knows the catalogue, its list says what is in force. (CSF
 * 2.0 came out as catalogue 1.0.0 without a mark and as 1.2.0 with 91 of them: 185 subcategories or 106.)
 */
export function markedByList(items: readonly CatalogItem[], inForce: readonly string[] | null): Problem[] {
  if (items.some((item) => item.withdrawnBy !== null)) return [];
  const headings = headingsOf(items);
  if (inForce === null) return [{ kind: "withdrawn_not_marked", count: 1, examples: [] }];
  const known = new Set(inForce.map((id) => id.toLowerCase()));
  const answered = answerable(items, headings);
  // Another catalogue under the same name is not cut down to the product's list.
  if (answered.filter((item) => known.has(item.id.toLowerCase())).length < known.size) return [];
  const gone = answered.filter((item) => !known.has(item.id.toLowerCase()));
  for (const item of gone) item.withdrawnBy = "list";
  const liveParents = new Set(
    answered.filter((item) => item.withdrawnBy === null).map((item) => item.parentId),
  );
  for (const item of items)
    if (item.kind === "control" && headings.includes(nameOf(item)) && !liveParents.has(item.id)) {
      item.withdrawnBy = "list";
      gone.push(item);
    }
  const examples = gone.map((item) => item.id).slice(0, 12);
  return gone.length > 0 ? [{ kind: "withdrawn_by_list", count: gone.length, examples }] : [];
}

/** Items in force that say nothing beside their title; known only once it is known what is withdrawn. */
export function wordless(items: readonly CatalogItem[], headings: readonly string[]): Problem[] {
  const found = answerable(items, headings).filter((item) => item.words.statement === "");
  const examples = found.map((item) => item.id).slice(0, 12);
  return found.length > 0 ? [{ kind: "without_words", count: found.length, examples }] : [];
}
