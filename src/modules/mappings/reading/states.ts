// What each company of a round answered on each control, as readings need it: two statements for any number of companies.
import type { Ctx } from "#core/context.ts";
import { type CompanyRow, companyRows, type Narrow } from "#modules/figures/company-rows.ts";
import type { RoundHead } from "#modules/figures/rounds.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { answersOfMany, scopesOf } from "#modules/inspections/loading.ts";
import { type Applicable, applicableControls } from "#modules/inspections/scoring/applicable.ts";
import type { ScoredAnswer } from "#modules/inspections/scoring/rule-book.ts";
import { type Options, settle } from "#modules/inspections/scoring/settle.ts";
import { type ControlState, stateOf } from "./rules.ts";
import { mapInTurns } from "./turns.ts";

export type Answered = CompanyRow & { states: ReadonlyMap<string, ControlState> };

export async function answeredBy(
  ctx: Ctx,
  round: RoundHead,
  which: Narrow & { companyId?: string },
): Promise<{ book: Book; companies: Answered[] }> {
  const book = await bookOf(ctx, round.editionId);
  const rows = await companyRows(ctx, { round, basis: "standing", ...which });
  const ids = rows.flatMap((row) => row.inspectionId ?? []);
  const scopes = ids.length > 0 ? await scopesOf(ctx, ids) : new Map();
  // Of a company that has not handed in, no answer is good or bad yet.
  const read = rows.flatMap((row) => (row.isReadable && row.inspectionId ? [row.inspectionId] : []));
  const answers = read.length > 0 ? await answersOfMany(ctx, read) : new Map();
  return {
    book,
    companies: await mapInTurns(rows, (row) => {
      const given = new Map<string, ScoredAnswer>(
        (answers.get(row.inspectionId ?? "") ?? []).map((answer: ScoredAnswer) => [answer.controlId, answer]),
      );
      const asked = applicableControls(book.rules, row.tier, scopes.get(row.inspectionId ?? "") ?? {});
      const options: Options = row.state === "locked" ? { standingOn: ctx.today } : {};
      return {
        ...row,
        states: new Map(
          asked.map((one) => [one.control.id, controlState(one, given.get(one.control.id), options)]),
        ),
      };
    }),
  };
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
