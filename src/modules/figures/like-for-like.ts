// Lent to later modules.
// Years beside each other over the same controls only. Where the edition changed between them, each inspection is judged
// once more over the controls that ask the same in all of them; kept by timed work, so that no reader counts answers.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { bookOver, type ScopeAnswers, type ScoredAnswer } from "#modules/inspections/scoring/rule-book.ts";
import { type InspectionScore, scoreInspection } from "#modules/inspections/scoring/score.ts";
import { type RoundHead, rounds, yearsBeside } from "./rounds.ts";

/** How many years a trend shows, and so how many editions are compared at once: as a rule the first, on demand the last. */
export const spans = [5, 10] as const;
export const [shownYears] = spans;

/** What the years shown have in common: first and last edition, and the controls that ask the same in all between. */
export type SameControls = { fromEditionId: string; toEditionId: string; controlIds: ReadonlySet<string> };

/** Null where the first edition is not an ancestor of the last: then nothing may be compared. */
export async function sameControls(
  ctx: Ctx,
  all: readonly RoundHead[],
  span: number = shownYears,
): Promise<SameControls | null> {
  const [last, first] = [all[0], all.slice(0, span).at(-1)];
  if (!first || !last) return null;
  const ends = { fromEditionId: first.editionId, toEditionId: last.editionId };
  if (first.editionId === last.editionId)
    return { ...ends, controlIds: new Set((await bookOf(ctx, last.editionId)).byId.keys()) };
  const { rows } = await sql<{ controlId: string }>`
    with recursive line as (
      select id, previous_id from editions where id = ${last.editionId}::uuid
      union select e.id, e.previous_id from line join editions e on e.id = line.previous_id where line.id <> ${first.editionId}::uuid)
    select c.control_id from line join edition_changes c on c.edition_id = line.id
    where line.id <> ${first.editionId}::uuid and c.change in ('unchanged', 'reworded') and exists (select from line where id = ${first.editionId}::uuid)
    group by c.control_id having count(*) = (select count(*) - 1 from line)`.execute(ctx.db);
  return rows.length === 0 ? null : { ...ends, controlIds: new Set(rows.map((row) => row.controlId)) };
}

/** @property seen the moment of the kept result that its answers belong to, as the database writes it. */
type Stale = Judged & { roundId: string; companyId: string; seen: string };

const atOnce = 50;

/**
 * Judges anew what has changed since, at most some inspections at a time.
 *
 * @returns true when more is waiting.
 */
export async function refreshLikeForLike(ctx: Ctx, most = atOnce): Promise<boolean> {
  const all = await rounds(ctx);
  // Also the years up to one that is still being answered: it may be chosen.
  const lasts = all.filter(
    (round, at) => round.isNewest || all.findIndex((one) => one.standard === round.standard) === at,
  );
  for (const last of lasts)
    for (const span of spans)
      if (await refreshSpan(ctx, yearsBeside(all, last).slice(0, span), span, most)) return true;
  return false;
}

async function refreshSpan(
  ctx: Ctx,
  years: readonly RoundHead[],
  span: number,
  most: number,
): Promise<boolean> {
  const same = await sameControls(ctx, years, span);
  if (!same || same.fromEditionId === same.toEditionId) return false;
  const stale = await staleOnes(ctx, years, same, most);
  if (stale.length === 0) return false;
  const judged = [...(await judgedOver(ctx, same, stale))].map(([one, { result, points }]) => ({
    inspection_id: one.id,
    round_id: one.roundId,
    company_id: one.companyId,
    result,
    ...written(points),
    computed_at: one.seen,
  }));
  await sql`
    insert into like_for_like_results (inspection_id, from_edition_id, to_edition_id, round_id, company_id, result, half_points, weight, computed_at)
    select x.inspection_id, ${same.fromEditionId}::uuid, ${same.toEditionId}::uuid, x.round_id, x.company_id, x.result, x.half_points, x.weight, x.computed_at
    from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb)
      as x(inspection_id uuid, round_id uuid, company_id uuid, result text, half_points int, weight int, computed_at timestamptz)
    on conflict (inspection_id, from_edition_id, to_edition_id) do update set result = excluded.result,
      half_points = excluded.half_points, weight = excluded.weight, computed_at = excluded.computed_at`.execute(
    ctx.db,
  );
  return stale.length === most;
}

type Judged = { id: string; tier: string; state: string; isDueReached: boolean };

/** Inspections judged over the same controls only. */
export async function judgedOver<One extends Judged>(
  ctx: Ctx,
  same: SameControls,
  inspections: readonly One[],
): Promise<Map<One, InspectionScore>> {
  const ids = inspections.map((one) => one.id);
  const [scopes, answers] = [await scopesOf(ctx, ids), await answersOf(ctx, ids)];
  const { rules } = await bookOf(ctx, same.toEditionId);
  const book = bookOver(rules, same.controlIds);
  return new Map(
    inspections.map((one) => [
      one,
      scoreInspection({
        book,
        tier: one.tier,
        scope: scopes.get(one.id) ?? {},
        answers: answers.get(one.id) ?? [],
        stage: {
          isSubmitted: one.state !== "not_begun" && one.state !== "answering",
          isConfirmed: one.state === "confirmed" || one.state === "locked",
          isDueReached: one.isDueReached,
        },
      }),
    ]),
  );
}

const written = ({ halfPoints, weight }: { halfPoints: number; weight: number }) => ({
  half_points: halfPoints,
  weight,
});

/**
 * Inspections whose kept result is another than the one that was judged over the same controls, or of which nothing is.
 * Another, not a younger one: a result bears the moment at which its transaction began, and may be kept long after.
 */
async function staleOnes(
  ctx: Ctx,
  years: readonly RoundHead[],
  same: SameControls,
  most: number,
): Promise<Stale[]> {
  const { rows } = await sql<Stale>`
    select i.id, i.round_id, i.company_id, i.tier, i.state, i.due_on < group_today() as is_due_reached, k.seen::text
    from inspections i
    cross join lateral (select coalesce(max(x.computed_at), 'epoch') as seen from inspection_results x
      where x.inspection_id = i.id and x.basis in ('live', 'locked', 'restated')) k
    left join like_for_like_results l on l.inspection_id = i.id
      and l.from_edition_id = ${same.fromEditionId}::uuid and l.to_edition_id = ${same.toEditionId}::uuid
    where i.round_id = any (${years.map((year) => year.id)}::uuid[]) and l.computed_at is distinct from k.seen
    order by i.id limit ${most}`.execute(ctx.db);
  return rows;
}

async function scopesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ScopeAnswers>> {
  const { rows } = await sql<{ inspectionId: string; answers: ScopeAnswers }>`
    select inspection_id, jsonb_object_agg(condition, is_true) as answers from scope_answers
    where inspection_id = any (${ids}::uuid[]) group by inspection_id`.execute(ctx.db);
  return new Map(rows.map((row) => [row.inspectionId, row.answers]));
}

async function answersOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ScoredAnswer[]>> {
  const { rows } = await sql<ScoredAnswer & { inspectionId: string }>`
    select inspection_id, control_id, verdict, assurance, na_is_allowed from answers
    where inspection_id = any (${ids}::uuid[])`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}
