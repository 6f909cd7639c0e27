// Looking at a document of which nothing is certain yet.

export type Obj = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Obj =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of a list that are objects; nothing where there is no list. */
export const objects = (value: unknown): Obj[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const textOf = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;

export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
