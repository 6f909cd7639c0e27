// The overview of a round: the sentence, the groups, the funnel, who is late.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { figureOf, oldestOf } from "#modules/figures/catalogue.ts";
import { type CompanyRow, companyRows, type Narrow, narrowed } from "#modules/figures/company-rows.ts";
import { chosenRound, roundBefore, type RoundHead, rounds, yearsBeside } from "#modules/figures/rounds.ts";
import { sentBackBy } from "#modules/rounds/sent-back.ts";
import { type Book, bookOf, titleOf } from "#modules/inspections/book.ts";
import type { overview } from "./contract.ts";
import { divisionNames, groupsOf, viewsOf } from "./groups.ts";
import { countNotAsked } from "./not-asked.ts";
import { countsOf, funnelOf, gapsOf, isNotSubmitted, type State, total } from "./rules.ts";
import { compareYears } from "./trend/rules.ts";
import { comparedRounds } from "./years.ts";

type In<K extends keyof typeof overview> = Input<(typeof overview)[K]>;
type Out<K extends keyof typeof overview> = Promise<Output<(typeof overview)[K]>>;
type Overview = NonNullable<Output<typeof overview.getOverview>["overview"]>;

export async function getOverview(ctx: Ctx, input: In<"getOverview">): Out<"getOverview"> {
  const all = await rounds(ctx);
  const round = chosenRound(all, input.roundId);
  if (!round) return { rounds: all, overview: null };
  const basis = input.basis ?? "standing";
  const narrow = narrowOf(input);
  const book = await bookOf(ctx, round.editionId);
  const companies = await companyRows(ctx, { round, basis, parts: ["functions", "harms"], ...narrow });
  const divisions = await divisionNames(ctx, companies);
  return {
    rounds: all,
    overview: {
      round: roundShown(round, book),
      basis,
      boundary: boundaryOf(narrow, divisions),
      ...sentenceOf(companies),
      notAsked: await countNotAsked(ctx, round),
      // Other readings of this year have no counterpart in the last one.
      previous: basis === "standing" ? await yearBefore(ctx, all, round, narrow) : null,
      tiers: groupsOf(companies, "tier"),
      regions: groupsOf(companies, "region"),
      divisions: groupsOf(companies, "division", divisions),
      answers: answersOf(companies),
      funnel: funnelOf(companies),
      sentBack: companies.some((company) => company.state === "returned")
        ? await sentBackBy(ctx, round.id, sql`m.is_in and ${narrowed(narrow)}`)
        : [],
      ...lateOnes(companies),
      ...worstGaps(ctx, book, companies),
      harms: viewsOf(ctx, book, companies, "harms"),
      functions: viewsOf(ctx, book, companies, "functions"),
    },
  };
}

export const roundShown = (round: RoundHead, book: Book) => ({
  ...round,
  meetsFromPercent: book.rules.meetsFromPercent,
  seriousBelowPercent: book.rules.seriousBelowPercent,
});

export const narrowOf = ({ tier, region, division }: Narrow): Narrow => ({ tier, region, division });

export function titleIn(ctx: Ctx, book: Book, controlId: string): string {
  const control = book.byId.get(controlId);
  return control ? titleOf(control, ctx.language) : controlId;
}

const boundaryOf = (
  { tier, region, division }: Narrow,
  divisions: ReadonlyMap<string, string>,
): Overview["boundary"] => ({
  tier: tier ?? null,
  region: region ?? null,
  division: division ? (divisions.get(division) ?? division) : null,
});

/** The numbers that the page's first sentence and the line below it are made of. */
function sentenceOf(companies: readonly CompanyRow[]) {
  const met = figureOf("people_in_meeting", companies);
  return {
    companies: companies.length,
    people: met.denominator,
    peopleInMeeting: met.numerator,
    counts: countsOf(companies),
    provisional: companies.filter((company) => company.isProvisional).length,
    notSubmitted: companies.filter(isNotSubmitted).length,
    left: companies.filter((company) => company.leftOn !== null).length,
    dataAt: oldestOf(companies),
  };
}

/** Null in the first year, and where the year before has no companies in this part of the group. */
async function yearBefore(
  ctx: Ctx,
  all: readonly RoundHead[],
  round: RoundHead,
  narrow: Narrow,
): Promise<Overview["previous"]> {
  const before = roundBefore(all, round);
  if (!before) return null;
  const years = await comparedRounds(ctx, yearsBeside(all, round), { ...narrow, of: [round, before] });
  const then = years.rows.filter((row) => row.roundId === before.id);
  if (then.length === 0) return null;
  return {
    fiscalYear: before.fiscalYear,
    edition: before.edition,
    years: years.years,
    sameControls: years.sameControls ?? 0,
    ...compareYears(
      years.rows.filter((row) => row.roundId === round.id),
      then,
    ),
  };
}

const answersOf = (companies: readonly CompanyRow[]): Overview["answers"] => ({
  required: total(companies, (company) => company.requiredCount),
  answered: total(companies, (company) => company.answeredCount),
  na: total(companies, (company) => company.naCount),
  unknown: total(companies, (company) => company.unknownCount),
  declared: total(companies, (company) => company.declaredCount),
  documented: total(companies, (company) => company.documentedCount),
  measured: total(companies, (company) => company.measuredCount),
  verified: total(companies, (company) => company.verifiedCount),
});

const mostLate = 12;

function lateOnes(companies: readonly CompanyRow[]): Pick<Overview, "lateCount" | "late"> {
  const late = companies.filter((company) => company.isOverdue);
  const shown = late.toSorted(longestOverdueFirst).slice(0, mostLate);
  return {
    lateCount: late.length,
    late: shown.map((company) => ({
      companyId: company.companyId,
      inspectionId: company.inspectionId,
      name: company.name,
      tier: company.tier,
      state: company.state as State,
      dueOn: company.dueOn,
      timeZone: company.timeZone,
      answered: company.answeredCount,
      required: company.requiredCount,
    })),
  };
}

// Among those due at the same moment the largest tier first.
const longestOverdueFirst = (a: CompanyRow, b: CompanyRow) =>
  a.dueAt === b.dueAt ? compare(a.tier, b.tier) : compare(a.dueAt, b.dueAt);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const mostGaps = 6;

function worstGaps(
  ctx: Ctx,
  book: Book,
  companies: readonly CompanyRow[],
): Pick<Overview, "gaps" | "gapControls" | "mandatoryControls"> {
  const gaps = gapsOf(companies);
  return {
    gaps: gaps.slice(0, mostGaps).map((gap) => ({ ...gap, title: titleIn(ctx, book, gap.controlId) })),
    gapControls: gaps.length,
    mandatoryControls: book.controls.filter((control) => control.mandatory).length,
  };
}
