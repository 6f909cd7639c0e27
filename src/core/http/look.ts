// Which records a call was about, for what is recorded in full: the ids that it names, never what was looked for.
import type { Operation } from "../contract.ts";

const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
/** Of a list of records the first ones: it is told that there were more. */
const most = 20;

/** @returns ids by their names in the input, of lists the first and how many there are. */
export function aboutOf(
  { params, query, body }: Pick<Operation, "params" | "query" | "body">,
  input: unknown,
): Record<string, unknown> {
  const given = (input ?? {}) as Record<string, unknown>;
  const names = [params, query, body].flatMap((part) => Object.keys(part?.properties ?? {}));
  return Object.fromEntries(
    names.flatMap((name): [string, unknown][] => {
      const value = given[name];
      if (isId(value)) return [[name, value]];
      if (!Array.isArray(value) || !value.some(isId)) return [];
      return [[name, [...value.filter(isId).slice(0, most), value.length]]];
    }),
  );
}
