import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { sealingKeyId } from "#core/crypto/secrets.ts";
import { outside } from "#core/db/outside.ts";
import { forbidden } from "#core/errors.ts";
import type { system } from "./contract.ts";
import { installation, lookAtMachine, type Machine } from "./installation.ts";
import { warningsOf } from "./rules.ts";

type Shown = Output<typeof system.getSystem>;
type Run = Shown["backups"]["runs"][number];

const processStarted = new Date(Date.now() - performance.now()).toISOString();

/** Disks may lie on a network: they are looked at without a connection held. */
export async function getSystem(
  ctx: Ctx,
  _input: Input<typeof system.getSystem>,
): Promise<Shown | Outside<Shown>> {
  if (ctx.reach !== "group") throw forbidden("system.needs_whole_group");
  return outside(() => lookAtMachine(ctx.now), shown);
}

async function shown(ctx: Ctx, machine: Machine): Promise<Shown> {
  const { version, database, workers, key, backups: plan } = installation();
  const about = await aboutDatabase(ctx);
  return {
    version,
    node: process.versions.node,
    startedAt: processStarted,
    clock: about.clock,
    database: { kind: database, ...about.database },
    disks: machine.disks,
    work: { workers, ...(await workOf(ctx)) },
    trail: about.trail,
    certificate: machine.certificate,
    // Asked now: the key may be changed while this process runs.
    key: { ...key, id: sealingKeyId() },
    backups: await backupsOf(ctx, plan, machine.isOnSameDisk),
  };
}

type About = Pick<Shown, "clock" | "trail"> & { database: Omit<Shown["database"], "kind"> };

async function aboutDatabase(ctx: Ctx): Promise<About> {
  const sent = Date.now();
  const { rows } = await sql<{
    now: string;
    timeZone: string;
    version: string;
    sizeBytes: number;
    unsealed: number;
    lastSealAt: string | null;
    era: number;
  }>`select clock_timestamp() as now, coalesce((select time_zone from group_settings), 'UTC') as time_zone,
      current_setting('server_version') as version, pg_database_size(current_database()) as size_bytes,
      (select count(*) from events e where e.id > coalesce((select max(s.last_event_id) from seals s), 0)) as unsealed,
      (select max(s.at) from seals s) as last_seal_at, coalesce((select trail_era from group_settings), 1) as era`.execute(
    ctx.db,
  );
  const migrated = await migratedAt(ctx);
  const [row] = rows;
  if (!row) throw new Error("the database did not answer");
  const { now, timeZone, version, sizeBytes, unsealed, lastSealAt, era } = row;
  // Half of the way there and back.
  const skewMs = Math.round((sent + Date.now()) / 2 - Date.parse(now));
  return {
    clock: { now, timeZone, skewMs },
    database: { version, sizeBytes, ...migrated },
    trail: { unsealed, lastSealAt, era },
  };
}

async function migratedAt(ctx: Ctx) {
  const { rows } = await sql<{ migrations: number; lastMigration: string; migratedAt: string }>`
    select migrations, last_migration, migrated_at from schema_state()`.execute(ctx.db);
  return rows[0] ?? { migrations: 0, lastMigration: "", migratedAt: ctx.now.toISOString() };
}

async function workOf(ctx: Ctx): Promise<Omit<Shown["work"], "workers">> {
  const { rows } = await sql<
    Pick<Shown["work"], "queued" | "running" | "failedLately" | "timed" | "subscribers">
  >`
    select (select count(*) from jobs where state = 'queued') as queued,
      (select count(*) from jobs where state = 'running') as running,
      (select count(*) from jobs where state = 'failed' and finished_at > now() - interval '7 days') as failed_lately,
      (select count(*) from timed_runs) as timed, (select count(*) from event_cursors) as subscribers`.execute(
    ctx.db,
  );
  const failing = await sql<Shown["work"]["failing"][number]>`
    select 'timed' as kind, name, failures, problem, ran_at as last_at from timed_runs where failures > 0
    union all
    select 'subscriber', name, failures, problem, failed_at from event_cursors where failures > 0
    order by 3 desc, 2 limit 50`.execute(ctx.db);
  const counts = rows[0] ?? { queued: 0, running: 0, failedLately: 0, timed: 0, subscribers: 0 };
  return { ...counts, failing: failing.rows };
}

const runs = (ctx: Ctx, wanted: RawBuilder<unknown>, most: number) =>
  sql<Run>`select id, kind, state, is_timed, place, started_at, finished_at, taken_at, row_count, content_count,
      content_bytes, size_bytes, lost_count, problem
    from backup_runs where ${wanted} order by started_at desc, id desc limit ${most}`.execute(ctx.db);

async function backupsOf(
  ctx: Ctx,
  plan: Shown["backups"]["plan"],
  isOnSameDisk: boolean,
): Promise<Shown["backups"]> {
  const done = await runs(ctx, sql`kind = 'backup' and state = 'done'`, 1);
  const drilled = await runs(ctx, sql`kind = 'drill' and state = 'done'`, 1);
  const last = await runs(ctx, sql`kind = 'backup' and state <> 'running'`, 1);
  const recent = await runs(ctx, sql`true`, 20);
  const state = {
    lastDone: done.rows[0] ?? null,
    lastDrill: drilled.rows[0] ?? null,
    last: last.rows[0] ?? null,
    isOnSameDisk,
  };
  return {
    plan,
    isOnSameDisk,
    lastDone: state.lastDone,
    lastDrill: state.lastDrill,
    warnings: warningsOf(state, ctx.now),
    runs: recent.rows,
  };
}
