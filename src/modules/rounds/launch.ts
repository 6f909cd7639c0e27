// Launching as a job: inspections in portions, and with the last of them everything that a company can see, so that a
// stopped or killed launch shows nothing and going on makes no doubles (docs/decisions/0013-launch-in-two-parts.md).
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { AppError } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { orderJob } from "#core/jobs/order.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { advance, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { permissions } from "./contract.ts";
import { type Rule, ruleWithoutReasons } from "./population.ts";

/** Companies per step, about a tenth of a second: a wish to stop is heard at once, and the steps cost little. */
const portion = 1000;

type Launched = { inspections: number; duties: number };
type Launching = {
  id: string;
  state: string;
  editionId: string;
  dueOn: string;
  populationRule: Rule;
  sha256: string;
};

export const launchJob: JobKind = {
  kind: "round.launch",
  permission: permissions.manage,
  run: async (job) => {
    const roundId = job.job.subjectId ?? "";
    for (;;) {
      const launched = await nextStep(job, roundId);
      if (launched) return launched;
    }
  },
};

/** Orders the launches that waited for their day, which begins in the group's zone. */
export const openingDay: TimedWork = {
  name: "rounds.opening_day",
  everySeconds: 60,
  run: async (ctx) => {
    const { rows } = await sql<{ id: string; asked: number }>`
      select r.id, (select count(*)::int from round_members m where m.round_id = r.id and m.is_in) as asked
      from rounds r where r.state = 'launching' and r.opens_on <= group_today()
        and not exists (select from jobs j where j.subject_id = r.id and j.kind = ${launchJob.kind})
      order by r.opens_on limit 1 for update`.execute(ctx.db);
    const round = rows[0];
    if (round) await orderJob(ctx, launchJob, { subjectId: round.id, total: round.asked });
    return round !== undefined;
  },
};

/** The round as it is being launched; held, so that two jobs for one round wait for each other. */
async function launching(ctx: Ctx, roundId: string): Promise<Launching> {
  const { rows } = await sql<Launching>`
    select id, state, edition_id, due_on, population_rule, encode(population_sha256, 'hex') as sha256
    from rounds where id = ${roundId}::uuid for update`.execute(ctx.db);
  const round = rows[0];
  if (!round) throw new AppError("not_found", "round.not_found");
  if (round.state !== "launching") throw new AppError("conflict", "round.not_launching");
  return round;
}

/** The next portion of inspections; the last one opens the round in the same transaction. */
function nextStep(job: JobCtx, roundId: string): Promise<Launched | null> {
  const after = String(job.job.checkpoint?.["after"] ?? nil);
  const before = Number(job.job.checkpoint?.["done"] ?? 0);
  return job.step(async (ctx) => {
    const round = await launching(ctx, roundId);
    const made = await addInspections(ctx, round, after);
    const done = before + made.companies;
    const value = made.companies < portion ? await open(ctx, round) : null;
    return { value, done, ...(made.last ? { checkpoint: { after: made.last, done } } : {}) };
  });
}

async function addInspections(ctx: Ctx, round: Launching, after: string) {
  const { rows } = await sql<{ companies: number; last: string | null }>`
    with next as (
      select m.company_id, m.tier from round_members m
      where m.round_id = ${round.id}::uuid and m.is_in and m.company_id > ${after}::uuid
      order by m.company_id limit ${portion}
    ), made as (
      insert into inspections (round_id, company_id, edition_id, tier, due_on)
      select ${round.id}::uuid, n.company_id, ${round.editionId}::uuid, n.tier, ${round.dueOn}::date from next n
      on conflict on constraint inspections_one_per_round do nothing
    )
    select count(*)::int as companies, (array_agg(company_id order by company_id desc))[1] as last from next`.execute(
    ctx.db,
  );
  return rows[0] ?? { companies: 0, last: null };
}

const nil = "00000000-0000-0000-0000-000000000000";

/** Duties, the state and the one event of the launch, together. */
async function open(ctx: Ctx, round: Launching): Promise<Launched> {
  const duties = await openDuties(ctx, round);
  const { rows } = await sql<{ inspections: number }>`
    update rounds set state = 'open', launched_at = app_now(), row_version = row_version + 1 where id = ${round.id}::uuid
    returning (select count(*)::int from inspections i where i.round_id = rounds.id) as inspections`.execute(
    ctx.db,
  );
  const launched = { inspections: rows[0]?.inspections ?? 0, duties };
  await record(ctx, "round.launched", {
    subject: { kind: "round", id: round.id, companyId: null },
    data: { ...launched, rule: ruleWithoutReasons(round.populationRule), populationSha256: round.sha256 },
    personal: { leaveOut: round.populationRule.leaveOut },
  });
  return launched;
}

/** The due day ends in each company's own zone; there are a few dozen zones, so their clocks are worked out here. */
async function openDuties(ctx: Ctx, round: { id: string; dueOn: string }): Promise<number> {
  const zones = await sql<{ timeZone: string; startMonth: number }>`
    select z.time_zone, s.fiscal_year_start_month as start_month
    from (select time_zone from company_facts union select 'UTC') z left join group_settings s on true`.execute(
    ctx.db,
  );
  const clocks = zones.rows.map(({ timeZone }) => {
    const dueAt = endOfDay(round.dueOn, timeZone);
    const next = advance(stepsOf("inspection.answer", ctx.now, dueAt, timeZone), 0, ctx.now).nextAt;
    return { zone: timeZone, due: dueAt.toISOString(), next: next?.toISOString() ?? null };
  });
  const year = fiscalYearOf(ctx.today, zones.rows[0]?.startMonth ?? 4);
  const { numAffectedRows } = await sql`
    insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, next_at)
    select ${year}, 'inspection.answer', 'inspection', i.id, i.company_id, 'inspection.answer', app_now(), c.due, c.zone,
      -- Where a company has a calendar, the clock looks at once and finds when it is to remind.
      case when c.next is not null and w.company_id is not null then app_now() else c.next end
    from inspections i
    left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    join jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) as c (zone text, due timestamptz, next timestamptz)
      on c.zone = coalesce(f.time_zone, 'UTC')
    left join company_calendars w on w.company_id = i.company_id
    where i.round_id = ${round.id}::uuid`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
