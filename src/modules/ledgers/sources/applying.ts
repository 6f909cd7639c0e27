// A load becomes entries, portion by portion, each done once: a run that was broken off goes on where it was.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { permissions } from "../contract/words.ts";
import { markChanged } from "../counting.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { applyPortion, type Sayer } from "../reconciling/applying.ts";
import { noteAbsent } from "../reconciling/merging.ts";
import { measureSaid } from "../reconciling/said.ts";
import { askNext } from "../unknown/asking.ts";
import { raiseUnknown } from "../unknown/raising.ts";
import { forgetApplied } from "./assigning.ts";
import { type LoadRow, loadInScope } from "./load-row.ts";

/** Rows of a load in one transaction: a few seconds' work, and what is waited for when somebody asks it to stop. */
const perStep = 50_000;

export const applyLoadJob: JobKind = {
  kind: "ledgers.apply_load",
  permission: permissions.manage,
  run: applyLoad,
};

type Sums = { added: number; joined: number; merged: number; done: number };
type At = { ledger: number; after: number; isApplied?: boolean } & Sums;

async function applyLoad(job: JobCtx): Promise<Record<string, unknown>> {
  const id = job.job.subjectId ?? "";
  const { load, ledgers, last } = await job.step(async (ctx) => ({ value: await look(ctx, id) }));
  const before = job.job.checkpoint as At | null;
  // Its rows may be gone by now, and are needed no more: questions are asked from what was found.
  if (before?.isApplied) return askAll(job, load, before);
  if (load.state !== "applying") return { state: load.state };
  // Rows on their way in do not outlive a crash of the database: then the file is read again, and asked for again.
  if (last === 0) return job.step(async (ctx) => ({ value: await readAgain(ctx, load) }));
  const by = sayerOf(load);
  let at: At = before ?? { ledger: 0, after: 0, added: 0, joined: 0, merged: 0, done: 0 };
  for (const [nth, ledger] of ledgers.entries()) {
    if (nth < at.ledger) continue;
    for (let after = nth === at.ledger ? at.after : 0; after < last; after += perStep) {
      at = await job.step(async (ctx) => {
        const portion = { ledger, after, last: after + perStep };
        const written = await applyPortion(ctx, by, portion);
        await raiseUnknown(ctx, by, portion);
        await markChanged(ctx, ledger, written.companyIds);
        if (after === 0 && written.added > 0) await measureSaid(ctx);
        const next: At = {
          ledger: nth,
          after: after + perStep,
          added: at.added + written.added,
          joined: at.joined + written.joined,
          merged: at.merged + written.changed,
          done: Math.min(last, after + perStep),
        };
        return { value: next, done: next.done, total: last, checkpoint: next };
      });
    }
    const next = { ...at, ledger: nth + 1, after: 0 };
    if (load.extent === "whole") await forgetAbsent(job, by, ledger, { after: next, meanwhile: at });
    at = next;
  }
  const applied: At = { ...at, isApplied: true };
  await job.step(async (ctx) => {
    await finish(ctx, load, applied);
    return { value: null, done: last, total: last, checkpoint: applied };
  });
  return askAll(job, load, applied);
}

/** The load is applied whatever becomes of this: what it found is asked about, some companies at a time, also by whoever goes on with it. */
async function askAll(
  job: JobCtx,
  load: LoadRow,
  { added, joined, merged }: Sums,
): Promise<Record<string, unknown>> {
  while (await job.step(async (ctx) => ({ value: (await askNext(ctx, load)).isMore }))) continue;
  return { state: "applied", added, joined, merged };
}

async function look(ctx: Ctx, id: string) {
  const load = await loadInScope(ctx, id);
  const { rows } = await sql<{
    ledger: string;
    last: number;
  }>`select a.ledger, max(a.row_number)::int as last from arrived a
    where a.load_id = ${id}::uuid group by a.ledger order by a.ledger`.execute(ctx.db);
  return { load, ledgers: rows.map((row) => row.ledger), last: Math.max(0, ...rows.map((row) => row.last)) };
}

export const sayerOf = (load: LoadRow): Sayer => ({
  sourceId: load.sourceId,
  loadId: load.id,
  rank: load.rank,
  sees: load.sees,
  records: load.records,
  saidAt: load.capturedAt ?? load.openedAt,
});

/** Until nothing is left that the load names no more; broken off before that, it is gone on with. */
async function forgetAbsent(
  job: JobCtx,
  by: Sayer,
  ledger: string,
  { after, meanwhile }: { after: At; meanwhile: At },
): Promise<void> {
  for (let isMore = true; isMore; ) {
    isMore = await job.step(async (ctx) => {
      // A database that came back from a crash has forgotten the rows on their way in: then nothing would be named any more.
      const { last } = await look(ctx, by.loadId);
      if (last === 0) throw new Error("the rows of the load are gone");
      const { absent, companyIds, isMore: more } = await noteAbsent(ctx, by, ledgerOf(ledger));
      if (absent > 0) await markChanged(ctx, ledger, companyIds);
      return { value: more, checkpoint: more ? meanwhile : after };
    });
  }
}

async function finish(ctx: Ctx, load: LoadRow, { added, joined, merged }: Sums): Promise<void> {
  const waiting = await forgetApplied(ctx, load);
  const counts = { ...load.counts, added, joined, merged };
  // What was left of a load and is applied later says nothing new of when the source spoke.
  await sql`update asset_sources s set loaded_at = app_now(), said_at = greatest(s.said_at, ${sayerOf(load).saidAt}::timestamptz)
    from source_loads l where l.id = ${load.id}::uuid and s.id = l.source_id and l.applied_at is null`.execute(
    ctx.db,
  );
  await sql`update source_loads set state = 'applied', applied_at = app_now(), counts = ${JSON.stringify(counts)}::jsonb, ended_at = app_now(), row_version = row_version + 1
    where id = ${load.id}::uuid`.execute(ctx.db);
  await record(ctx, "asset_load.applied", {
    subject: { kind: "asset_load", id: load.id, companyId: load.companyId },
    data: { added, joined, merged, waiting, sourceId: load.sourceId },
  });
}

async function readAgain(ctx: Ctx, load: LoadRow): Promise<Record<string, unknown>> {
  await sql`update source_loads set state = 'failed', problem = '{"code": "lost_on_the_way"}', ended_at = app_now(), row_version = row_version + 1
    where id = ${load.id}::uuid`.execute(ctx.db);
  await record(ctx, "asset_load.failed", {
    subject: { kind: "asset_load", id: load.id, companyId: load.companyId },
    data: { code: "lost_on_the_way", sourceId: load.sourceId },
  });
  return { state: "failed" };
}
