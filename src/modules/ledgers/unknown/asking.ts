// The questions of a load: each unknown thing to its likely owner, else to whoever keeps the ledgers of the company; very many of one company as one.
// Company by company in transactions of their own: what has been asked is not asked again when the job goes on.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { openDuties } from "#modules/duties/service.ts";
import { askedOneByOne, daysToAnswer } from "../declared/unknown.ts";
import { permissions } from "../contract/words.ts";
import { findLikely } from "./likely.ts";

/** Companies of one transaction. */
const perStep = 20;

export const identify = "ledger.identify";
export const identifyMany = "ledger.identify_many";

type Thing = { id: string; companyId: string; askedId: string | null; dueOn: string; name: string };

/** @returns how many things were asked about now, and whether there may be more. */
export async function askNext(
  ctx: Ctx,
  load: { id: string; sourceId: string },
): Promise<{ asked: number; isMore: boolean }> {
  const { rows: companies } = await sql<{ companyId: string; things: number }>`
    select t.company_id, count(*)::int as things from unknown_things t
    where t.load_id = ${load.id}::uuid and t.asked_at is null and t.ended_at is null
    group by t.company_id order by t.company_id limit ${perStep}`.execute(ctx.db);
  if (companies.length === 0) return { asked: 0, isMore: false };
  await findLikely(
    ctx,
    load.id,
    companies.map((one) => one.companyId),
  );
  const many = companies.filter((one) => one.things > askedOneByOne);
  const few = companies.filter((one) => one.things <= askedOneByOne);
  await askOneByOne(
    ctx,
    load.id,
    few.map((one) => one.companyId),
  );
  await askTogether(ctx, load.id, many);
  await recordEach(
    ctx,
    "unknown.asked",
    companies.map(({ companyId, things }) => ({
      subject: { kind: "asset_load", id: load.id, companyId },
      data: { sourceId: load.sourceId, things, isOneQuestion: things > askedOneByOne },
    })),
  );
  return {
    asked: companies.reduce((sum, one) => sum + one.things, 0),
    isMore: companies.length === perStep,
  };
}

/** Nothing that was found stays without its question because somebody stopped the asking, or it failed for good. @returns how many were asked about. */
export async function askLeft(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ id: string; sourceId: string }>`select l.id, l.source_id from source_loads l
    where l.id in (select t.load_id from unknown_things t where t.ended_at is null and t.asked_at is null) and l.state = 'applied'
      and not exists (select from jobs j where j.subject_id = l.id and j.state in ('queued', 'running')) limit 1`.execute(
    ctx.db,
  );
  return rows[0] ? (await askNext(ctx, rows[0])).asked : 0;
}

export const askingLeft: TimedWork = {
  name: "ledgers.ask_left",
  everySeconds: 3600,
  run: async (ctx) => (await askLeft(ctx)) > 0,
};

const dueOn = (ctx: Ctx) =>
  sql`case when t.faces_internet then ${addDays(ctx.today, daysToAnswer.internet)}::date else ${addDays(ctx.today, daysToAnswer.else)}::date end`;

async function askOneByOne(ctx: Ctx, loadId: string, companyIds: readonly string[]): Promise<void> {
  const { rows } = await sql<Thing>`update unknown_things t set asked_at = app_now(), due_on = ${dueOn(ctx)},
      asked_id = case when can_be_asked(t.likely_id, t.company_id) then t.likely_id end
    where t.load_id = ${loadId}::uuid and t.asked_at is null and t.ended_at is null and t.company_id = any (${[...companyIds]}::uuid[])
    returning t.id, t.company_id, t.asked_id, t.due_on, t.name`.execute(ctx.db);
  await openEach(ctx, rows);
}

/** A duty for each: of the person asked, else of whoever keeps the ledgers of the company. */
export const openEach = (ctx: Ctx, things: readonly Thing[]): Promise<void> =>
  openDuties(
    ctx,
    things.map(({ id, companyId, askedId, dueOn: day, name }) => ({
      kind: identify,
      subjectKind: "unknown_thing",
      subjectId: id,
      companyId,
      permission: askedId ? permissions.identify : permissions.queue,
      personId: askedId,
      dueOn: day,
      about: name,
    })),
  );

async function askTogether(
  ctx: Ctx,
  loadId: string,
  many: readonly { companyId: string; things: number }[],
): Promise<void> {
  if (many.length === 0) return;
  const { rows } = await sql<{ id: string; companyId: string; things: number; sourceName: string | null }>`
    insert into unknown_asks (company_id, load_id, things)
    select x.company_id, ${loadId}::uuid, x.things from jsonb_to_recordset(${JSON.stringify(
      many.map((one) => ({ company_id: one.companyId, things: one.things })),
    )}::jsonb) as x (company_id uuid, things integer)
    on conflict (load_id, company_id) do update set things = unknown_asks.things + excluded.things, ended_at = null
    returning id, company_id, things, (select s.name from source_loads l join asset_sources s on s.id = l.source_id
      where l.id = unknown_asks.load_id) as source_name`.execute(ctx.db);
  const due = await sql<{ askId: string; dueOn: string }>`with asked as (
      update unknown_things t set asked_at = app_now(), due_on = ${dueOn(ctx)}, ask_id = k.id
      from unknown_asks k where k.id = any (${rows.map((row) => row.id)}::uuid[]) and k.company_id = t.company_id
        and t.load_id = ${loadId}::uuid and t.asked_at is null and t.ended_at is null returning t.ask_id, t.due_on)
    select ask_id, min(due_on) as due_on from asked group by ask_id`.execute(ctx.db);
  await openDuties(
    ctx,
    due.rows.flatMap(({ askId, dueOn: day }) => {
      const ask = rows.find((row) => row.id === askId);
      return ask
        ? [
            {
              kind: identifyMany,
              subjectKind: "unknown_ask",
              subjectId: askId,
              companyId: ask.companyId,
              permission: permissions.queue,
              dueOn: day,
              about: `${ask.sourceName ?? ""} (${ask.things})`,
            },
          ]
        : [];
    }),
  );
}
