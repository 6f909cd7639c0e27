// The rows behind the numbers: companies of a round, and those that do not meet a mandatory control.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { oldestOf } from "#modules/figures/catalogue.ts";
import { type CompanyRow, companyRows } from "#modules/figures/company-rows.ts";
import { chosenRound, rounds } from "#modules/figures/rounds.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { percentShown, ratio } from "#modules/inspections/scoring/settle.ts";
import { narrowOf, titleIn } from "./board.ts";
import type { overview } from "./contract.ts";
import { divisionNames } from "./groups.ts";
import { gapsOf, isAmong, shareOf, type State } from "./rules.ts";

type In<K extends keyof typeof overview> = Input<(typeof overview)[K]>;
type Out<K extends keyof typeof overview> = Promise<Output<(typeof overview)[K]>>;
export type Row = Awaited<Out<"listCompanyResults">>["rows"][number];

const ratioOf = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const scoreOf = (company: CompanyRow) => (company.answeredCount > 0 ? (ratio(company) ?? -1) : -1);

type Order = (a: CompanyRow, b: CompanyRow) => number;
/** The rows come in the order of need; every other order keeps it among equals. */
const orders: Record<NonNullable<In<"listCompanyResults">["sort"]>, Order> = {
  need: () => 0,
  name: (a, b) => a.name.localeCompare(b.name),
  people: (a, b) => (b.workers ?? 0) - (a.workers ?? 0),
  score: (a, b) => scoreOf(a) - scoreOf(b),
  verified: (a, b) => ratioOf(a.verifiedCount, a.requiredCount) - ratioOf(b.verifiedCount, b.requiredCount),
};

/** The companies that a list of results counts, in its order. */
async function companiesAmong(ctx: Ctx, input: In<"exportCompanyResults">) {
  const round = chosenRound(await rounds(ctx), input.roundId);
  if (!round) return { round, companies: [] };
  const all = await companyRows(ctx, { round, basis: input.basis ?? "standing", ...narrowOf(input) });
  return {
    round,
    companies: all.filter((company) => isAmong(company, input)).sort(orders[input.sort ?? "need"]),
  };
}

/** All of them at once, for a file. */
export async function resultRows(ctx: Ctx, input: In<"exportCompanyResults">) {
  const { round, companies } = await companiesAmong(ctx, input);
  const names = await divisionNames(ctx, companies);
  return { round, rows: companies.map((company) => rowOf(company, names)) };
}

export async function listCompanyResults(
  ctx: Ctx,
  input: In<"listCompanyResults">,
): Out<"listCompanyResults"> {
  const { round, companies: those } = await companiesAmong(ctx, input);
  if (!round)
    return {
      roundId: null,
      fiscalYear: null,
      edition: null,
      total: 0,
      people: 0,
      dataAt: null,
      rows: [],
      next: null,
    };
  const from = input.after ? those.findIndex((company) => company.companyId === input.after) + 1 : 0;
  const page = those.slice(from, from + (input.limit ?? 200));
  const names = await divisionNames(ctx, page);
  return {
    roundId: round.id,
    fiscalYear: round.fiscalYear,
    edition: round.edition,
    total: those.length,
    people: those.reduce((sum, company) => sum + (company.workers ?? 0), 0),
    dataAt: oldestOf(those),
    rows: page.map((company) => rowOf(company, names)),
    next: from + page.length < those.length ? (page.at(-1)?.companyId ?? null) : null,
  };
}

const rowOf = (company: CompanyRow, names: ReadonlyMap<string, string>): Row => ({
  companyId: company.companyId,
  inspectionId: company.inspectionId,
  code: company.code,
  name: company.name,
  tier: company.tier,
  region: company.region,
  divisionName: company.divisionId ? (names.get(company.divisionId) ?? null) : null,
  people: company.workers ?? 0,
  result: company.result,
  isProvisional: company.isProvisional,
  percent: company.answeredCount > 0 ? percentShown(company) : null,
  halfPoints: company.halfPoints,
  weight: company.weight,
  state: company.state as State,
  answered: company.answeredCount,
  required: company.requiredCount,
  na: company.naCount,
  unknown: company.unknownCount,
  verified: company.verifiedCount,
  verifiedPercent: shareOf(company.verifiedCount, company.requiredCount),
  gaps: company.result === "not_known" ? 0 : company.mandatoryGaps.length,
  dueAt: company.dueAt,
  isOverdue: company.isOverdue,
  isLate: company.isLate,
  leftOn: company.leftOn,
});

export async function listMandatoryGaps(ctx: Ctx, input: In<"listMandatoryGaps">): Out<"listMandatoryGaps"> {
  const round = chosenRound(await rounds(ctx), input.roundId);
  if (!round) return { roundId: null, companies: 0, rows: [], having: [] };
  const book = await bookOf(ctx, round.editionId);
  const companies = await companyRows(ctx, { round, basis: input.basis ?? "standing", ...narrowOf(input) });
  const having =
    input.controlId === undefined
      ? []
      : companies.filter((company) => isAmong(company, { lacking: input.controlId }));
  return {
    roundId: round.id,
    companies: companies.length,
    rows: gapsOf(companies).map((gap) => ({
      ...gap,
      title: titleIn(ctx, book, gap.controlId),
      area: book.byId.get(gap.controlId)?.area ?? "",
    })),
    having: having.map((company) => ({
      ...company,
      people: company.workers ?? 0,
      state: company.state as State,
    })),
  };
}
