// Work that looks at the clock (reminders that fall due, standings that expire). One process at a time does it, and
// work and mark commit together: after a crash or downtime it is done once, not once per missed beat.
import { type Kysely, sql } from "kysely";
import type { Ctx, Outside } from "../context.ts";
import { translateConstraint } from "../db/constraints.ts";
import { settled } from "../db/outside.ts";
import type { Tables } from "../db/tables.generated.ts";
import { codeOf, type Log } from "../log.ts";
import { asKeeper, asSystem, keeping } from "../system.ts";

export type TimedWork = {
  name: string;
  everySeconds: number;
  /**
   * One short transaction as the product itself. Takes what is due by `ctx.now`, at most so many rows as take about a
   * tenth of a second: whoever asks for a page meanwhile waits for it. Longer work is ordered here as a job, or lies
   * `outside`: the look then counts before it begins.
   *
   * @returns true when more is due at once.
   */
  run(ctx: Ctx): Promise<boolean | void | Outside<boolean>>;
};

/** One look at the clock for every work. @param now own clock of a test. @returns whether more is due at once. */
export async function runTimed(
  db: Kysely<Tables>,
  works: readonly TimedWork[],
  log: Log,
  now?: Date,
): Promise<boolean> {
  let hasMore = false;
  const due = await dueNames(db, works, now);
  for (const work of works) {
    if (!due.has(work.name)) continue;
    try {
      if (await runOne(db, work, now)) hasMore = true;
    } catch (thrown) {
      // A failure that cannot be noted is this work's alone as well.
      await noteFailure(db, work, thrown, log).catch((fault: unknown) =>
        log.error({ err: fault, work: work.name, code: codeOf(fault) }, "failure not noted"),
      );
    }
  }
  return hasMore;
}

/** One look for all of them: most beats find nothing due. Each is looked at again where it is done, under its lock. */
async function dueNames(
  db: Kysely<Tables>,
  works: readonly TimedWork[],
  now: Date | undefined,
): Promise<ReadonlySet<string>> {
  const every = Object.fromEntries(works.map((work) => [work.name, work.everySeconds]));
  const { rows } = await keeping(db, (trx) =>
    sql<{ name: string }>`
      select w.key as name from jsonb_each_text(${JSON.stringify(every)}::jsonb) w left join timed_runs t on t.name = w.key
      where coalesce(t.ran_at <= coalesce(${now?.toISOString() ?? null}::timestamptz, now()) - make_interval(secs => w.value::float8), true)`.execute(
      trx,
    ),
  );
  return new Set(rows.map((row) => row.name));
}

/** Whether somebody has ordered a job that is not done: left-over work then keeps to its beat. */
export async function isSomebodyWaiting(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await keeping(db, (trx) =>
    sql<{ isWaiting: boolean }>`select exists (
      select from jobs where state in ('queued', 'running') and ordered_by is not null
        and coalesce(retry_at, now()) <= now()) as is_waiting`.execute(trx),
  );
  return rows[0]?.isWaiting ?? false;
}

async function runOne(db: Kysely<Tables>, work: TimedWork, now: Date | undefined): Promise<boolean> {
  const within = <T>(run: (ctx: Ctx) => Promise<T>) => asSystem(db, `timed.${work.name}`, run, now);
  const first = await within(async (ctx) => {
    const isMine = await asKeeper(ctx.db, () => isDue(ctx, work));
    if (!isMine) return false;
    const told = (await work.run(ctx)) ?? false;
    await mark(ctx, work, told === true);
    return told;
  });
  return settled(first, (second) =>
    within(async (ctx) => {
      const hasMore = await second(ctx);
      await mark(ctx, work, hasMore);
      return hasMore;
    }),
  );
}

const mark = (ctx: Ctx, work: TimedWork, hasMore: boolean) =>
  asKeeper(ctx.db, () =>
    sql`update timed_runs set ran_at = ${hasMore ? null : sql`app_now()`}, failures = 0, problem = null
      where name = ${work.name}`.execute(ctx.db),
  );

async function isDue(ctx: Ctx, work: TimedWork): Promise<boolean> {
  await sql`insert into timed_runs (name) values (${work.name}) on conflict do nothing`.execute(ctx.db);
  const { rows } = await sql`select from timed_runs
    where name = ${work.name} and coalesce(ran_at <= app_now() - make_interval(secs => ${work.everySeconds}), true)
    for update skip locked`.execute(ctx.db);
  return rows.length > 0;
}

/** A failed look counts as a look: the next one comes after the usual time, later ones ever later, up to an hour. */
async function noteFailure(db: Kysely<Tables>, work: TimedWork, thrown: unknown, log: Log): Promise<void> {
  const error = translateConstraint(thrown);
  const code = codeOf(error);
  await keeping(db, (trx) =>
    sql`insert into timed_runs (name, ran_at, failures, problem) values (${work.name}, now(), 1, ${code})
      on conflict (name) do update set failures = timed_runs.failures + 1, problem = excluded.problem,
        ran_at = now() + make_interval(secs => least(3600, power(2, least(timed_runs.failures, 12))))`.execute(
      trx,
    ),
  );
  log.error({ err: error, work: work.name, code }, "timed work failed");
}
