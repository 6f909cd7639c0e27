// Plans follow the data: a step is done when the data say so, a company that leaves owes nothing any more, an officer who comes
// takes over from the division, and a company whose tier stands joins the round that runs.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber, TrailEvent } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { closeEach, lapseDuties } from "#modules/duties/service.ts";
import { openPlans, startPlans } from "./opening.ts";
import { askAnew, joinRound, moveWithInspection } from "./round.ts";
import { dutyOf, type Step } from "./rules.ts";
import { metBy, officersOf } from "./standing.ts";

/** What may make a step done, a plan begin or end; what a day brings by itself, the clock sees. */
const told = [
  "company.joined",
  "company.left",
  "company.duties_ended",
  "unit.changed",
  "person.employed",
  "position.held",
  "grant.given",
  "grant.confirmed",
  "account.invited",
  "entry.added",
  "entry.retired",
  "entries.changed",
  "asset_source.added",
  "asset_load.applied",
  "asset_rule.added",
  "asset_rule.changed",
  "ledger.none_said",
  "round.launched",
  "round.member_added",
  "inspection.submitted",
  "duty.postponed",
  "onboarding.opened",
  "onboarding.facts_said",
  "onboarding.reviewed",
];

export const plansFollow: Subscriber = {
  name: "onboarding",
  verbs: told,
  // A group that ran before there were plans opens none for what it bought then.
  from: "now",
  handle: async (ctx, events) => {
    const acquired = events.filter(
      (event) => event.verb === "company.joined" && event.data["joinedAs"] === "acquired" && event.companyId,
    );
    const bought = [
      ...acquired.map((event) => ({
        companyId: event.companyId ?? "",
        from: String(event.data["from"] ?? ctx.today),
      })),
      ...(await takenOver(ctx, events)),
    ];
    if (bought.length > 0)
      await openPlans(
        ctx,
        bought.map(({ companyId, from }) => ({
          companyId,
          cause: "acquired",
          reason: null,
          openedBy: null,
          // Nobody could do anything before it was registered.
          startsOn: laterOf(from, ctx.today),
        })),
      );
    await settle(ctx);
  },
};

/** Longer ago than a plan takes, a change is history put right, not a company that is new. */
const daysOfAPlan = 90;

/** Companies that were an affiliate, a joint venture or a dealer until the day before, and are consolidated since: bought, only later. */
async function takenOver(
  ctx: Ctx,
  events: readonly TrailEvent[],
): Promise<{ companyId: string; from: string }[]> {
  const changed = events.flatMap(({ verb, companyId, data }) =>
    verb === "unit.changed" && data["about"] === "relation" && companyId
      ? [{ company_id: companyId, from_day: String(data["from"]) }]
      : [],
  );
  if (changed.length === 0) return [];
  const { rows } = await sql<{ companyId: string; from: string }>`
    select distinct x.company_id, x.from_day as from from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as x (company_id uuid, from_day date)
    join relations n on n.company_id = x.company_id and holds_on(n.valid_from, n.valid_to, x.from_day) and n.kind = 'consolidated'
    join relations b on b.company_id = x.company_id and holds_on(b.valid_from, b.valid_to, x.from_day - 1)
      and b.kind in ('equity_method', 'joint_venture', 'dealer')
    where x.from_day > ${ctx.today}::date - ${daysOfAPlan}::int`.execute(ctx.db);
  return rows;
}

const laterOf = (one: string, other: string) => (one > other ? one : other);

export const plansClock: TimedWork = {
  name: "onboarding.look",
  everySeconds: 60,
  run: async (ctx) => {
    await settle(ctx);
    return false;
  },
};

/** Brings every open plan into step with the data. */
export async function settle(ctx: Ctx): Promise<void> {
  await lapsePlans(ctx);
  await startPlans(ctx);
  await closeSteps(ctx);
  await handOver(ctx);
  await joinRound(ctx);
  await moveWithInspection(ctx);
  await askAnew(ctx);
  await finishPlans(ctx);
}

/** A company that has left is asked for nothing any more; its own leaving ends its duties (organization/leaving.ts). */
async function lapsePlans(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companyId: string }>`
    update onboarding_plans p set closed_on = ${ctx.today}::date, outcome = 'lapsed'
    from units u where u.id = p.company_id and u.ended_on <= ${ctx.today}::date and p.closed_on is null
    returning p.id, p.company_id`.execute(ctx.db);
  if (rows.length === 0) return;
  const steps = await sql<{ id: string }>`
    update onboarding_steps s set closed_on = ${ctx.today}::date, outcome = 'lapsed'
    where s.plan_id = any (${rows.map((row) => row.id)}::uuid[]) and s.outcome is null returning s.id`.execute(
    ctx.db,
  );
  await lapseDuties(
    ctx,
    steps.rows.map((row) => row.id),
    "company.left",
  );
  await recordEach(
    ctx,
    "onboarding.lapsed",
    rows.map(({ id, companyId }) => ({
      subject: { kind: "unit", id: companyId, companyId },
      data: { planId: id, because: "company.left" },
    })),
  );
}

type OpenStep = { id: string; planId: string; companyId: string; step: Step };

async function closeSteps(ctx: Ctx): Promise<void> {
  const { rows } = await sql<OpenStep>`
    select s.id, s.plan_id, s.company_id, s.step from onboarding_steps s join onboarding_plans p on p.id = s.plan_id
    where p.closed_on is null and p.started_at is not null and s.outcome is null`.execute(ctx.db);
  const met = await metBy(ctx, [...new Set(rows.map((row) => row.companyId))]);
  const ids = rows.filter((row) => met.get(row.companyId)?.has(row.step)).map((row) => row.id);
  if (ids.length === 0) return;
  const closed = await sql<OpenStep>`
    update onboarding_steps s set closed_on = ${ctx.today}::date, outcome = 'done'
    where s.id = any (${ids}::uuid[]) and s.outcome is null returning s.id, s.plan_id, s.company_id, s.step`.execute(
    ctx.db,
  );
  const done = closed.rows.map((row) => row.id);
  for (const kind of Object.values(dutyOf)) await closeEach(ctx, done, kind);
  await recordEach(
    ctx,
    "onboarding.step_done",
    closed.rows.map(({ planId, companyId, step }) => ({
      subject: { kind: "unit", id: companyId, companyId },
      data: { planId, onboardingStep: step },
    })),
  );
}

/** The company's own steps are its officer's as soon as there is one, and the division's again when there is none. */
async function handOver(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ companyId: string; planId: string }>`
    select distinct p.company_id, p.id as plan_id from duties d join onboarding_steps s on s.id = d.subject_id
    join onboarding_plans p on p.id = s.plan_id
    where d.kind = ${dutyOf.company} and d.state = 'open' and p.closed_on is null`.execute(ctx.db);
  if (rows.length === 0) return;
  const officers = await officersOf(
    ctx,
    rows.map((row) => row.companyId),
  );
  const answered = rows
    .map((row) => row.companyId)
    .filter((id) => officers.some((one) => one.companyId === id && one.answers && one.account));
  const moved = await sql<{ companyId: string; permission: string }>`
    update duties d set permission = w.permission, row_version = d.row_version + 1
    from (select c.id, case when c.id = any (${answered}::uuid[]) then 'inspection.answer' else 'inspection.review' end as permission
      from unnest(${rows.map((row) => row.companyId)}::uuid[]) c (id)) w
    where d.kind = ${dutyOf.company} and d.state = 'open' and d.company_id = w.id and d.permission <> w.permission
    returning d.company_id, d.permission`.execute(ctx.db);
  const toOfficers = new Set(
    moved.rows.filter((row) => row.permission === "inspection.answer").map((row) => row.companyId),
  );
  await recordEach(
    ctx,
    "onboarding.handed_over",
    rows
      .filter((row) => toOfficers.has(row.companyId))
      .map(({ companyId, planId }) => ({
        subject: { kind: "unit", id: companyId, companyId },
        data: { planId },
      })),
  );
}

async function finishPlans(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companyId: string }>`
    update onboarding_plans p set closed_on = ${ctx.today}::date, outcome = 'done'
    where p.closed_on is null and p.started_at is not null
      and not exists (select from onboarding_steps s where s.plan_id = p.id and s.outcome is null)
    returning p.id, p.company_id`.execute(ctx.db);
  await recordEach(
    ctx,
    "onboarding.done",
    rows.map(({ id, companyId }) => ({
      subject: { kind: "unit", id: companyId, companyId },
      data: { planId: id },
    })),
  );
}
