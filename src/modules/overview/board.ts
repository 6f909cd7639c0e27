// The overview of a round: the sentence, the groups, the funnel, who is late.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { figureOf, oldestOf } from "#modules/figures/catalogue.ts";
import {
  chosenRound,
  type CompanyRow,
  companyRows,
  latestName,
  nameFor,
  type Narrow,
  type RoundHead,
  rounds,
} from "#modules/figures/company-rows.ts";
import { type Book, bookOf, titleOf } from "#modules/inspections/book.ts";
import { reaches } from "#modules/inspections/scoring/settle.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { overview } from "./contract.ts";
import { countNotAsked } from "./not-asked.ts";
import {
  compareYears,
  countsOf,
  funnelOf,
  gapsOf,
  type Grouping,
  keyOf,
  medianOf,
  noGroup,
  partPercent,
  pointsOf,
  type State,
} from "./rules.ts";
import { comparedRounds } from "./years.ts";

type In<K extends keyof typeof overview> = Input<(typeof overview)[K]>;
type Out<K extends keyof typeof overview> = Promise<Output<(typeof overview)[K]>>;
type Overview = NonNullable<Output<typeof overview.getOverview>["overview"]>;

export const roundShown = (round: RoundHead, book: Book) => ({
  ...round,
  meetsFromPercent: book.rules.meetsFromPercent,
  seriousBelowPercent: book.rules.seriousBelowPercent,
});

export async function getOverview(ctx: Ctx, input: In<"getOverview">): Out<"getOverview"> {
  const all = await rounds(ctx);
  const round = chosenRound(all, input.roundId);
  if (!round) return { rounds: all, overview: null };
  const basis = input.basis ?? "standing";
  const book = await bookOf(ctx, round.editionId);
  const narrow = narrowOf(input);
  const companies = await companyRows(ctx, { round, basis, parts: ["functions", "harms"], ...narrow });
  const years = await comparedRounds(ctx, all, { ...narrow, of: all.slice(all.indexOf(round)).slice(0, 2) });
  const before = years.of[1];
  const divisions = await divisionNames(ctx, companies);
  const gaps = gapsOf(companies);
  const late = companies.filter((company) => company.isOverdue);
  const met = figureOf("people_in_meeting", companies);
  return {
    rounds: all,
    overview: {
      round: roundShown(round, book),
      basis,
      boundary: {
        tier: narrow.tier ?? null,
        region: narrow.region ?? null,
        division: narrow.division ? (divisions.get(narrow.division) ?? narrow.division) : null,
      },
      companies: companies.length,
      people: met.denominator,
      peopleInMeeting: met.numerator,
      counts: countsOf(companies),
      provisional: companies.filter((company) => company.isProvisional).length,
      notSubmitted: companies.filter(
        (company) => company.state === "not_begun" || company.state === "answering",
      ).length,
      left: companies.filter((company) => company.leftOn !== null).length,
      notAsked: await countNotAsked(ctx, round),
      dataAt: oldestOf(companies),
      previous:
        // Other readings of this year have no counterpart in the last one.
        basis === "standing" && before && years.rows.some((row) => row.roundId === before.id)
          ? {
              fiscalYear: before.fiscalYear,
              edition: before.edition,
              sameControls: years.sameControls ?? 0,
              ...compareYears(
                years.rows.filter((row) => row.roundId === round.id),
                years.rows.filter((row) => row.roundId === before.id),
              ),
            }
          : null,
      tiers: groupsOf(companies, "tier"),
      regions: groupsOf(companies, "region"),
      divisions: groupsOf(companies, "division").map((group) => ({
        ...group,
        name: divisions.get(group.key) ?? null,
      })),
      answers: answersOf(companies),
      funnel: funnelOf(companies),
      lateCount: late.length,
      late: lateFirst(late)
        .slice(0, 12)
        .map((company) => ({
          ...company,
          state: company.state as State,
          answered: company.answeredCount,
          required: company.requiredCount,
        })),
      gaps: gaps.slice(0, 6).map((gap) => ({ ...gap, title: titleIn(ctx, book, gap.controlId) })),
      gapControls: gaps.length,
      mandatoryControls: book.controls.filter((control) => control.mandatory).length,
      harms: viewsOf(ctx, book, companies, "harms"),
      functions: viewsOf(ctx, book, companies, "functions"),
    },
  };
}

export const narrowOf = ({ tier, region, division }: Narrow): Narrow => ({ tier, region, division });

export function titleIn(ctx: Ctx, book: Book, controlId: string): string {
  const control = book.byId.get(controlId);
  return control ? titleOf(control, ctx.language) : controlId;
}

/** The names of the divisions that companies of a round stood below. */
export async function divisionNames(
  ctx: Ctx,
  companies: readonly CompanyRow[],
): Promise<Map<string, string>> {
  const ids = [...new Set(companies.flatMap((company) => company.divisionId ?? []))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select u.id, ${nameFor(ctx)} as name from units u ${latestName("u.id")} where u.id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Groups in a fixed order, so that a reader finds them again: tiers by name, others by size. */
function groupsOf(companies: readonly CompanyRow[], by: Grouping): Overview["tiers"] {
  const total = (those: readonly CompanyRow[], of: "verifiedCount" | "requiredCount") =>
    those.reduce((sum, one) => sum + one[of], 0);
  return [...Map.groupBy(companies, (company) => keyOf(company, by))]
    .map(([key, those]) => ({
      key,
      name: null,
      counts: countsOf(those),
      verified: total(those, "verifiedCount"),
      required: total(those, "requiredCount"),
      size: those.length,
    }))
    .sort((a, b) =>
      by === "tier"
        ? a.key < b.key
          ? -1
          : 1
        : Number(a.key === noGroup) - Number(b.key === noGroup) || b.size - a.size,
    );
}

function answersOf(companies: readonly CompanyRow[]): Overview["answers"] {
  const answers = {
    required: 0,
    answered: 0,
    na: 0,
    unknown: 0,
    declared: 0,
    documented: 0,
    measured: 0,
    verified: 0,
  };
  for (const name of Object.keys(answers) as (keyof typeof answers)[]) {
    for (const company of companies) answers[name] += company[`${name}Count`];
  }
  return answers;
}

// Longest overdue first; among those due the same day the largest tier first.
const lateFirst = (late: readonly CompanyRow[]) =>
  late.toSorted((a, b) =>
    a.dueAt === b.dueAt ? (a.tier < b.tier ? -1 : a.tier > b.tier ? 1 : 0) : a.dueAt < b.dueAt ? -1 : 1,
  );

/** How the companies stand in one harm or function. Tags overlap, so each view stands for itself with its n. */
function viewsOf(
  ctx: Ctx,
  book: Book,
  companies: readonly CompanyRow[],
  part: "harms" | "functions",
): Overview["harms"] {
  return book.frame[part].map(({ id, name }) => {
    const parts = companies.flatMap((company) => {
      const sums = company[part]?.[id];
      return company.isReadable && sums ? [sums] : [];
    });
    return {
      id,
      name: textIn(name, ctx.language),
      controls: book.controls.filter((control) => control[part].includes(id)).length,
      companies: parts.length,
      reaching: parts.filter((sums) => reaches(pointsOf(sums), book.rules.meetsFromPercent)).length,
      median: medianOf(parts.map((sums) => partPercent({ [id]: sums }, id))),
    };
  });
}
