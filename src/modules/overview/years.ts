// Years beside each other: who was asked and with what result, in full and over the same controls.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { type Narrow, narrowed } from "#modules/figures/company-rows.ts";
import { pickedBasis, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import { sameControls, type SameControls, shownYears } from "#modules/figures/like-for-like.ts";
import type { overview } from "./contract.ts";
import { type Changes, trendOf, type YearRow } from "./rules.ts";

type Compared = { of: readonly RoundHead[]; sameControls: number | null; rows: YearRow[] };

/**
 * Results of some rounds, a year and a company in a few bytes. A past year is what was locked (or restated), never what
 * has expired since.
 *
 * @param all every round, newest first: the same controls are those of all years a trend shows.
 */
export async function comparedRounds(
  ctx: Ctx,
  all: readonly RoundHead[],
  { of, ...narrow }: Narrow & { of: readonly RoundHead[] },
): Promise<Compared> {
  if (of.length === 0) return { of, sameControls: null, rows: [] };
  const same = await sameControls(ctx, all);
  const { rows } = await sql<YearRow>`
    select m.round_id, m.company_id, coalesce(v.result, 'not_known') as result, coalesce(v.is_provisional, true) as is_provisional,
      ${sameResult(same)} as same_result
    from round_members m
    left join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
    left join lateral (select x.result, x.is_provisional from inspection_results x where x.inspection_id = i.id
      and x.basis = any (${pickedYear}) order by array_position(${pickedYear}, x.basis) limit 1) v on true
    ${keptSame(same)}
    where m.round_id = any (${of.map((round) => round.id)}::uuid[]) and m.is_in and ${narrowed(narrow)} and ${within(ctx, "m.company_id")}`.execute(
    ctx.db,
  );
  return { of, sameControls: same ? same.controlIds.size : null, rows };
}

const pickedYear = sql`case when i.state = 'locked' then array['restated', 'locked', 'live'] else ${pickedBasis("standing")} end`;

const isOneEdition = (same: SameControls) => same.fromEditionId === same.toEditionId;

// Within one edition the controls are the same already. A company that was never opened is not known on any controls.
function sameResult(same: SameControls | null) {
  if (!same) return sql`null`;
  return isOneEdition(same)
    ? sql`coalesce(v.result, 'not_known')`
    : sql`case when i.id is null then 'not_known' else l.result end`;
}

const keptSame = (same: SameControls | null) =>
  !same || isOneEdition(same)
    ? sql``
    : sql`left join like_for_like_results l on l.inspection_id = i.id
        and l.from_edition_id = ${same.fromEditionId}::uuid and l.to_edition_id = ${same.toEditionId}::uuid`;

export async function getTrend(
  ctx: Ctx,
  input: Input<typeof overview.getTrend>,
): Promise<Output<typeof overview.getTrend>> {
  const all = await rounds(ctx);
  const { tier, region, division } = input;
  const years = await comparedRounds(ctx, all, {
    tier,
    region,
    division,
    of: all.slice(0, shownYears).reverse(),
  });
  const changes = await changesOf(
    ctx,
    years.of.map((year) => year.editionId),
  );
  return {
    sameControls: years.sameControls,
    ...trendOf(
      years.of.map((year) => ({ ...year, changes: changes.get(year.editionId) ?? null })),
      years.rows,
    ),
  };
}

/**
 * Per company, how many points its score differs from last year's over the same controls. Empty where the editions have
 * none in common or the comparison is not kept yet.
 */
export async function changesSince(
  ctx: Ctx,
  all: readonly RoundHead[],
  round: RoundHead,
): Promise<Map<string, number>> {
  const before = all[all.indexOf(round) + 1];
  const same = before ? await sameControls(ctx, all) : null;
  if (!before || !same) return new Map();
  const { rows } = await sql<{ companyId: string; change: number }>`
    with score as (${scoresOf(same, [round.id, before.id])})
    select now.company_id, (now.percent - before.percent)::int as change
    from score now join score before on before.company_id = now.company_id and before.round_id = ${before.id}::uuid
    where now.round_id = ${round.id}::uuid and ${within(ctx, "now.company_id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.companyId, row.change]));
}

const scoresOf = (same: SameControls, roundIds: readonly string[]) =>
  isOneEdition(same)
    ? sql`select distinct on (i.id) i.company_id, i.round_id, floor(100.0 * x.half_points / (2 * nullif(x.weight, 0))) as percent
        from inspections i join inspection_results x on x.inspection_id = i.id and x.basis = any (${pickedYear})
        where i.round_id = any (${roundIds}::uuid[]) order by i.id, array_position(${pickedYear}, x.basis)`
    : sql`select l.company_id, l.round_id, floor(100.0 * l.half_points / (2 * nullif(l.weight, 0))) as percent
        from like_for_like_results l where l.round_id = any (${roundIds}::uuid[])
          and l.from_edition_id = ${same.fromEditionId}::uuid and l.to_edition_id = ${same.toEditionId}::uuid`;

/** What each edition changed in the one before it. */
async function changesOf(ctx: Ctx, editionIds: readonly string[]): Promise<Map<string, Changes>> {
  const { rows } = await sql<Changes & { editionId: string }>`
    select edition_id, count(*) filter (where change = 'new')::int as added,
      count(*) filter (where change = 'withdrawn')::int as withdrawn, count(*) filter (where change = 'changed')::int as changed
    from edition_changes where edition_id = any (${[...new Set(editionIds)]}::uuid[]) group by edition_id`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ editionId, ...counts }) => [editionId, counts]));
}
