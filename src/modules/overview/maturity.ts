// How mature the controls are, where the edition asks for it: distribution, median and lowest, never a mean (domain.md).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { narrowed } from "#modules/figures/company-rows.ts";
import { type Basis, chosenRound, pickedBasis, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import {
  type AreaMaturity,
  type Maturity,
  type Spread,
  spreadOf,
} from "#modules/inspections/scoring/maturity.ts";
import { textIn } from "#modules/standards/edition.ts";
import { narrowOf } from "./board.ts";
import type { overview } from "./contract.ts";
import { total } from "./rules.ts";

type In = Input<typeof overview.getMaturity>;
type Shown = Output<typeof overview.getMaturity>["maturity"];

export async function getMaturity(ctx: Ctx, input: In): Promise<Output<typeof overview.getMaturity>> {
  const round = chosenRound(await rounds(ctx), input.roundId);
  if (!round) return { roundId: null, companies: 0, saying: 0, maturity: null };
  const book = await bookOf(ctx, round.editionId);
  const basis = input.basis ?? "standing";
  const companies = await saidBy(ctx, round, basis, input);
  const levels = basis === "verified" ? "verified" : "levels";
  const said = companies.filter((one) =>
    Object.values(one.areas).some((area) => total(area[levels], (count) => count) > 0),
  );
  return {
    roundId: round.id,
    companies: companies.length,
    saying: said.length,
    maturity: maturityShown(
      ctx,
      book,
      companies.map((one) => one.areas),
      levels,
    ),
  };
}

type Areas = Readonly<Record<string, AreaMaturity>>;

/** One distribution over all the companies given. Null where nobody is asked. */
export function maturityShown(
  ctx: Ctx,
  book: Book,
  companies: readonly Areas[],
  levels: "levels" | "verified" = "levels",
): Shown {
  const areas = book.frame.areas.flatMap(({ id, name }) => {
    const those = companies.flatMap((company) => company[id] ?? []);
    const spread = spreadOf(those.map((area) => area[levels]));
    const asked = total(those, (area) => area.asked);
    const given = total(spread.distribution, (count) => count);
    return asked === 0 ? [] : [{ id, name: textIn(name, ctx.language), asked, given, ...shown(spread) }];
  });
  if (areas.length === 0) return null;
  return {
    asked: total(areas, (area) => area.asked),
    given: total(areas, (area) => area.given),
    all: shown(spreadOf(areas.map((area) => area.distribution))),
    areas,
  };
}

const shown = ({ distribution, ...rest }: Spread) => ({ ...rest, distribution: [...distribution] });

/** What is kept of the companies that are asked; of a row kept before it was by area, nothing. */
async function saidBy(
  ctx: Ctx,
  round: RoundHead,
  basis: Basis,
  input: In,
): Promise<Pick<Maturity, "areas">[]> {
  const picked = pickedBasis(basis, round.isNewest);
  const { rows } = await sql<{ areas: Areas }>`
    select v.maturity -> 'areas' as areas
    from round_members m join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
    join lateral (select x.maturity from inspection_results x where x.inspection_id = i.id and x.basis = any (${picked})
      order by array_position(${picked}, x.basis) limit 1) v on v.maturity -> 'areas' is not null
    where m.round_id = ${round.id}::uuid and m.is_in and ${narrowed(narrowOf(input))} and ${within(ctx, "m.company_id")}`.execute(
    ctx.db,
  );
  return rows;
}
