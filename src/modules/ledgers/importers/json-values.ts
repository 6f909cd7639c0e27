// Values of JSON documents whose form nobody vouches for: asked for by the names of their members, own ones alone.
import { asText } from "./values.ts";

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands under these names, one within the other; undefined where one is missing. A number is a place in a list. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as JsonObject)[step];
  }
  return here;
}

/** The same as text; empty for what is none. */
export const textAt = (value: unknown, ...path: (string | number)[]): string => asText(at(value, ...path));

/** Of several spellings of one name the first that says something. */
export function firstAt(value: unknown, ...names: string[]): string {
  for (const name of names) {
    const text = textAt(value, name);
    if (text !== "") return text;
  }
  return "";
}

/** A list; empty for what is none. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A document within a text, as some interfaces nest them; the value itself where it is one already. */
export function unwrapped(value: unknown): unknown {
  if (typeof value !== "string" || value.length > 4_000_000 || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** An object whose names are compared without case: exports write them as they please. */
export function lowered(value: unknown): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__proto__")
      .map(([key, one]) => [key.toLowerCase(), one]),
  );
}
