// Many companies at once (group_view of the edition): counts and shares, never a mean without the lowest ten beside it.
import type { Result } from "./rule-book.ts";
import { type Points, ratio } from "./settle.ts";

export type CompanyResult = {
  readonly companyId: string;
  readonly tier: string;
  readonly region: string;
  readonly divisionId: string;
  readonly result: Result;
  readonly points: Points;
  readonly mandatoryGaps: readonly string[];
};

export type ResultCounts = Readonly<Record<Result, number>> & {
  /** Every company asked, those that answered nothing among them. */
  readonly n: number;
  readonly shares: Readonly<Record<Result, number>>;
};

export type GroupSummary = {
  readonly all: ResultCounts;
  readonly byTier: Readonly<Record<string, ResultCounts>>;
  readonly byRegion: Readonly<Record<string, ResultCounts>>;
  readonly byDivision: Readonly<Record<string, ResultCounts>>;
  /** Mandatory controls by the number of companies with a gap, most first. */
  readonly worstMandatoryGaps: readonly { readonly controlId: string; readonly companies: number }[];
  /** A mean of companies only together with the lowest ten; null when no company has a score. */
  readonly mean: {
    readonly ratio: number;
    readonly n: number;
    readonly lowestTen: readonly CompanyResult[];
  } | null;
};

export const resultOrder = ["meets", "improve", "serious", "not_known"] as const satisfies readonly Result[];

export function groupSummary(results: readonly CompanyResult[]): GroupSummary {
  return {
    all: countResults(results),
    byTier: grouped(results, (one) => one.tier),
    byRegion: grouped(results, (one) => one.region),
    byDivision: grouped(results, (one) => one.divisionId),
    worstMandatoryGaps: gapsOf(results),
    mean: meanOf(results),
  };
}

export function countResults(results: readonly { readonly result: Result }[]): ResultCounts {
  const counts: Record<Result, number> = { meets: 0, improve: 0, serious: 0, not_known: 0 };
  for (const { result } of results) counts[result] += 1;
  const n = results.length;
  const share = (one: Result) => (n === 0 ? 0 : counts[one] / n);
  const shares = {
    meets: share("meets"),
    improve: share("improve"),
    serious: share("serious"),
    not_known: share("not_known"),
  };
  return { ...counts, n, shares };
}

function grouped(
  results: readonly CompanyResult[],
  keyOf: (one: CompanyResult) => string,
): Record<string, ResultCounts> {
  const groups = Map.groupBy(results, keyOf);
  return Object.fromEntries([...groups].map(([key, those]) => [key, countResults(those)]));
}

function gapsOf(results: readonly CompanyResult[]): GroupSummary["worstMandatoryGaps"] {
  const companies = new Map<string, number>();
  for (const id of results.flatMap((one) => one.mandatoryGaps))
    companies.set(id, (companies.get(id) ?? 0) + 1);
  return [...companies]
    .map(([controlId, n]) => ({ controlId, companies: n }))
    .sort((a, b) => b.companies - a.companies || (a.controlId < b.controlId ? -1 : 1));
}

function meanOf(results: readonly CompanyResult[]): GroupSummary["mean"] {
  const scored = results
    .flatMap((company) => {
      const score = ratio(company.points);
      return score === null ? [] : [{ company, score }];
    })
    .sort((a, b) => a.score - b.score);
  if (scored.length === 0) return null;
  const mean = scored.reduce((sum, one) => sum + one.score, 0) / scored.length;
  return { ratio: mean, n: scored.length, lowestTen: scored.slice(0, 10).map((one) => one.company) };
}
