// What years beside each other say, and where they must be read with care. Pure (T-10, T-13).
import { percentDown } from "#core/text/shares.ts";
import { type Caution, cautions } from "../contract/words.ts";
import type { Result } from "../rules.ts";

/** A company's result in a year, and over the controls that all years shown ask alike; null where that is not kept yet. */
export type Meeting = { companyId: string; result: Result; sameResult: Result | null };

const meetingIn = (rows: readonly Meeting[]) => rows.filter((row) => row.result === "meets").length;
/** Null as soon as one of them is not judged: a part would be read as the whole. */
const sameMeetingIn = (rows: readonly Meeting[]) =>
  rows.some((row) => row.sameResult === null)
    ? null
    : rows.filter((row) => row.sameResult === "meets").length;

/**
 * Last year beside this year, in full and like-for-like. Like-for-like it is the trend's population: whoever was asked in
 * all years that it shows, so that one page cannot say four more and the other three.
 */
export function compareYears(now: readonly Compared[], then: readonly Compared[]) {
  const [sameNow, sameThen] = [now, then].map((rows) => rows.filter((row) => row.isAskedAlways));
  return {
    companies: then.length,
    meets: meetingIn(then),
    sameCompanies: sameThen?.length ?? 0,
    sameMeetsNow: sameMeetingIn(sameNow ?? []),
    sameMeetsThen: sameMeetingIn(sameThen ?? []),
  };
}

type Compared = Meeting & { isAskedAlways: boolean };

export type YearRow = Meeting & {
  roundId: string;
  tier: string;
  isProvisional: boolean;
  /** What a correction after the lock says; it stands beside what was reported. */
  restatedResult: Result | null;
  percent: number | null;
  restatedPercent: number | null;
  samePercent: number | null;
  required: number;
  na: number;
  verified: number;
  computedAt: string | null;
};
export type Changes = { added: number; withdrawn: number; changed: number };
export type YearHead = {
  id: string;
  fiscalYear: number;
  edition: string;
  editionId: string;
  changes: Changes | null;
  /** Companies of the group that the round left out, with reasons. */
  leftOut: number;
};

const sum = (rows: readonly YearRow[], of: (row: YearRow) => number) =>
  rows.reduce((all, row) => all + of(row), 0);

/** @param years oldest first */
export function trendOf(years: readonly YearHead[], rows: readonly YearRow[]) {
  const byYear = years.map(
    (year) => new Map(rows.filter((row) => row.roundId === year.id).map((row) => [row.companyId, row])),
  );
  const [first = new Map<string, YearRow>(), ...later] = byYear;
  const always = new Set([...first.keys()].filter((id) => later.every((year) => year.has(id))));
  return {
    sameCompanies: always.size,
    years: years.map((year, index) => {
      const those = [...(byYear[index]?.values() ?? [])];
      const before = byYear[index - 1];
      const isNewEdition = index > 0 && years[index - 1]?.editionId !== year.editionId;
      const restated = those.filter((row) => row.restatedResult !== null);
      return {
        roundId: year.id,
        fiscalYear: year.fiscalYear,
        edition: year.edition,
        isImported: false,
        isNewEdition,
        changes: isNewEdition ? year.changes : null,
        companies: those.length,
        scoreOnly: 0,
        leftOut: year.leftOut,
        meets: meetingIn(those),
        sameMeets: sameMeetingIn(those.filter((row) => always.has(row.companyId))),
        restated: restated.length,
        restatedMeets:
          restated.length === 0
            ? null
            : meetingIn(those.map((row) => ({ ...row, result: row.restatedResult ?? row.result }))),
        joined: before ? those.filter((row) => !before.has(row.companyId)).length : 0,
        left: before ? [...before.keys()].filter((id) => !byYear[index]?.has(id)).length : 0,
        provisional: those.filter((row) => row.isProvisional).length,
        required: sum(those, (row) => row.required),
        na: sum(those, (row) => row.na),
        verified: sum(those, (row) => row.verified),
        dataAt: those.reduce<string | null>(
          (oldest, { computedAt }) =>
            computedAt !== null && (oldest === null || computedAt < oldest) ? computedAt : oldest,
          null,
        ),
      };
    }),
  };
}

/** A share in tenths of a per cent, rounded down. Null of nothing. */
export const tenthsDown = (part: number, whole: number): number | null => percentDown(part, whole, 1);

export type Point = { full: number | null; same: number | null; isImported: boolean };

/**
 * Which way the last year went. Only the like-for-like series may say up or down: what an edition, joiners or leavers
 * did to the number in full is no progress. Imported years are no point to compare with. The differences are those of the
 * numbers as they are shown, rounded down: whoever subtracts one from the other finds the same.
 */
export function findingOf(points: readonly Point[]) {
  const [before, last] = points.filter((one) => !one.isImported).slice(-2);
  if (!before || !last) return { way: "first" as const, same: null, full: null };
  const moved = (of: "full" | "same") =>
    last[of] === null || before[of] === null ? null : Math.round((last[of] - before[of]) * 10) / 10;
  const [same, full] = [moved("same"), moved("full")];
  if (same === null) return { way: "onlyFull" as const, same, full };
  return { way: same > 0 ? ("up" as const) : same < 0 ? ("down" as const) : ("level" as const), same, full };
}

/** An imported year with fewer companies than the first year kept here asked: its share is not one of the group. */
export function isPartial(year: Counted, years: readonly Counted[]): boolean {
  const first = years.find((one) => !one.isImported);
  return year.isImported && first !== undefined && year.companies < first.companies;
}

type Counted = { companies: number; isImported: boolean };

export const fewest = 5;

type Careful = Pick<
  ReturnType<typeof trendOf>["years"][number],
  "isNewEdition" | "companies" | "leftOut" | "na" | "required" | "restated" | "provisional" | "isImported"
>;

/** Why these years must be read with care: each pitfall that is in them, once. */
export function cautionsOf(years: readonly Careful[]): Caution[] {
  const kept = years.filter((year) => !year.isImported);
  const pairs = kept.slice(1).map((year, index) => [kept[index] as Careful, year] as const);
  const isOn: Record<Caution, boolean> = {
    edition: kept.some((year) => year.isNewEdition),
    // More were left out than a year before: a share over fewer companies may rise by that alone.
    shrunk: pairs.some(([then, now]) => now.leftOut > then.leftOut),
    // Answers "not applicable" grew by two points or more of what is asked: they leave the score's denominator.
    na: pairs.some(([then, now]) => naShare(now) - naShare(then) >= 2),
    few: kept.some((year) => year.companies > 0 && year.companies < fewest),
    restated: kept.some((year) => year.restated > 0),
    provisional: kept.some((year) => year.provisional > 0),
    imported: years.some((year) => year.isImported),
    partial: years.some((year) => isPartial(year, years)),
  };
  return cautions.filter((one) => isOn[one]);
}

const naShare = ({ na, required }: Careful) => (required === 0 ? 0 : (100 * na) / required);
