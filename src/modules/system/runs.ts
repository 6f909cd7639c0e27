// Lent to later modules.
// What is kept of backups, drills and restores: a row for the page, an event for the trail.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";

export type RunKind = "backup" | "drill" | "restore";
export type Outcome = {
  takenAt: string;
  rows: number;
  contents: number;
  contentBytes: number;
  sizeBytes: number;
  lost: number;
};

const verbs = { backup: "backup.made", drill: "backup.drilled", restore: "backup.restored" } as const;

export async function beginRun(
  ctx: Ctx,
  run: { kind: RunKind; place: string; isTimed: boolean },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into backup_runs (kind, place, is_timed)
    values (${run.kind}, ${run.place.slice(0, 1000)}, ${run.isTimed}) returning id`.execute(ctx.db);
  return rows[0]?.id ?? "";
}

/** A run that was ended already (by a look that took it for dead) stays as it is. */
export async function endRun(ctx: Ctx, id: string, outcome: Outcome): Promise<void> {
  const { rows } = await sql<{
    kind: RunKind;
  }>`update backup_runs set state = 'done', problem = null, finished_at = now(),
      taken_at = ${outcome.takenAt}::timestamptz, row_count = ${outcome.rows}, content_count = ${outcome.contents},
      content_bytes = ${outcome.contentBytes}, size_bytes = ${outcome.sizeBytes}, lost_count = ${outcome.lost}
    where id = ${id}::uuid and state = 'running' returning kind`.execute(ctx.db);
  const kind = rows[0]?.kind;
  if (!kind) return;
  await record(ctx, verbs[kind], {
    subject: { kind: "backup", id, companyId: null },
    data: { takenAt: outcome.takenAt, rows: outcome.rows, files: outcome.contents, lost: outcome.lost },
  });
}

/** @param problem a code with words in the catalogues: `backup.problem.<code>`. */
export async function failRun(ctx: Ctx, id: string, problem: string): Promise<void> {
  const { rows } = await sql<{
    kind: RunKind;
  }>`update backup_runs set state = 'failed', problem = ${problem}, finished_at = now()
    where id = ${id}::uuid and state = 'running' returning kind`.execute(ctx.db);
  if (rows[0])
    await record(ctx, "backup.failed", {
      subject: { kind: "backup", id, companyId: null },
      data: { run: rows[0].kind, problem },
    });
}

/** Runs whose process is gone: nobody holds the lock of a run that is minutes old. */
export async function endDeadRuns(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from backup_runs
    where state = 'running' and kind = 'backup' and started_at < now() - interval '2 minutes'
      and not is_backup_running() for update skip locked`.execute(ctx.db);
  for (const { id } of rows) await failRun(ctx, id, "broken_off");
}

/** In a restored copy: the backup that it came from was still being made when its snapshot was taken. */
export async function endOwnRun(ctx: Ctx, takenAt: string): Promise<void> {
  await sql`update backup_runs set state = 'done', finished_at = now(), taken_at = ${takenAt}::timestamptz
    where state = 'running'`.execute(ctx.db);
}

/**
 * Whether a planned backup is due: none was made since the last of the given times of day, in the group's zone. One
 * that failed is tried again after an hour.
 */
export async function isBackupDue(ctx: Ctx, at: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ isDue: boolean }>`
    with zone as (select time_zone from group_settings), last as (
      select max((d::date + t::time) at time zone z.time_zone) as due
      from zone z, unnest(${at}::text[]) t, generate_series(group_today() - 1, group_today(), interval '1 day') d
      where (d::date + t::time) at time zone z.time_zone <= app_now()
    )
    select last.due is not null and not is_backup_running() and not exists (
      select from backup_runs r where r.kind = 'backup' and r.is_timed
        and (r.state = 'running' or r.started_at > app_now() - interval '1 hour' and r.state = 'failed'
          or r.state = 'done' and r.started_at >= last.due)) as is_due
    from last`.execute(ctx.db);
  return rows[0]?.isDue ?? false;
}
