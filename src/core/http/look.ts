// Which records a call was about, for what is recorded in full: the ids that it names, never what was looked for.
import type { Operation } from "../contract.ts";

const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

/** @returns ids by their names in the input, and the company among them: null where none is named. */
export function aboutOf(
  operation: Pick<Operation, "params" | "query">,
  input: unknown,
): { companyId: string | null } & Record<string, string | null> {
  const names = [
    ...Object.keys(operation.params?.properties ?? {}),
    ...Object.keys(operation.query?.properties ?? {}),
  ];
  const given = (input ?? {}) as Record<string, unknown>;
  const ids = names.flatMap((name) => (isId(given[name]) ? [[name, given[name]] as const] : []));
  return { companyId: null, ...Object.fromEntries(ids) };
}
