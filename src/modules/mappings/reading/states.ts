// What each company of a round answered on each control, as readings need it: two statements for any number of companies.
import type { Ctx } from "#core/context.ts";
import { type CompanyRow, companyRows, type Narrow } from "#modules/figures/company-rows.ts";
import type { RoundHead } from "#modules/figures/rounds.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { answersOfMany, scopesOf } from "#modules/inspections/loading.ts";
import { type Applicable, applicableControls } from "#modules/inspections/scoring/applicable.ts";
import type { ScopeAnswers, ScoredAnswer } from "#modules/inspections/scoring/rule-book.ts";
import { type Options, settle } from "#modules/inspections/scoring/settle.ts";
import { keptStates, packed, resultVersions, statesFrom } from "./kept.ts";
import { type ControlState, stateOf, type States } from "./rules.ts";
import { mapInTurns } from "./turns.ts";

/** @property mark moves when anything moves that the states were read from. */
export type Answered = CompanyRow & { states: States; mark: string };

export async function answeredBy(
  ctx: Ctx,
  round: RoundHead,
  which: Narrow & { companyId?: string },
): Promise<{ book: Book; companies: Answered[] }> {
  const book = await bookOf(ctx, round.editionId);
  const rows = await companyRows(ctx, { round, basis: "standing", ...which });
  const ids = rows.flatMap((row) => row.inspectionId ?? []);
  const versions = ids.length > 0 ? await resultVersions(ctx, ids) : new Map<string, string>();
  const marked = rows.map((row) => ({
    ...row,
    mark: markOf(ctx, round, row, versions.get(row.inspectionId ?? "")),
  }));
  const stale = marked.filter(
    (row) => row.inspectionId !== null && !keptStates.get(row.inspectionId, row.mark),
  );
  const staleIds = stale.flatMap((row) => row.inspectionId ?? []);
  const scopes = staleIds.length > 0 ? await scopesOf(ctx, staleIds) : new Map();
  // Of a company that has not handed in, no answer is good or bad yet.
  const read = stale.flatMap((row) => (row.isReadable && row.inspectionId ? [row.inspectionId] : []));
  const answers = read.length > 0 ? await answersOfMany(ctx, read) : new Map();
  return {
    book,
    companies: await mapInTurns(marked, (row) => {
      const id = row.inspectionId;
      const given = { scope: scopes.get(id ?? "") ?? {}, answers: answers.get(id ?? "") ?? [] };
      const work = () => statesOf(book, row, given, isOfToday(round, row) ? { standingOn: ctx.today } : {});
      // Without an inspection nothing says of which edition it is.
      const codes =
        id === null ? work() : (keptStates.get(id, row.mark) ?? keptStates.keep(id, row.mark, work()));
      return { ...row, states: statesFrom(book, codes) };
    }),
  };
}

/** After the lock a proof expires by the day alone. A year that is history is read as it was locked (figures/rounds.ts). */
const isOfToday = (round: RoundHead, row: CompanyRow) => row.state === "locked" && round.isNewest;

const markOf = (ctx: Ctx, round: RoundHead, row: CompanyRow, version: string | undefined) =>
  [
    row.inspectionId,
    row.tier,
    row.state,
    row.isReadable,
    version,
    isOfToday(round, row) ? ctx.today : "",
  ].join(" ");

function statesOf(
  book: Book,
  row: CompanyRow,
  { scope, answers }: { scope: ScopeAnswers; answers: readonly ScoredAnswer[] },
  options: Options,
): Uint8Array {
  const given = new Map(answers.map((answer) => [answer.controlId, answer]));
  return packed(
    book,
    applicableControls(book.rules, row.tier, scope).map((one) => [
      one.control.id,
      controlState(one, given.get(one.control.id), options),
    ]),
  );
}

/** What is only recommended counts where it was answered; where it was not, nobody asked for it. */
export function controlState(
  asked: Applicable,
  answer: ScoredAnswer | undefined,
  options: Options,
): ControlState {
  if (asked.demand === "not_asked") return asked.because === "scope_false" ? "not_applicable" : "not_asked";
  if (asked.demand === "recommended" && !answer) return "not_asked";
  return stateOf(settle(asked, answer, options).reading);
}
