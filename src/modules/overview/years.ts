// Years beside each other: who was asked and with what result, in full and over the same controls.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { type Narrow, narrowed } from "#modules/figures/company-rows.ts";
import { pickedBasis, roundBefore, type RoundHead, yearsBeside } from "#modules/figures/rounds.ts";
import { sameControls, type SameControls, shownYears } from "#modules/figures/like-for-like.ts";
import type { YearRow } from "./trend/rules.ts";

type Row = YearRow & {
  /** Asked in every year that the trend of the same standard shows: who is compared like-for-like. */
  isAskedAlways: boolean;
};
type Compared = {
  of: readonly RoundHead[];
  /** How many years the trend shows. */
  years: number;
  sameControls: number | null;
  rows: Row[];
};

/**
 * Results of some rounds, a year and a company in a few bytes. A past year is what was locked, never what has expired
 * since; a correction after the lock stands beside it. Over the same controls a year is what is known of it now.
 *
 * @param all every round of the standard, newest first: the same controls are those of all years a trend shows.
 */
export async function comparedRounds(
  ctx: Ctx,
  all: readonly RoundHead[],
  { of, span = shownYears, ...narrow }: Narrow & { of: readonly RoundHead[]; span?: number },
): Promise<Compared> {
  const shown = all.slice(0, span);
  if (of.length === 0) return { of, years: shown.length, sameControls: null, rows: [] };
  const same = await sameControls(ctx, all, span);
  const compared = [...new Set([...shown, ...of].map((round) => round.id))];
  const { rows } = await sql<Row>`
    with always as materialized (select m.company_id from round_members m
      where m.round_id = any (${compared}::uuid[]) and m.is_in and ${narrowed(narrow)} and ${within(ctx, "m.company_id")}
      group by m.company_id having count(*) = ${compared.length})
    select m.company_id in (select company_id from always) as is_asked_always, m.round_id, m.company_id, m.tier, coalesce(v.result, 'not_known') as result, coalesce(v.is_provisional, true) as is_provisional,
      s.result as restated_result, ${percentOf("v")} as percent, ${percentOf("s")} as restated_percent,
      ${sameResult(same)} as same_result, ${samePercent(same)} as same_percent,
      coalesce(v.required_count, 0) as required, coalesce(v.na_count, 0) as na, coalesce(v.verified_count, 0) as verified, v.computed_at
    from round_members m
    left join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
    left join lateral (select x.* from inspection_results x where x.inspection_id = i.id
      and x.basis = any (${asReported}) order by array_position(${asReported}, x.basis) limit 1) v on true
    left join inspection_results s on s.inspection_id = i.id and s.basis = 'restated'
    ${keptSame(same)}
    where m.round_id = any (${of.map((round) => round.id)}::uuid[]) and m.is_in and ${narrowed(narrow)} and ${within(ctx, "m.company_id")}`.execute(
    ctx.db,
  );
  return { of, years: shown.length, sameControls: same ? same.controlIds.size : null, rows };
}

const asReported = sql`case when i.state = 'locked' then array['locked', 'live'] else ${pickedBasis("standing")} end`;
const pickedYear = sql`case when i.state = 'locked' then array['restated', 'locked', 'live'] else ${pickedBasis("standing")} end`;

const isOneEdition = (same: SameControls) => same.fromEditionId === same.toEditionId;

// Within one edition the controls are the same already. A company that was never opened is not known on any controls.
function sameResult(same: SameControls | null) {
  if (!same) return sql`null`;
  return isOneEdition(same)
    ? sql`coalesce(s.result, v.result, 'not_known')`
    : sql`case when i.id is null then 'not_known' else l.result end`;
}

const percentOf = (of: string) =>
  sql`floor(100.0 * ${sql.ref(`${of}.half_points`)} / (2 * nullif(${sql.ref(`${of}.weight`)}, 0)))::int`;

const samePercent = (same: SameControls | null) =>
  !same
    ? sql`null::int`
    : isOneEdition(same)
      ? sql`coalesce(${percentOf("s")}, ${percentOf("v")})`
      : percentOf("l");

const keptSame = (same: SameControls | null) =>
  !same || isOneEdition(same)
    ? sql``
    : sql`left join like_for_like_results l on l.inspection_id = i.id
        and l.from_edition_id = ${same.fromEditionId}::uuid and l.to_edition_id = ${same.toEditionId}::uuid`;

/**
 * Per company, how many points its score differs from last year's over the same controls. Empty where the editions have
 * none in common or the comparison is not kept yet.
 */
export async function changesSince(
  ctx: Ctx,
  all: readonly RoundHead[],
  round: RoundHead,
): Promise<Map<string, number>> {
  const before = roundBefore(all, round);
  const same = before ? await sameControls(ctx, yearsBeside(all, round)) : null;
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
