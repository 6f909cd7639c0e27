// The divisions and what their companies do.
import divisions from "./data/divisions.json" with { type: "json" };
import { type Size, shared } from "./size.ts";

export type Division = {
  code: string;
  /** Companies in the full size. */
  full: number;
  /** en, ja, zh */
  names: string[];
  /** Whether its companies make things, or what else they do. */
  maker: boolean;
  industry?: string;
  /** Business lines: en, ja, ja as foreign companies write it, zh */
  lines: string[][];
};

const all = divisions as Division[];

export const divisionsOf = (size: Size): Division[] => all.slice(0, size.divisions);

export function divisionOf(code: string): Division {
  const division = all.find((one) => one.code === code);
  if (!division) throw new Error(`no division ${code}`);
  return division;
}

/** How many companies stand below each division; the parent company stands below the group itself. */
export function companiesPerDivision(size: Size): Record<string, number> {
  const companies = size.tiers.T1 + size.tiers.T2 + size.tiers.T3 + size.tiers.T4 - 1;
  const weights = Object.fromEntries(
    divisionsOf(size).map((division) => [division.code, division.full || 16]),
  );
  return shared(weights, companies);
}
