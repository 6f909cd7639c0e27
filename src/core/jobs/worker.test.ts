import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import type { Ctx } from "#core/context.ts";
import { openDatabase } from "#core/db/pool.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { AppError } from "#core/errors.ts";
import type { Log } from "#core/log.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { until } from "#test/until.ts";
import type { JobKind } from "./job.ts";
import { askToStop, orderJob } from "./order.ts";
import { startWorker, type Worker } from "./worker.ts";

const database = await freshDatabase();
const { owner } = database;
const group = await buildSmallGroup(owner);
const { db, close } = openDatabase({ connectionString: database.url, size: 8 });
atTheEnd(close);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });

await owner.query(
  "create table work_done (n integer not null, by_role text not null default current_user, job uuid)",
);
await owner.query("grant select, insert on work_done to yagura_group, yagura_scoped");

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const permission = "organization.read";
const kinds: JobKind[] = [];
let worker: Worker | undefined;
atTheEnd(async () => worker?.close());

/** Kinds are named before the one worker of this file starts with them all. */
function kind(made: JobKind): JobKind {
  kinds.push(made);
  return made;
}

async function work(): Promise<void> {
  worker ??= await startWorker({
    url: database.url,
    db,
    kinds,
    log: quiet,
    concurrency: 4,
    patience: (tries) => (tries > 2 ? null : 0),
    forgottenAfterSeconds: 1,
  });
}

async function as<T>(who: SignedIn, reach: "group" | "companies", act: (ctx: Ctx) => Promise<T>): Promise<T> {
  const actor = {
    personId: who.personId,
    accountId: who.accountId,
    sessionId: null,
    companyId: who.companyId,
    language: "en" as const,
    timeZone: null,
  };
  return inTransaction(db, { actor, permission, reach }, act);
}

type Row = {
  state: string;
  done: number;
  total: number;
  problem: { code: string } | null;
  outcome: Record<string, unknown> | null;
  checkpoint: unknown;
  attempts: number;
};

async function row(id: string): Promise<Row> {
  const { rows } = await owner.query<Row>("select * from jobs where id = $1", [id]);
  return rows[0] as Row;
}

const ended = (id: string, state: string) =>
  until(`job is ${state}`, async () => {
    const now = await row(id);
    if (now.state !== state && ["done", "failed", "cancelled"].includes(now.state)) {
      throw new Error(`the job ended as ${now.state} ${JSON.stringify(now.problem)}`);
    }
    return now.state === state ? now : undefined;
  });

async function numbers(id: string): Promise<number[]> {
  const { rows } = await owner.query<{ n: number }>("select n from work_done where job = $1 order by n", [
    id,
  ]);
  return rows.map((one) => one.n);
}

async function verbs(id: string): Promise<string[]> {
  const { rows } = await owner.query<{ verb: string }>(
    "select verb from events where subject_id = $1 order by id",
    [id],
  );
  return rows.map((one) => one.verb);
}

/** Writes the numbers from where it left off up to the total, one per step. */
function counting(
  kind: string,
  total: number,
  before: (n: number, id: string) => Promise<void> = async () => undefined,
): JobKind {
  return {
    kind,
    permission,
    run: async ({ job, step }) => {
      for (let n = Number(job.checkpoint?.["n"] ?? 0); n < total; n++) {
        await before(n, job.id);
        await step(async (ctx) => {
          await sql`insert into work_done (n, job) values (${n}, ${job.id}::uuid)`.execute(ctx.db);
          return { value: n, done: n + 1, total, checkpoint: { n: n + 1 } };
        });
      }
      return { counted: total };
    },
  };
}

const count = kind(counting("test.count", 3));
const rolledBack = kind(counting("test.rolled_back", 1));
const slow = kind(counting("test.slow", 1000, (n, id) => (n === 2 ? gate(id) : Promise.resolve())));
const faulty = kind(
  counting("test.faulty", 4, async (n, id) => {
    const tries = (stumbles.get(`${id}${n}`) ?? 0) + 1;
    stumbles.set(`${id}${n}`, tries);
    // Each number fails twice: more in all than a job may fail without progress.
    if (n > 0 && tries <= 2) throw new Error("a fault of the moment");
  }),
);
const hopeless = kind({ kind: "test.hopeless", permission, run: () => Promise.reject(new Error("always")) });
const refused = kind({
  kind: "test.refused",
  permission,
  run: async ({ step }) =>
    step(async () => Promise.reject(new AppError("conflict", "round.closed", { values: { n: 7 } }))),
});

const stumbles = new Map<string, number>();
const gates = new Map<string, () => void>();
/** The job waits here until the test lets it go on. */
const gate = (id: string) => new Promise<void>((open) => gates.set(id, open));
const arrived = (id: string) => until("the job came to the gate", async () => gates.get(id));

test("a job runs under the role of whoever ordered it, with progress, outcome and events", async () => {
  await work();
  const id = await as(officer, "companies", (ctx) =>
    orderJob(ctx, count, { companyId: group.companies.own, total: 3 }),
  );
  const done = await ended(id, "done");
  assert.deepEqual(
    { done: done.done, total: done.total, outcome: done.outcome },
    { done: 3, total: 3, outcome: { counted: 3 } },
  );
  assert.deepEqual(await numbers(id), [0, 1, 2]);
  const { rows } = await owner.query("select distinct by_role from work_done where job = $1", [id]);
  assert.deepEqual(rows, [{ by_role: "yagura_scoped" }]);
  assert.deepEqual(await verbs(id), ["job.ordered", "job.finished"]);
});

test("a job of a transaction that is rolled back never runs", async () => {
  await work();
  const never = as(office, "group", async (ctx) => {
    await orderJob(ctx, rolledBack, {});
    throw new Error("no");
  });
  await assert.rejects(never);
  await ended(await as(office, "group", (ctx) => orderJob(ctx, rolledBack, {})), "done");
  const { rows } = await owner.query("select count(*)::int as n from jobs where kind = 'test.rolled_back'");
  assert.equal(rows[0].n, 1);
});

test("nobody orders a job for a company outside their scope, or in another's name", async () => {
  const outside = as(officer, "companies", (ctx) =>
    orderJob(ctx, count, { companyId: group.companies.sister }),
  );
  await assert.rejects(outside, /outside the scope/);
  const forged = as(officer, "companies", (ctx) =>
    sql`insert into jobs (kind, permission, company_id) values ('x', 'y', ${group.companies.own})`.execute(
      ctx.db,
    ),
  );
  await assert.rejects(forged, /permission denied/);
});

test("a right that ends while the job runs ends the job, and keeps what was done", async () => {
  await work();
  const guest = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  const id = await as(guest, "companies", (ctx) => orderJob(ctx, slow, { companyId: group.companies.own }));
  const goOn = await arrived(id);
  await owner.query("update grants set valid_to = group_today() where person_id = $1", [guest.personId]);
  goOn();
  const failed = await ended(id, "failed");
  assert.deepEqual(failed.problem, { code: "job.right_ended" });
  assert.deepEqual(await numbers(id), [0, 1]);
  assert.deepEqual(await verbs(id), ["job.ordered", "job.failed"]);
});

test("a running job ends at the step after somebody asked; only its orderer or the group office may ask", async () => {
  await work();
  const id = await as(officer, "companies", (ctx) => orderJob(ctx, slow, { companyId: group.companies.own }));
  const goOn = await arrived(id);
  const stranger = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  assert.equal(await as(stranger, "companies", (ctx) => askToStop(ctx, id)), null);
  assert.equal(await as(office, "group", (ctx) => askToStop(ctx, id)), "running");
  goOn();
  await ended(id, "cancelled");
  assert.deepEqual(await numbers(id), [0, 1]);
  assert.equal(await as(office, "group", (ctx) => askToStop(ctx, id)), null);
});

test("faults of the moment are tried again from the last step; tries count only without progress", async () => {
  await work();
  const id = await as(office, "group", (ctx) => orderJob(ctx, faulty, {}));
  await ended(id, "done");
  assert.deepEqual(await numbers(id), [0, 1, 2, 3]);
});

test("a fault that stays and a refusal end as failed, each with its code", async () => {
  await work();
  const faulted = await as(office, "group", (ctx) => orderJob(ctx, hopeless, {}));
  assert.deepEqual((await ended(faulted, "failed")).problem, { code: "job.faulted" });
  const refusal = await as(office, "group", (ctx) => orderJob(ctx, refused, {}));
  assert.deepEqual((await ended(refusal, "failed")).problem, { code: "round.closed", values: { n: 7 } });
});

test("a job that nobody was told of is found", async () => {
  await work();
  const id = await as(office, "group", (ctx) => orderJob(ctx, count, {}));
  await ended(id, "done");
  // As after restoring a copy without the queue's own tables.
  await owner.query(
    "update jobs set state = 'queued', created_at = now() - interval '1 hour', checkpoint = null where id = $1",
    [id],
  );
  await owner.query("delete from work_done where job = $1", [id]);
  await ended(id, "done");
  assert.deepEqual(await numbers(id), [0, 1, 2]);
});

test("a job that three processes died with is not begun a fourth time; a step forward forgets the deaths", async () => {
  await work();
  const id = await as(office, "group", (ctx) => orderJob(ctx, count, {}));
  await ended(id, "done");
  // As a process leaves it that was killed: running, by a runner that nobody is.
  const leave = (deaths: number) =>
    owner.query(
      "update jobs set state = 'running', runner = 7, deaths = $2, checkpoint = null where id = $1",
      [id, deaths],
    );
  await leave(1);
  await ended(id, "done");
  const { rows } = await owner.query("select deaths from jobs where id = $1", [id]);
  assert.equal(rows[0].deaths, 0);
  await leave(2);
  assert.deepEqual((await ended(id, "failed")).problem, { code: "job.process_died" });
});

test("a connection that is cut while the end of a task is noted costs neither the process nor the task", async () => {
  await work();
  const id = await as(office, "group", (ctx) => orderJob(ctx, slow, {}));
  const goOn = await arrived(id);
  const other = new pg.Client({ connectionString: database.ownerUrl });
  await other.connect();
  await other.query("begin");
  await other.query("lock table graphile_worker._private_jobs in share mode");
  assert.equal(await as(office, "group", (ctx) => askToStop(ctx, id)), "running");
  goOn();
  await ended(id, "cancelled");
  // The queue's own note of it waits for the lock, and its connection is cut there.
  await until("the note of the end was cut off", async () => {
    const { rows } = await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from%_private_jobs%'`,
    );
    return rows.length > 0 ? true : undefined;
  });
  await other.query("commit");
  await other.end();
  await until("the task is gone from the queue", async () => {
    const { rowCount } = await owner.query(
      "select from graphile_worker._private_jobs where payload ->> 'id' = $1",
      [id],
    );
    return rowCount === 0 ? true : undefined;
  });
  const next = await as(office, "group", (ctx) => orderJob(ctx, count, {}));
  await ended(next, "done");
});
