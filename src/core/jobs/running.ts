// One job from claim to end. The row in `jobs` is the truth: who holds it, how far it is, how it ended. A step commits
// only while the row still names this runner, so a runner that was given up for dead cannot write beside its successor.
import { type Kysely, sql } from "kysely";
import type { Language, Reach } from "../context.ts";
import { translateConstraint } from "../db/constraints.ts";
import type { Tables } from "../db/tables.generated.ts";
import { inTransaction, type Standing } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { record } from "../events/record.ts";
import { codeOf, type Log } from "../log.ts";
import { asKeeper, asSystem, keeping, systemStanding } from "../system.ts";
import type { JobCtx, JobKind, JobRow } from "./job.ts";

export type Runner = {
  id: number;
  db: Kysely<Tables>;
  log: Log;
  isClosing: () => boolean;
  /** Seconds until the next try after so many tries without progress; null gives up. */
  patience: (tries: number) => number | null;
};

type Claimed = JobRow & { orderedBy: string | null; permission: string; attempts: number; deaths: number };
type Ending = "cancelled" | "right_ended" | "taken_away" | "paused";

/** Processes that may die with a job between two steps. One more would be one too many for everybody else. */
const mostDeaths = 3;

const endings = new WeakMap<Error, Ending>();
function ended(how: Ending): Error {
  const error = new Error(`the job ends: ${how}`);
  endings.set(error, how);
  return error;
}

/** Runs a job to its end, or to where another runner goes on. Throws only when the database does not answer. */
export async function runJob(runner: Runner, kinds: ReadonlyMap<string, JobKind>, id: string): Promise<void> {
  const job = await claim(runner, id);
  if (!job) return;
  if (job.deaths >= mostDeaths) {
    runner.log.error(
      { jobId: job.id, job: job.kind, deaths: job.deaths },
      "job ended every process that ran it",
    );
    return finish(runner, job, "failed", { problem: { code: "job.process_died" } });
  }
  try {
    const kind = kinds.get(job.kind);
    // A newer process may have ordered it: another one takes it at a later try.
    if (!kind) throw new Error(`no module of this process runs ${job.kind}`);
    const outcome = await kind.run(jobCtx(runner, job));
    await finish(runner, job, "done", { outcome });
  } catch (error) {
    await settle(runner, job, error);
  }
}

async function claim(runner: Runner, id: string): Promise<Claimed | undefined> {
  return keeping(runner.db, async (trx) => {
    const { rows } = await sql<Claimed>`
      update jobs set state = 'running', runner = ${runner.id}, attempts = attempts + 1, retry_at = null,
        deaths = deaths + (state = 'running')::integer, started_at = coalesce(started_at, now())
      where id = ${id}::uuid
        and (state = 'queued' or state = 'running' and runner <> ${runner.id} and not job_queue.is_alive(runner))
      returning id, kind, company_id, subject_id, input, checkpoint, ordered_by, permission, attempts, deaths`.execute(
      trx,
    );
    return rows[0];
  });
}

function jobCtx(runner: Runner, job: Claimed): JobCtx {
  return {
    job,
    isCancelled: async () => (await keeping(runner.db, (trx) => look(runner, job, trx))).isAsked,
    step: async (work) => {
      const standing = (trx: Kysely<Tables>) => standingNow(runner, job, trx);
      return inTransaction(runner.db, standing, async (ctx) => {
        const { value, done, total, checkpoint } = await work(ctx);
        // A look at the record is no step forward: what ends every process right after it must not be begun for ever.
        const isForward = done !== undefined || checkpoint !== undefined;
        const kept = await asKeeper(ctx.db, () =>
          sql`update jobs set done = coalesce(${done ?? null}::integer, done), total = coalesce(${total ?? null}::integer, total),
            checkpoint = coalesce(${checkpoint ? JSON.stringify(checkpoint) : null}::jsonb, checkpoint),
            attempts = case when ${isForward} then 0 else attempts end, deaths = case when ${isForward} then 0 else deaths end
            where id = ${job.id}::uuid and state = 'running' and runner = ${runner.id}`.execute(ctx.db),
        );
        if (kept.numAffectedRows !== 1n) throw ended("taken_away");
        if (checkpoint) job.checkpoint = checkpoint;
        return value;
      });
    },
  };
}

type Look = {
  isMine: boolean;
  isAsked: boolean;
  accountId: string | null;
  companyId: string;
  language: Language;
  timeZone: string | null;
  reach: Reach | null;
  boundTo: string | null;
  tokenId: string | null;
  lent: string[] | null;
};

/** As the keeper of jobs. */
async function look(runner: Runner, job: Claimed, trx: Kysely<Tables>): Promise<Look> {
  await sql`select set_config('app.token', coalesce(j.token_id::text, ''), true)
    from jobs j where j.id = ${job.id}::uuid`.execute(trx);
  const { rows } =
    await sql<Look>`select j.state = 'running' and j.runner = ${runner.id} as is_mine, j.cancel_asked_at is not null as is_asked,
        s.account_id, s.company_id, s.language, s.time_zone, s.reach, j.bound_to, j.token_id, k.permissions as lent
      from jobs j left join lateral standing_of(j.ordered_by, j.permission, j.bound_to) s on true
      left join lateral live_tokens(j.token_id) k on true
      where j.id = ${job.id}::uuid`.execute(trx);
  const seen = rows[0];
  if (!seen) throw ended("taken_away");
  return seen;
}

/** Under whom the next step runs: the orderer with today's rights, or the product itself for what it ordered. */
async function standingNow(runner: Runner, job: Claimed, trx: Kysely<Tables>): Promise<Standing> {
  if (runner.isClosing()) throw ended("paused");
  await sql`set local role yagura_jobs`.execute(trx);
  const seen = await look(runner, job, trx);
  if (!seen.isMine) throw ended("taken_away");
  if (seen.isAsked) throw ended("cancelled");
  if (job.orderedBy === null) return { ...systemStanding(job.permission), requestId: job.id };
  if (!seen.accountId || !seen.reach || seen.reach === "none") throw ended("right_ended");
  if (seen.tokenId && !seen.lent?.includes(job.permission)) throw ended("right_ended");
  return {
    actor: {
      personId: job.orderedBy,
      accountId: seen.accountId,
      sessionId: null,
      companyId: seen.companyId,
      language: seen.language,
      timeZone: seen.timeZone,
      boundTo: seen.boundTo,
      ...(seen.tokenId && seen.lent ? { accessToken: { id: seen.tokenId, lent: seen.lent } } : {}),
    },
    permission: job.permission,
    reach: seen.reach,
    requestId: job.id,
  };
}

async function settle(runner: Runner, job: Claimed, thrown: unknown): Promise<void> {
  const how = thrown instanceof Error ? endings.get(thrown) : undefined;
  if (how === "taken_away") return;
  if (how === "paused") return putBack(runner, job, 0, 1);
  if (how === "cancelled") return finish(runner, job, "cancelled", {});
  if (how === "right_ended") return finish(runner, job, "failed", { problem: { code: "job.right_ended" } });
  const error = translateConstraint(thrown);
  if (error instanceof AppError && error.code !== "row.busy") {
    return finish(runner, job, "failed", { problem: { code: error.code, values: error.details.values } });
  }
  const seconds = runner.patience(await triesWithoutProgress(runner, job));
  runner.log.error(
    { err: error, jobId: job.id, job: job.kind, code: codeOf(error), retryInSeconds: seconds },
    "job faulted",
  );
  if (seconds === null) return finish(runner, job, "failed", { problem: { code: "job.faulted" } });
  return putBack(runner, job, seconds);
}

async function triesWithoutProgress(runner: Runner, job: Claimed): Promise<number> {
  const { rows } = await keeping(runner.db, (trx) =>
    sql<{ attempts: number }>`select attempts from jobs where id = ${job.id}::uuid`.execute(trx),
  );
  return rows[0]?.attempts ?? job.attempts;
}

/** @param spared tries that do not count: a runner that closes in good order says nothing against the job. */
async function putBack(runner: Runner, job: Claimed, seconds: number, spared = 0): Promise<void> {
  await keeping(runner.db, (trx) =>
    sql`with back as (
        update jobs set state = 'queued', runner = null, retry_at = now() + make_interval(secs => ${seconds}),
          attempts = greatest(attempts - ${spared}, 0)
        where id = ${job.id}::uuid and state = 'running' and runner = ${runner.id} returning id, retry_at)
      select job_queue.put(id, retry_at) from back`.execute(trx),
  );
}

const verbOf = { done: "job.finished", failed: "job.failed", cancelled: "job.cancelled" } as const;
type End = {
  outcome?: Record<string, unknown>;
  problem?: { code: string; values?: Record<string, unknown> | undefined };
};

async function finish(runner: Runner, job: Claimed, state: keyof typeof verbOf, end: End): Promise<void> {
  await asSystem(runner.db, "job.run", async (ctx) => {
    const kept = await asKeeper(ctx.db, () =>
      sql`update jobs set state = ${state}, runner = null, finished_at = now(),
        outcome = ${end.outcome ? JSON.stringify(end.outcome) : null}::jsonb,
        problem = ${end.problem ? JSON.stringify(end.problem) : null}::jsonb
        where id = ${job.id}::uuid and state = 'running' and runner = ${runner.id}`.execute(ctx.db),
    );
    if (kept.numAffectedRows !== 1n) return;
    await record(ctx, verbOf[state], {
      subject: { kind: "job", id: job.id, companyId: job.companyId },
      data: { job: job.kind, subjectId: job.subjectId, ...(end.problem ? { code: end.problem.code } : {}) },
      onBehalfOf: job.orderedBy,
    });
  });
}
