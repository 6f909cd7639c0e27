// What an overview says of companies: counts, medians, comparisons. Pure; rows come from figures/company-rows.ts.
import { percentDown, percentUp } from "#core/text/shares.ts";
import type { KeptPart, KeptSums } from "#modules/inspections/scoring/kept-sums.ts";
import { type Points, percentShown } from "#modules/inspections/scoring/settle.ts";
import { resultOrder, stateOrder } from "./contract.ts";

export type Result = (typeof resultOrder)[number];
export type State = (typeof stateOrder)[number];
export type Grouping = "division" | "tier" | "region";
type Sums = KeptSums;

/** For companies that stand directly below the group, or whose region nobody knows. */
export const noGroup = "-";

export type Placed = { tier: string; region: string | null; divisionId: string | null };

export const keyOf = (company: Placed, by: Grouping): string =>
  by === "tier" ? company.tier : ((by === "region" ? company.region : company.divisionId) ?? noGroup);

export function countsOf(companies: readonly { result: Result }[]): number[] {
  return resultOrder.map((result) => companies.filter((company) => company.result === result).length);
}

/** A median over fewer companies would tell what a single one has. */
export const fewestPeers = 5;

/** Never a mean of companies. The lower of the two middles, so that the median is a company's real score. */
export function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}

/** A part of a score as per cent, rounded down; null where no control of it counts. */
export function partPercent(sums: Sums | undefined, id: string): number | null {
  const part = sums?.[id];
  return part ? percentShown(pointsOf(part)) : null;
}

export type Known = { required: number; answered: number; na: number; unknown: number; verified: number };

/**
 * What stands beside a score of many companies: the sums of one part of each. Null as soon as one was kept before these
 * were: nothing known of it is not none of it.
 */
export function knownIn(parts: readonly KeptPart[]): Known | null {
  const known: Known = { required: 0, answered: 0, na: 0, unknown: 0, verified: 0 };
  for (const [, , n, answered, , , na, unknown, verified] of parts) {
    if (na === undefined || unknown === undefined || verified === undefined) return null;
    known.required += n + na;
    known.answered += answered + na;
    known.na += na;
    known.unknown += unknown;
    known.verified += verified;
  }
  return known;
}

export const total = <T>(of: readonly T[], number: (one: T) => number): number =>
  of.reduce((sum, one) => sum + number(one), 0);

/** A share in whole per cent, rounded down so that nothing is rounded up to all. */
export const shareOf = (part: number, whole: number): number => percentDown(part, whole) ?? 0;

export type Shares = { answered: number; na: number; unknown: number; verified: number };

/** In whole per cent: what is good is rounded down, what is left out or not known rounded up, so that none of it hides. */
export const sharesOf = ({ required, answered, na, unknown, verified }: Known): Shares => ({
  answered: shareOf(answered, required),
  na: percentUp(na, required) ?? 0,
  unknown: percentUp(unknown, required) ?? 0,
  verified: shareOf(verified, required),
});

export const isNotSubmitted = ({ state }: { state: string }): boolean =>
  state === "not_begun" || state === "answering";

export const pointsOf = ([halfPoints, weight]: KeptPart): Points => ({ halfPoints, weight });

/** Where the companies of a round are; locked ones have been confirmed. Every state has its line, empty ones too. */
export function funnelOf(
  companies: readonly { state: string; changedAt: string | null; leftOn: string | null }[],
) {
  const staying = companies.filter((company) => company.leftOn === null);
  return stateOrder.map((state) => {
    const those = staying.filter((company) => company.state === state);
    const moments = those.flatMap((company) => company.changedAt ?? []).sort();
    return { state, companies: those.length, oldestAt: moments[0] ?? null };
  });
}

type Sorted = Gapped & {
  state: string;
  isProvisional: boolean;
  isOverdue: boolean;
  leftOn: string | null;
  name: string;
  code: string;
};
export type Among = {
  result?: Result | "below" | undefined;
  state?: State | "not_submitted" | undefined;
  provisional?: "yes" | undefined;
  overdue?: "yes" | undefined;
  left?: "yes" | undefined;
  lacking?: string | undefined;
  search?: string | undefined;
};

/** Whether a company is one of those that a number counts; the same conditions that counted it. */
export function isAmong(company: Sorted, want: Among): boolean {
  const said = want.search?.trim().toLowerCase();
  return (
    (want.result === undefined ||
      (want.result === "below" ? company.result !== "meets" : company.result === want.result)) &&
    (want.state === undefined ||
      (want.state === "not_submitted"
        ? isNotSubmitted(company)
        : company.state === want.state && company.leftOn === null)) &&
    (want.provisional === undefined || company.isProvisional) &&
    (want.overdue === undefined || company.isOverdue) &&
    (want.left === undefined || company.leftOn !== null) &&
    (want.lacking === undefined ||
      (company.result !== "not_known" && company.mandatoryGaps.includes(want.lacking))) &&
    (!said || `${company.code} ${company.name}`.toLowerCase().includes(said))
  );
}

export type Gapped = { result: Result; workers: number | null; mandatoryGaps: readonly string[] };

/**
 * Mandatory controls by the companies that do not meet them, most first. Companies of which nothing is known lack every
 * control; they are counted as not known, not here.
 */
export function gapsOf(
  companies: readonly Gapped[],
): { controlId: string; companies: number; people: number }[] {
  const gaps = new Map<string, { companies: number; people: number }>();
  for (const company of companies) {
    if (company.result === "not_known") continue;
    for (const controlId of company.mandatoryGaps) {
      const gap = gaps.get(controlId) ?? { companies: 0, people: 0 };
      gaps.set(controlId, { companies: gap.companies + 1, people: gap.people + (company.workers ?? 0) });
    }
  }
  return [...gaps]
    .map(([controlId, gap]) => ({ controlId, ...gap }))
    .sort((a, b) => b.companies - a.companies || b.people - a.people || (a.controlId < b.controlId ? -1 : 1));
}

/** The column that is lowest in most groups; null when none stands out in at least half of them. */
export function weakestOf(
  columns: readonly string[],
  groups: readonly { medians: readonly (number | null)[] }[],
) {
  const lowest = groups.flatMap(({ medians }) => {
    const known = medians.filter((median) => median !== null);
    const least = Math.min(...known);
    const at = medians.flatMap((median, index) => (median === least ? [index] : []));
    return known.length > 1 && at.length === 1 ? [at[0] ?? 0] : [];
  });
  const counts = columns.map((id, index) => ({
    id,
    groups: lowest.filter((at) => at === index).length,
    of: groups.length,
  }));
  const top = counts.sort((a, b) => b.groups - a.groups)[0];
  return top && top.groups * 2 >= groups.length && top.groups > 0 ? top : null;
}

/** The most rows that each of these groups may show, so that all rows shown weigh no more than `budget` together. */
export function mostWithin(groups: readonly (readonly number[])[], budget: number): number {
  const longest = Math.max(0, ...groups.map((weights) => weights.length));
  let left = budget;
  for (let shown = 0; shown < longest; shown += 1) {
    left -= groups.reduce((sum, weights) => sum + (weights[shown] ?? 0), 0);
    if (left < 0) return shown;
  }
  return longest;
}

/** UUIDs in 22 characters instead of 36, where a reply lists a thousand of them. */
export function shortId(uuid: string): string {
  const bytes = uuid.replaceAll("-", "").match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((pair) => Number.parseInt(pair, 16))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}

export function longId(short: string): string {
  const hex = [...atob(short.replaceAll("-", "+").replaceAll("_", "/"))]
    .map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

type Kept = { computedAt: string };

/**
 * Whether a standing says how a company stands today: proof that ran out since counts in it alone (T-12). Until it is
 * recomputed after an answer, which takes a moment, the result that is kept with the answer is newer.
 */
export const isOfToday = (standing: Kept | undefined, live: Kept | undefined, state: string): boolean =>
  standing !== undefined && (state === "locked" || !live || standing.computedAt >= live.computedAt);
