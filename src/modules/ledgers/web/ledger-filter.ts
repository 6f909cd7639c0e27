// What the URL of a list says: the filter, the order and the columns, by the names of the operation.
import type { Input } from "#core/contract.ts";
import type { ledgers } from "../contract.ts";

export type Filter = Omit<Input<typeof ledgers.countEntries>, "ledger" | "asOf">;
export type Url = Omit<Filter, "where"> & {
  where?: string | string[];
  sort?: string;
  columns?: string;
};

const named = [
  "search",
  "companyId",
  "divisionId",
  "class",
  "state",
  "withRetired",
  "standing",
  "isConflicting",
  "owner",
  "isWithoutRule",
  "isReviewOverdue",
  "isLacking",
  "label",
] as const;
export const viewNames = [...named, "where", "sort", "columns"];

/** One of a field is written as text in the URL, several as a list. */
export const whereOf = (url: Partial<Url>): string[] => (url.where === undefined ? [] : [url.where].flat());

export function filterOf(url: Partial<Url>): Filter {
  const plain = Object.fromEntries(
    named.flatMap((name) => {
      const value = url[name];
      return value === undefined || value === "" ? [] : [[name, name === "class" ? String(value) : value]];
    }),
  );
  const where = whereOf(url);
  return { ...plain, ...(where.length > 0 ? { where } : {}) } as Filter;
}

export const cleared: Partial<Record<keyof Url, undefined>> = Object.fromEntries(
  [...named, "where"].map((name) => [name, undefined]),
);

/** The words a filter on a field may take; `none` is what is not known. */
export const withField = (where: readonly string[], field: string, word: string | null): string[] => [
  ...where.filter((one) => !one.startsWith(`${field}:`)),
  ...(word === null ? [] : [`${field}:${word}`]),
];
