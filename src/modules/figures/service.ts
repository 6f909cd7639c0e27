import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { figuresOf } from "./catalogue.ts";
import { companyRows } from "./company-rows.ts";
import { chosenRound, rounds } from "./rounds.ts";
import type { figures } from "./contract.ts";
import { workFigures } from "./work.ts";

export async function listFigures(
  ctx: Ctx,
  input: Input<typeof figures.listFigures>,
): Promise<Output<typeof figures.listFigures>> {
  const basis = input.basis ?? "standing";
  const round = chosenRound(await rounds(ctx), input.roundId);
  const work = await workFigures(ctx);
  if (!round) return { roundId: null, fiscalYear: null, edition: null, basis, rows: [], work };
  const rows = figuresOf(await companyRows(ctx, { round, basis }));
  return { roundId: round.id, fiscalYear: round.fiscalYear, edition: round.edition, basis, rows, work };
}
