// What is put into words only where the reader's language is known: a place in a file, the name of a field. Plain data, so that
// it also goes from thread to thread.

export type Say = (key: string, values?: Record<string, unknown>) => string;

/** A text of the catalogues, whose values may be such texts themselves; or several in a row. */
export type Told =
  | { readonly key: string; readonly values?: Readonly<Record<string, unknown>> }
  | { readonly all: readonly (Told | string)[]; readonly between: string };

const isTold = (value: unknown): value is Told =>
  typeof value === "object" && value !== null && ("key" in value || ("all" in value && "between" in value));

export function inWords(told: Told | string, say: Say): string {
  if (typeof told === "string") return told;
  if ("all" in told) return told.all.map((one) => inWords(one, say)).join(told.between);
  return say(told.key, told.values && valuesInWords(told.values, say));
}

export const valuesInWords = (values: Readonly<Record<string, unknown>>, say: Say): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isTold(value) ? inWords(value, say) : value]),
  );
