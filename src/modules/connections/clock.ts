// What has to be looked at without anybody asking: whether providers answer, when secrets end, who works here no more.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { codeOf } from "#core/log.ts";
import { outside } from "#core/db/outside.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { asDoor } from "#core/system.ts";
import { clientOf } from "./journeys.ts";
import { discover, type Found, foundOf, keysOf } from "./provider.ts";
import { type Row, subjectOfEvent } from "./queries.ts";
import { warningDays } from "./rules.ts";

const lookedAtOnce = 10;

type Look = { row: Row; found: Found | null; problem: string | null };

async function look(row: Row): Promise<Look> {
  try {
    const config = await discover(clientOf(row));
    await keysOf(config);
    return { row, found: foundOf(config), problem: null };
  } catch (error) {
    return { row, found: null, problem: codeOf(error) };
  }
}

/** Every hour: whether each provider still says who it is and shows its keys. After a day without, somebody is told. */
export const providersLookedAt: TimedWork = {
  name: "connections.providers",
  everySeconds: 300,
  async run(ctx) {
    const due = await ctx.db
      .selectFrom("identityConnections")
      .selectAll()
      .where("state", "=", "on")
      .where(sql<boolean>`coalesce(looked_at < app_now() - interval '1 hour', true)`)
      .orderBy("lookedAt", (order) => order.asc().nullsFirst())
      .limit(lookedAtOnce)
      .execute();
    if (due.length === 0) return false;
    return outside(
      () => Promise.all(due.map(look)),
      async (second, looks) => {
        await noteLooks(second, looks);
        return due.length === lookedAtOnce;
      },
    );
  },
};

async function noteLooks(ctx: Ctx, looks: readonly Look[]): Promise<void> {
  const seen = looks.map(({ row, found, problem }) => ({ id: row.id, found, problem }));
  const { rows } = await sql<{ id: string; companyId: string | null; verb: string; problem: string | null }>`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s (id uuid, found jsonb, problem text)
    ), before as (
      select c.id, c.warned_failing from identity_connections c where c.id in (select id from seen)
    ), noted as (
      update identity_connections c set looked_at = app_now(),
        found = case when s.problem is null then s.found else c.found end,
        found_at = case when s.problem is null then app_now() else c.found_at end,
        problem = s.problem,
        failing_since = case when s.problem is null then null else coalesce(c.failing_since, app_now()) end,
        warned_failing = s.problem is not null
          and (c.warned_failing or coalesce(c.failing_since, app_now()) <= app_now() - interval '1 day')
      from seen s where c.id = s.id returning c.id, c.company_id, c.warned_failing, c.problem
    )
    select n.id, n.company_id, n.problem,
      case when n.warned_failing then 'connection.unreachable' else 'connection.reachable' end as verb
    from noted n join before b using (id) where n.warned_failing <> b.warned_failing`.execute(ctx.db);
  await recordEach(
    ctx,
    "connection.unreachable",
    rows.map((row) => ({ verb: row.verb, subject: subjectOfEvent(row), data: { problem: row.problem } })),
  );
}

/** Thirty, fourteen and three days before a secret ends, and when it has: once each. */
export const secretsLookedAt: TimedWork = {
  name: "connections.secrets",
  everySeconds: 3600,
  async run(ctx) {
    type Ending = { id: string; companyId: string | null; day: string; daysLeft: number };
    const { rows } = await sql<Ending>`
      with due as (
        select c.id, min(w.days) as days, c.secret_expires_on - group_today() as days_left
        from identity_connections c join unnest(${[...warningDays]}::integer[]) as w (days)
          on c.secret_expires_on - group_today() <= w.days and coalesce(c.warned_days > w.days, true)
        where c.state = 'on' and c.secret_expires_on is not null
        group by c.id
      )
      update identity_connections c set warned_days = d.days from due d
      where c.id = d.id and coalesce(c.warned_days > d.days, true)
      returning c.id, c.company_id, c.secret_expires_on::text as day, d.days_left`.execute(ctx.db);
    await recordEach(
      ctx,
      "connection.secret_expiring",
      rows.map((row) => ({
        verb: row.daysLeft < 0 ? "connection.secret_expired" : "connection.secret_expiring",
        subject: subjectOfEvent(row),
        data: { daysLeft: row.daysLeft, day: row.day },
      })),
    );
  },
};

/** Ways that were not gone, and what tests showed of a person, are kept for an hour. */
export const journeysForgotten: TimedWork = {
  name: "connections.journeys",
  everySeconds: 600,
  async run(ctx) {
    await asDoor(ctx.db, () =>
      sql`delete from provider_journeys where expires_at < app_now() - interval '50 minutes'`.execute(ctx.db),
    );
  },
};
