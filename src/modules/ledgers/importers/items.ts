// The things of a JSON source, wherever its form puts them: a page with a list under a name, a list of pages, a bare list,
// one document alone, or documents line by line.
import { SourceError } from "./importer.ts";
import {
  documentsOf,
  elementsOf,
  endOfFirst,
  isArray,
  type Json,
  membersOf,
  openJson,
  type Place,
  valueAt,
} from "./json.ts";
import { isObject, type JsonObject, unwrapped } from "./json-values.ts";

/** `broken`: the thing's own text is no JSON, which its neighbours do not suffer from. */
export type Item = { row: number; value: JsonObject } | { row: number; broken: string };
export type Items = {
  /** Of each page: its members beside the list, and those of the object that the list stands in; small ones alone. */
  pages: JsonObject[];
  /** Nothing of them is a page: the file has no list under any of the names. */
  isBare: boolean;
  items: () => AsyncGenerator<Item>;
};

type Page = { list: Place | null; beside: JsonObject; place: Place };

const mostBeside = 65_536;
const mostPages = 10_000;

/**
 * @param lists names that a page may have its list under, one within another by a stop (`responses.200.body.data`).
 * @throws SourceError for what is no JSON, or ends early.
 */
export async function openItems(bytes: Uint8Array, lists: readonly string[]): Promise<Items> {
  const json = await openJson(bytes);
  const { to, hasMore } = await endOfFirst(json).catch((error) => endOfBrokenFirst(error, json));
  if (hasMore) return await linesOf(json, lists);
  if (!isArray(json)) {
    const page = await pageAt(json, { from: json.root.from, to }, lists);
    if (page.list === null) return { pages: [], isBare: true, items: () => one(json, page.place) };
    return { pages: [page.beside], isBare: false, items: () => inPages(json, [page]) };
  }
  return await listOf(json, { from: json.root.from, to }, lists);
}

/** A first line that never closes may be a bad line of a file of lines: the lines are looked at one by one. */
function endOfBrokenFirst(error: unknown, { bytes, root }: Json): { to: number; hasMore: boolean } {
  const line = bytes.indexOf(0x0a, root.from);
  const isLines =
    line >= 0 &&
    /^\{.*\}\s*$/s.test(bytes.toString("utf8", root.from, Math.min(line, root.from + 1_000_000)));
  if (!(error instanceof SourceError) || !isLines) throw error;
  return { to: line, hasMore: true };
}

async function pageAt(json: Json, place: Place, lists: readonly string[]): Promise<Page> {
  const members = await membersOf(json, place);
  const beside: JsonObject = {};
  const keep = (from: Map<string, Place>, list: Place | null) => {
    for (const [name, member] of from)
      if (member.from !== list?.from && member.to - member.from <= mostBeside && name !== "__proto__")
        beside[name] = valueAt(json, member);
  };
  for (const path of lists) {
    const found = await listUnder(json, members, path.split("."));
    if (found === null) continue;
    keep(members, found.list);
    if (found.around !== members) keep(found.around, found.list);
    return { list: found.list, beside, place };
  }
  keep(members, null);
  return { list: null, beside, place };
}

type Under = { list: Place; around: Map<string, Place> };

async function listUnder(
  json: Json,
  around: Map<string, Place>,
  path: readonly string[],
): Promise<Under | null> {
  const [name = "", ...rest] = path;
  const place = around.get(name);
  if (!place) return null;
  if (rest.length === 0) return isArray(json, place) ? { list: place, around } : null;
  return json.bytes[place.from] === 0x7b ? await listUnder(json, await membersOf(json, place), rest) : null;
}

/** A list of things, or of pages. */
async function listOf(json: Json, place: Place, lists: readonly string[]): Promise<Items> {
  const pages: Page[] = [];
  for await (const element of elementsOf(json, place)) {
    if (json.bytes[element.place.from] !== 0x7b) break;
    const page = await pageAt(json, element.place, lists);
    if (page.list === null || pages.length >= mostPages) break;
    pages.push(page);
  }
  if (pages.length > 0)
    return { pages: pages.map(({ beside }) => beside), isBare: false, items: () => inPages(json, pages) };
  return { pages: [], isBare: true, items: () => inList(json, place) };
}

/** Lines of things, or of pages: several files put together by `cat`. */
async function linesOf(json: Json, lists: readonly string[]): Promise<Items> {
  const pages: Page[] = [];
  try {
    for await (const { place } of documentsOf(json)) {
      if (json.bytes[place.from] !== 0x7b || pages.length >= mostPages) break;
      const page = await pageAt(json, place, lists);
      if (page.list === null) break;
      pages.push(page);
    }
  } catch (error) {
    if (!(error instanceof SourceError) || pages.length > 0) throw error;
  }
  if (pages.length > 0)
    return { pages: pages.map(({ beside }) => beside), isBare: false, items: () => inPages(json, pages) };
  return { pages: [], isBare: true, items: () => inLines(json) };
}

async function* inPages(json: Json, pages: readonly Page[]): AsyncGenerator<Item> {
  let row = 0;
  for (const { list } of pages)
    if (list)
      for await (const { place } of elementsOf(json, list)) {
        row += 1;
        yield itemAt(json, place, row);
      }
}

async function* inList(json: Json, place: Place): AsyncGenerator<Item> {
  for await (const { number, place: here } of elementsOf(json, place)) yield itemAt(json, here, number);
}

async function* one(json: Json, place: Place): AsyncGenerator<Item> {
  yield itemAt(json, place, 1);
}

/**
 * Line by line; a line that is no JSON is told and passed. Where a document goes over several lines, all is read document by
 * document instead.
 */
async function* inLines(json: Json): AsyncGenerator<Item> {
  const { bytes, root } = json;
  if (!isByLine(json)) {
    for await (const { number, place } of documentsOf(json)) yield itemAt(json, place, number);
    return;
  }
  let [from, row] = [0, 0];
  while (from < bytes.length) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    row += 1;
    if (from >= root.from || to > root.from) {
      const item = lineAt(json, { from, to }, row);
      if (item) yield item;
    }
    from = to + 1;
  }
}

/** The first line is a whole document, or the second begins one. */
function isByLine({ bytes, root }: Json): boolean {
  const end = bytes.indexOf(0x0a, root.from);
  const line = bytes.toString("utf8", root.from, end < 0 ? bytes.length : end).trim();
  const next = end < 0 ? "" : bytes.toString("utf8", end + 1, end + 2);
  return /[}\]]$/.test(line) && !/^\s*[[{]\s*$/.test(line) ? true : next === "{" && line.length > 1;
}

function lineAt(json: Json, place: Place, row: number): Item | null {
  const { bytes } = json;
  let { from, to } = place;
  while (from < to && (bytes[from] ?? 0) <= 0x20) from += 1;
  while (to > from && (bytes[to - 1] ?? 0) <= 0x20) to -= 1;
  return from === to ? null : itemAt(json, { from, to }, row);
}

function itemAt(json: Json, place: Place, row: number): Item {
  try {
    // AWS Config answers a query with documents, each within a text of its own.
    const value = unwrapped(valueAt(json, place));
    if (isObject(value)) return { row, value };
    // A row of a table within JSON: its cells by their place.
    if (Array.isArray(value)) return { row, value: Object.fromEntries(value.slice(0, 500).entries()) };
  } catch (error) {
    if (!(error instanceof SourceError) || error.code !== "not_json") throw error;
  }
  return { row, broken: json.bytes.toString("utf8", place.from, Math.min(place.to, place.from + 200)) };
}
