// What the URL of a list of unknown things says, by the names of the operation.
import type { Input } from "#core/contract.ts";
import type { ledgers } from "../contract.ts";

export type Filter = Input<typeof ledgers.countUnknowns>;
export type Url = Omit<Filter, "askId"> & { sort?: string };

const named = [
  "search",
  "companyId",
  "divisionId",
  "ledger",
  "sourceId",
  "likelyBy",
  "askedId",
  "facesInternet",
  "olderThan",
] as const;

export const filterOf = (url: Partial<Url>): Filter =>
  Object.fromEntries(
    named.flatMap((name) => {
      const value = url[name];
      if (value === undefined || value === "") return [];
      return [[name, name === "olderThan" ? Number(value) : value]];
    }),
  ) as Filter;

export const cleared: Partial<Record<keyof Url, undefined>> = Object.fromEntries(
  named.map((name) => [name, undefined]),
);
