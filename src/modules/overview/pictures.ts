// Replies for pictures: many companies in few bytes.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { oldestOf } from "#modules/figures/catalogue.ts";
import { type CompanyRow, companyRows } from "#modules/figures/company-rows.ts";
import { chosenRound, rounds } from "#modules/figures/rounds.ts";
import { type Limits, type PartName, readingOfVerifiedPart } from "#modules/figures/verified-only.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { percentShown } from "#modules/inspections/scoring/settle.ts";
import { narrowOf } from "./board.ts";
import { type Column, columnsOf } from "./columns.ts";
import { type overview, resultOrder, stateOrder } from "./contract.ts";
import { divisionNames } from "./groups.ts";
import { changesSince } from "./years.ts";
import {
  countsOf,
  keyOf,
  medianOf,
  mostWithin,
  noGroup,
  partPercent,
  sharesOf,
  shortId,
  type State,
  weakestOf,
} from "./rules.ts";

type In<K extends keyof typeof overview> = Input<(typeof overview)[K]>;
type Out<K extends keyof typeof overview> = Promise<Output<(typeof overview)[K]>>;
const isReadable = (company: CompanyRow) => company.isReadable;

const nothing = {
  roundId: null,
  companies: 0,
  below: 0,
  meetsFromPercent: 0,
  seriousBelowPercent: 0,
  hasChange: false,
  isOverlapping: false,
  columns: [],
  weakest: null,
  groups: [],
};

export async function getHeatMap(ctx: Ctx, input: In<"getHeatMap">): Out<"getHeatMap"> {
  const all = await rounds(ctx);
  const round = chosenRound(all, input.roundId);
  if (!round) return nothing;
  const { by = "division", columns: part = "areas", basis = "standing" } = input;
  const book = await bookOf(ctx, round.editionId);
  const companies = await companyRows(ctx, { round, basis, parts: [part], ...narrowOf(input) });
  const columns = columnsOf(ctx, book, part);
  const change = await changesSince(ctx, all, round);
  const names = by === "division" ? await divisionNames(ctx, companies) : new Map<string, string>();
  const byGroup = [...Map.groupBy(companies, (company) => keyOf(company, by))].filter(
    ([key]) => input.open === undefined || input.open === key,
  );
  const rows = rowsToSend(byGroup, input, (company) => heatRow(company, { part, columns, change, book }));
  const groups = byGroup.map(([key, those], at) => ({
    key,
    name: names.get(key) ?? null,
    counts: countsOf(those),
    medians: columns.map((column) =>
      medianOf(those.filter(isReadable).map((company) => partPercent(company[part], column.id))),
    ),
    fold: foldOf(those.slice(firstOf(input) + (rows[at]?.length ?? 0))),
    rows: rows[at] ?? [],
  }));
  return {
    roundId: round.id,
    companies: companies.length,
    below: companies.filter((company) => company.result !== "meets").length,
    meetsFromPercent: book.rules.meetsFromPercent,
    seriousBelowPercent: book.rules.seriousBelowPercent,
    hasChange: change.size > 0,
    isOverlapping: part === "functions" || part === "harms",
    columns: columns.map(({ id, name, controls }) => ({ id, name, controls })),
    weakest: weakestOf(
      columns.map((column) => column.id),
      groups,
    ),
    groups: by === "tier" ? groups.sort((a, b) => (a.key < b.key ? -1 : 1)) : groups.sort(mostNeedFirst),
  };
}

const firstOf = ({ open, from = 0 }: In<"getHeatMap">) => (open === undefined ? 0 : from);

/** The rows of each group, as many as one reply carries: those below the standard, or all where they are asked for. */
function rowsToSend(
  byGroup: readonly (readonly [string, readonly CompanyRow[]])[],
  input: In<"getHeatMap">,
  rowOf: (company: CompanyRow) => unknown[],
): unknown[][][] {
  const isAll = input.show === "all" || input.open !== undefined;
  const rows = byGroup.map(([, those]) => {
    // In the order of need, so that those who meet the standard stand at the end.
    const wanted = isAll ? those.length : belowOf({ counts: countsOf(those) });
    return those.slice(firstOf(input), wanted).map(rowOf);
  });
  const most = mostWithin(
    rows.map((those) => those.map(weightOf)),
    rowBytes,
  );
  return rows.map((those) => those.slice(0, most));
}

// One reply stays within 100 KB: 12 KB are left for columns, groups and their medians.
const rowBytes = 88 * 1024;
const weightOf = (row: unknown[]) => Buffer.byteLength(JSON.stringify(row)) + 1;

/** Companies that are not sent until one asks for them: how many, how many of them meet, the lowest score there. */
function foldOf(hidden: readonly CompanyRow[]) {
  if (hidden.length === 0) return null;
  const scores = hidden.filter(isReadable).flatMap((company) => percentShown(company) ?? []);
  return {
    companies: hidden.length,
    meeting: hidden.filter((company) => company.result === "meets").length,
    lowest: scores.length === 0 ? null : Math.min(...scores),
  };
}

type Sized = { key: string; counts: readonly number[] };
// Companies directly below the group last; else the group with the most below the standard first.
const belowOf = ({ counts }: Pick<Sized, "counts">) => counts.slice(1).reduce((sum, count) => sum + count, 0);
const mostNeedFirst = (a: Sized, b: Sized) =>
  Number(a.key === noGroup) - Number(b.key === noGroup) || belowOf(b) - belowOf(a);

const gapMark = 1000;
const unknownMark = 2000;

type Drawn = {
  part: PartName;
  columns: readonly Column[];
  change: ReadonlyMap<string, number>;
  book: Book;
};

function heatRow(company: CompanyRow, { part, columns, change, book }: Drawn): unknown[] {
  const score = company.isReadable ? percentShown(company) : null;
  return [
    shortId(company.companyId),
    company.name,
    company.tier,
    company.workers ?? 0,
    resultOrder.indexOf(company.result),
    score,
    columns.map((column) => (company.isReadable ? cellOf(company, part, column, book.rules) : null)),
    score === null || company.result === "not_known" ? null : (change.get(company.companyId) ?? null),
    ...sharesBeside(company),
  ];
}

function sharesBeside(company: CompanyRow): number[] {
  const { answered, na, unknown, verified } = sharesOf({
    required: company.requiredCount,
    answered: company.answeredCount,
    na: company.naCount,
    unknown: company.unknownCount,
    verified: company.verifiedCount,
  });
  return [answered, na, unknown, verified];
}

function cellOf(company: CompanyRow, part: PartName, column: Column, limits: Limits): number | null {
  const percent = partPercent(company[part], column.id);
  if (percent === null) return null;
  const hasGap = company.mandatoryGaps.some((id) => column.mandatory.has(id));
  const claimed = company.claimed?.[part]?.[column.id];
  if (claimed && readingOfVerifiedPart(claimed, hasGap, limits) === "not_known") return percent + unknownMark;
  return percent + (hasGap ? gapMark : 0);
}

export async function getGroupMap(ctx: Ctx, input: In<"getGroupMap">): Out<"getGroupMap"> {
  const round = chosenRound(await rounds(ctx), input.roundId);
  if (!round)
    return {
      roundId: null,
      fiscalYear: null,
      companies: 0,
      people: 0,
      provisional: 0,
      dataAt: null,
      groups: [],
      rows: [],
    };
  const by = input.by ?? "division";
  const companies = await companyRows(ctx, { round, basis: input.basis ?? "standing", ...narrowOf(input) });
  const names = by === "division" ? await divisionNames(ctx, companies) : new Map<string, string>();
  const keys = [...new Set(companies.map((company) => keyOf(company, by)))];
  return {
    roundId: round.id,
    fiscalYear: round.fiscalYear,
    companies: companies.length,
    people: companies.reduce((sum, company) => sum + (company.workers ?? 0), 0),
    provisional: companies.filter((company) => company.isProvisional).length,
    dataAt: oldestOf(companies),
    groups: keys.map((key) => ({ key, name: names.get(key) ?? null })),
    rows: companies.map((company) => [
      shortId(company.companyId),
      company.name,
      keys.indexOf(keyOf(company, by)),
      company.tier,
      company.workers ?? 0,
      resultOrder.indexOf(company.result),
      company.isReadable ? percentShown(company) : null,
      stateOrder.indexOf(company.state as State),
      company.isProvisional ? 1 : 0,
      ...sharesBeside(company),
    ]),
  };
}
