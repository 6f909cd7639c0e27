// Lent to later modules.
// Something made for many companies of a round at once: an order with an item a company, worked off by a job. Workbooks and pages
// to sign are made so; each kind has its two tables, and beside an item what was made for it.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import type { JobKind } from "#core/jobs/job.ts";
import { orderJob } from "#core/jobs/order.ts";

export type BatchKind = {
  /** The tables of orders and of their items. */
  orders: string;
  items: string;
  /** As refusals call it. */
  name: string;
  job: Pick<JobKind, "kind" | "permission">;
  refusals: { working: string; done: string };
};

/** Of inspection `i`: whether its company stands below the division in its round. */
export const below = (divisionId: string | undefined): RawBuilder<boolean> =>
  divisionId
    ? sql`exists (select from round_members q where q.round_id = i.round_id and q.company_id = i.company_id and q.division_id = ${divisionId}::uuid)`
    : sql`true`;

/** The facts `f` of today of the company of inspection `i`. */
export const factsOfToday = sql`left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())`;

/** Whoever ordered batch `b`; the group's own desk sees them all. */
const mine = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" ? sql`true` : sql`b.ordered_by = ${ctx.actor.personId}::uuid`;

type Listed = {
  id: string;
  orderedAt: string;
  orderedByName: string | null;
  jobId: string | null;
  jobState: string | null;
  companies: number;
};

/** The latest orders of a round. @param counts what is counted of the items `x` beside how many companies there are. */
export async function batchesOfRound<Counts>(
  ctx: Ctx,
  kind: BatchKind,
  roundId: string,
  counts: RawBuilder<unknown>,
): Promise<(Listed & Counts)[]> {
  const { rows } = await sql<Listed & Counts>`
    select b.id, b.ordered_at, ${nameOfPerson(ctx.language, "p")} as ordered_by_name, b.job_id, j.state as job_state,
      count(x.position)::int as companies, ${counts}
    from (select * from ${sql.table(kind.orders)} b where b.round_id = ${roundId}::uuid and ${mine(ctx)} order by b.ordered_at desc limit 50) b
    left join ${sql.table(kind.items)} x on x.batch_id = b.id and ${within(ctx, "x.company_id")}
    left join jobs j on j.id = b.job_id left join people p on p.id = b.ordered_by
    group by b.id, b.ordered_at, b.job_id, p.id, j.state order by b.ordered_at desc`.execute(ctx.db);
  return rows;
}

/**
 * An order with its items, by the codes of their companies. @param which of inspections `i` of round `r` with facts `f`.
 * @returns how many there are; none ends the order where it is refused.
 */
export async function orderBatch(
  ctx: Ctx,
  kind: BatchKind,
  roundId: string,
  which: RawBuilder<boolean>,
  most: number,
): Promise<{ id: string; count: number }> {
  const made = await sql<{ id: string }>`
    insert into ${sql.table(kind.orders)} (round_id, ordered_by) select r.id, ${ctx.actor.personId}::uuid from rounds r
    where r.id = ${roundId}::uuid returning id`.execute(ctx.db);
  const { id } = found(made.rows[0], "round");
  const { numAffectedRows } = await sql`
    insert into ${sql.table(kind.items)} (batch_id, position, ordered_by, company_id, inspection_id)
    select ${id}::uuid, row_number() over (order by u.code), ${ctx.actor.personId}::uuid, i.company_id, i.id
    from inspections i join rounds r on r.id = i.round_id join units u on u.id = i.company_id ${factsOfToday}
    where i.round_id = ${roundId}::uuid and ${which} and ${within(ctx, "i.company_id")}
    order by u.code limit ${most}`.execute(ctx.db);
  return { id, count: Number(numAffectedRows ?? 0n) };
}

export async function beginBatch(ctx: Ctx, kind: BatchKind, id: string, total: number): Promise<string> {
  const jobId = await orderJob(ctx, kind.job, { subjectId: id, total });
  await sql`update ${sql.table(kind.orders)} set job_id = ${jobId}::uuid where id = ${id}::uuid`.execute(
    ctx.db,
  );
  return jobId;
}

type Batch = {
  id: string;
  roundName: string;
  jobState: string | null;
  companies: number;
  waiting: number;
  issued: number;
};

export async function batchInScope(ctx: Ctx, kind: BatchKind, id: string): Promise<Batch> {
  const { rows } = await sql<Batch>`
    select b.id, r.name as round_name, (select j.state from jobs j where j.id = b.job_id) as job_state, n.*
    from ${sql.table(kind.orders)} b join rounds r on r.id = b.round_id
    cross join lateral (select count(*)::int as companies, count(*) filter (where x.state = 'waiting')::int as waiting,
        count(*) filter (where x.state = 'issued')::int as issued
      from ${sql.table(kind.items)} x where x.batch_id = b.id and ${within(ctx, "x.company_id")}) n
    where b.id = ${id}::uuid and ${mine(ctx)}`.execute(ctx.db);
  return found(rows[0], kind.name);
}

/** Takes up an order where its work was stopped. */
export async function goOnWithBatch(
  ctx: Ctx,
  kind: BatchKind,
  id: string,
): Promise<{ id: string; jobId: string }> {
  // Held, so that of two who take it up at once the second finds it taken.
  await sql`select from ${sql.table(kind.orders)} b where b.id = ${id}::uuid and ${mine(ctx)} for update`.execute(
    ctx.db,
  );
  const batch = await batchInScope(ctx, kind, id);
  if (batch.jobState === "queued" || batch.jobState === "running") throw conflict(kind.refusals.working);
  if (batch.waiting === 0) throw conflict(kind.refusals.done);
  return { id, jobId: await beginBatch(ctx, kind, id, batch.companies) };
}
