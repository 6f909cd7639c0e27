// What a view keeps: the part of a URL that belongs to a list, written so that two equal ones are equal texts. Pure.

export type Search = Readonly<Record<string, string | number | boolean>>;

const mostNames = 40;
const isPlain = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** Names in order; what is empty is not said. */
export function writeSearch(search: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  const said = names
    .filter((name) => isPlain(search[name]) && search[name] !== "")
    .sort()
    .map((name) => [name, search[name]] as const);
  return JSON.stringify(Object.fromEntries(said));
}

export function isSearch(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return entries.length <= mostNames && entries.every(([, one]) => isPlain(one));
  } catch {
    return false;
  }
}

/** What an address may say of the list: names that the list does not know (any more) are dropped. */
export function readSearch(text: string, names: readonly string[]): Search {
  if (!isSearch(text)) return {};
  const kept = JSON.parse(text) as Search;
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.includes(name)));
}
