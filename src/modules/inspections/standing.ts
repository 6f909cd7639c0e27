// The current standing beside the result: recomputed when the last day of a proof has passed, without anybody acting
// (T-12). The locked result stays as it is; only the standing says "evidence expired".
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, openDuties } from "#modules/duties/service.ts";
import { bookOf } from "./book.ts";
import { permissions } from "./contract.ts";
import { answersOfMany, dayOfVisit, type InspectionState, type SeenAnswer } from "./loading.ts";
import { asSeen } from "./otherwise-seen.ts";
import { sumsForm } from "./scoring/kept-sums.ts";
import { scoreInspection } from "./scoring/score.ts";
import { type Computed, type ResultToKeep, keepResults } from "./results.ts";
import { visitCountsUntil } from "./scoring/evidence-days.ts";
import type { ScopeAnswers } from "./scoring/rule-book.ts";

type Due = {
  id: string;
  roundId: string;
  companyId: string;
  editionId: string;
  tier: string;
  state: InspectionState;
  before: string | null;
  expiredBefore: number | null;
  leftOn: string | null;
  scope: ScopeAnswers;
};

export const standingsAtOnce = 40;

/** Of every company and standard the inspection of the newest round that it has handed in: what it owes now says nothing yet. */
const handedInLast = sql`select distinct on (i.company_id, e.standard) i.* from inspections i join rounds r on r.id = i.round_id
  join editions e on e.id = i.edition_id
  where i.submitted_at is not null order by i.company_id, e.standard, r.fiscal_year desc, r.opens_on desc, i.id desc`;

/**
 * A result bears the moment at which its transaction began: one that began before a standing was computed may have been kept
 * after. So what moved shortly before is looked at once more.
 */
const longestTransaction = "1 minute";

/**
 * Inspections that were handed in, where the standing is not of today's truth: none yet, a
 * proof has run out or a visit grown too old since, answers were judged anew since, or its sums are of an older form.
 */
async function due(ctx: Ctx, limit: number, only: string | null): Promise<Due[]> {
  const countedOn = sql`(s.computed_at at time zone (select time_zone from group_settings))::date`;
  const { rows } = await sql<Due>`
    with visits as materialized (
      select e.id as edition_id, t ->> 'id' as tier, (t ->> 'onSiteAuditEveryYears')::int as years
      from editions e cross join jsonb_array_elements(e.frame -> 'tiers') t where t ? 'onSiteAuditEveryYears'
    )
    select n.id, n.round_id, n.company_id, n.edition_id, n.tier, n.state, n.left_on, s.result as before, s.expired_count as expired_before,
      coalesce((select jsonb_object_agg(x.condition, x.is_true) from scope_answers x where x.inspection_id = n.id), '{}') as scope
    from (${handedInLast}) n
    left join inspection_results s on s.inspection_id = n.id and s.basis = 'standing'
    left join visits v on v.edition_id = n.edition_id and v.tier = n.tier
    left join inspection_results live on live.inspection_id = n.id and live.basis = 'live'
    where n.state not in ('not_begun', 'answering') and ${
      only
        ? sql`n.id = ${only}::uuid`
        : sql`(s.inspection_id is null or s.sums_form < ${sumsForm} or live.computed_at > s.computed_at
      or live.computed_at > s.computed_at - ${longestTransaction}::interval and s.computed_at < app_now() - ${longestTransaction}::interval
      or exists (
      select 1 from evidence_uses u where u.inspection_id = n.id and u.valid_until < group_today()
        and u.valid_until >= ${countedOn})
      or exists (select from answers a where a.inspection_id = n.id and (
        a.backed_by is not null and (a.backing_at > s.computed_at or a.backed_until < group_today() and a.backed_until >= ${countedOn})
        or a.assurance = 'verified' and ${dayOfVisit("a")} + make_interval(years => v.years) < group_today()
          and ${dayOfVisit("a")} + make_interval(years => v.years) >= ${countedOn}))
      or exists (select from seen_on_site q cross join lateral findings_carrying(q.company_id, 'control:' || q.control_id) c
        join findings f on f.id = c.finding_id
        where q.inspection_id = n.id and q.verdict <> q.said_verdict and f.state = 'closed' and f.closed_at > s.computed_at))`
    }
    order by n.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** @returns how many were recomputed; as many as `limit` means that more may be due. */
export async function keepStandings(ctx: Ctx, limit = standingsAtOnce): Promise<number> {
  // A newer one was handed in since: the older is history, and its locked result stands for it.
  await sql`delete from inspection_results s where s.basis = 'standing'
    and not exists (select from (${handedInLast}) n where n.id = s.inspection_id)`.execute(ctx.db);
  // What it raised ends with it: the newer inspection is asked for proof of its own.
  await sql`update duties d set state = 'done', closed_at = app_now(), next_at = null where d.kind = ${renewal} and d.state = 'open'
    and not exists (select from inspection_results s where s.inspection_id = d.subject_id and s.basis = 'standing')`.execute(
    ctx.db,
  );
  const stale = await due(ctx, limit, null);
  await renew(ctx, stale);
  return stale.length;
}

/** The standing of one inspection, at once: fresh proof was given after the lock. */
export async function renewStanding(ctx: Ctx, inspectionId: string): Promise<void> {
  await renew(ctx, await due(ctx, 1, inspectionId));
}

async function renew(ctx: Ctx, stale: readonly Due[]): Promise<void> {
  if (stale.length === 0) return;
  const given = await answersOfMany(
    ctx,
    stale.map((one) => one.id),
  );
  const answers = await asSeen(ctx, given);
  const results: ResultToKeep[] = [];
  for (const one of stale)
    results.push({ inspection: one, ...(await standingOf(ctx, one, answers.get(one.id) ?? [])) });
  await keepResults(ctx, "standing", results);
  await keepRenewals(ctx, stale, results);
  await recordEach(
    ctx,
    "inspection.standing_changed",
    stale.flatMap((one, index) => {
      const score = results[index]?.score;
      if (!score || one.before === null) return [];
      if (score.result === one.before && score.counts.expired === one.expiredBefore) return [];
      const expired = score.settled
        .filter((each) => each.reading === "expired")
        .map((each) => each.controlId);
      return [
        {
          subject: { kind: "inspection", id: one.id, companyId: one.companyId },
          data: { before: one.before, result: score.result, expired },
        },
      ];
    }),
  );
}

const renewal = "evidence.renew";
/** Days to bring fresh proof for what has run out. */
const daysToRenew = 30;

/**
 * Only the standing raises duties (domain.md, mechanism 7): one per company however much has run out, for as long as
 * something has, whatever year it began in. Proof can be given while the company has its inspection in hand and after the lock.
 */
async function keepRenewals(
  ctx: Ctx,
  stale: readonly Due[],
  results: readonly ResultToKeep[],
): Promise<void> {
  const expired = stale.filter((_, index) => (results[index]?.score.counts.expired ?? 0) > 0);
  const asked = expired.filter(
    (one) => one.leftOn === null && (one.state === "locked" || one.state === "returned"),
  );
  const { rows } = await sql<{ id: string }>`select d.subject_id as id from duties d
    where d.subject_id = any (${asked.map((one) => one.id)}::uuid[]) and d.kind = ${renewal} and d.state = 'open'`.execute(
    ctx.db,
  );
  const open = new Set(rows.map((row) => row.id));
  await openDuties(
    ctx,
    asked
      .filter((one) => !open.has(one.id))
      .map((one) => ({
        kind: renewal,
        subjectKind: "inspection",
        subjectId: one.id,
        companyId: one.companyId,
        permission: permissions.answer,
        dueOn: addDays(ctx.today, daysToRenew),
      })),
  );
  const renewed = stale.filter((one) => !expired.includes(one)).map((one) => one.id);
  if (renewed.length > 0) await closeEach(ctx, renewed, renewal);
}

async function standingOf(ctx: Ctx, one: Due, answers: readonly SeenAnswer[]): Promise<Computed> {
  const isConfirmed = one.state === "confirmed" || one.state === "locked";
  const book = (await bookOf(ctx, one.editionId)).rules;
  const input = {
    book,
    tier: one.tier,
    scope: one.scope,
    answers: answers.map((answer) => ({
      ...answer,
      verifiedUntil: answer.seenOn && visitCountsUntil(book, one.tier, answer.seenOn),
    })),
    stage: { isSubmitted: true, isConfirmed, isDueReached: true },
  };
  const standingOn = ctx.today;
  return {
    score: scoreInspection({ ...input, options: { standingOn } }),
    verified: scoreInspection({ ...input, options: { standingOn, countOnly: "verified" } }),
  };
}
