import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within, withinBound } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { conflict, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { askToStop } from "#core/jobs/order.ts";
import { type jobs, permissions } from "./contract.ts";

type In<K extends keyof typeof jobs> = Input<(typeof jobs)[K]>;
type Out<K extends keyof typeof jobs> = Promise<Output<(typeof jobs)[K]>>;
type Row = Output<typeof jobs.getJob>;

export async function getJob(ctx: Ctx, input: In<"getJob">): Out<"getJob"> {
  const rows = await jobRows(await under(ctx, permissions.read), sql`j.id = ${input.id}::uuid`, 1);
  return found(rows[0], "job");
}

export async function listJobs(ctx: Ctx, input: In<"listJobs">): Out<"listJobs"> {
  const limit = input.limit ?? 50;
  // By the id alone: a moment loses its microseconds on the way, and jobs of one millisecond would be left out.
  const after = input.after;
  const wanted = sql.join(
    [
      sql`true`,
      ...(input.state ? [sql`j.state = ${input.state}`] : []),
      ...(input.subjectId ? [sql`j.subject_id = ${input.subjectId}::uuid`] : []),
      ...(after
        ? [sql`(j.created_at, j.id) < (select x.created_at, x.id from jobs x where x.id = ${after}::uuid)`]
        : []),
    ],
    sql` and `,
  );
  const rows = await jobRows(await under(ctx, permissions.read), wanted, limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last?.id ?? null };
}

/** Of one's own jobs those that this way in reaches: a bound session's of its company, a program's those it ordered. */
const ofBound = (ctx: Ctx) =>
  sql`${withinBound(ctx, (companyId) => sql`j.bound_to = ${companyId}::uuid`)} and ${
    ctx.locks.application && ctx.actor.accessToken
      ? sql`j.token_id = ${ctx.actor.accessToken.id}::uuid`
      : sql`true`
  }`;

/** Own jobs, and those of the companies that job.read reaches; names come from the day of today. */
async function jobRows(ctx: Ctx, wanted: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with reach as (
      select s.reach from standing_of(${ctx.actor.personId}::uuid, ${permissions.stop}) s
    )
    select j.id, j.kind, j.state, j.done, j.total, j.company_id, n.name as company_name, j.subject_id,
      case when p.id is null then null else
        jsonb_build_object('id', p.id, 'familyName', p.family_name, 'givenName', p.given_name) end as ordered_by,
      coalesce(j.ordered_by = ${ctx.actor.personId}::uuid, false) as is_mine,
      j.state in ('queued', 'running') and (coalesce(j.ordered_by = ${ctx.actor.personId}::uuid, false)
        or (select reach from reach) = 'group') as may_stop,
      j.cancel_asked_at as stop_asked_at, j.outcome, j.problem, j.created_at, j.started_at, j.finished_at
    from jobs j
    left join unit_names n on n.unit_id = j.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    left join people p on p.id = j.ordered_by
    where (j.ordered_by = ${ctx.actor.personId}::uuid and ${ofBound(ctx)} or ${within(ctx, "j.company_id")}) and ${wanted}
    order by j.created_at desc, j.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function cancelJob(ctx: Ctx, input: In<"cancelJob">): Out<"cancelJob"> {
  const job = await getJob(ctx, { id: input.id });
  if (!["queued", "running"].includes(job.state)) throw conflict("job.ended_already");
  const scoped = job.isMine ? ctx : await under(ctx, permissions.stop);
  if (!job.isMine && scoped.reach !== "group") throw notFound("job");
  const state = await askToStop(scoped, input.id);
  if (!state) throw conflict("job.ended_already");
  await record(scoped, "job.stop_asked", {
    subject: { kind: "job", id: job.id, companyId: job.companyId },
    data: { job: job.kind, subjectId: job.subjectId, state },
  });
  return { id: job.id, state };
}
