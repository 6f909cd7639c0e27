// What every OSCAL document is made of: properties of our own, texts that fit where they stand, ids that are tokens.

/** The name space of our own properties and parts. */
export const yagura = "urn:yagura:oscal";

export type Prop = { name: string; ns?: string; value: string; class?: string; remarks?: string };

/** OSCAL's StringDatatype: one line, not empty, no white space around it. */
export const isOneString = (text: string): boolean => /^\S(.*\S)?$/.test(text);

/** One line of what may be several (MarkupLineDatatype); a title is never empty. */
export const lineOf = (text: string): string => text.replaceAll(/\s*\n\s*/g, " ").trim() || "–";

/** A value as a property may hold it. */
export const stringOf = (text: string): string => text.replaceAll(/\s+/g, " ").trim() || "–";

const token = /^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u;
export const isToken = (text: string): boolean => token.test(text);

/** A property of our own. */
export const own = (name: string, value: string, more: Partial<Prop> = {}): Prop => ({
  name,
  ns: yagura,
  value,
  ...more,
});

/**
 * Ids as OSCAL takes them (TokenDatatype): an id that begins with a digit or holds a bracket gets another one, the same
 * whenever it is asked for; no two share one.
 */
export function tokens(): (id: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (id) => {
    const known = given.get(id);
    if (known !== undefined) return known;
    const plain = isToken(id) ? id : `_${id.replaceAll(/[^\p{L}\p{N}.\-_]/gu, "_")}`;
    let free = plain;
    for (let at = 2; taken.has(free); at += 1) free = `${plain}_${at}`;
    given.set(id, free);
    taken.add(free);
    return free;
  };
}

/** A list that OSCAL leaves out where it is empty (`minItems: 1`). */
export function some<K extends string, T>(key: K, items: readonly T[]): { [key in K]?: T[] } {
  return (items.length > 0 ? { [key]: [...items] } : {}) as { [key in K]?: T[] };
}
