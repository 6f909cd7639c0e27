// The proposal: what the data say of every company is read in one statement, planned by the pure rule, and taken as it was seen.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { startMonth, wholeGroup } from "./whole-group.ts";
import type { programme } from "./contract/programme.ts";
import { cycleOn } from "./cycle.ts";
import { availableDays } from "./pool.ts";
import { begin, notOver } from "./programmes.ts";
import { type Fixed, type Proposal, propose, type ToVisit } from "./proposal.ts";
import { type Count, shrunk, sum } from "../opinions/rules.ts";
import { addMonths, monthsBetween, type Result, riskOf, type Tier } from "./rules.ts";

type In<K extends keyof typeof programme> = Input<(typeof programme)[K]>;
type Out<K extends keyof typeof programme> = Promise<Output<(typeof programme)[K]>>;
type Named = ToVisit & { name: string };
type Given = Omit<Named, "risk"> & {
  result: Result | null;
  score: number | null;
  lastResult: Result | null;
  nextOn: string | null;
  joinedOn: string;
  claims: number;
  overturned: number;
};

/**
 * Every consolidated company as it stands today, with what its last inspection said. One that is planned already comes again
 * one cycle after that visit.
 */
async function companies(ctx: Ctx): Promise<Given[]> {
  const { rows } = await sql<Given>`
    select c.company_id as id, u.code, ${nameOfUnit(ctx.language, "n")} as name, coalesce(c.tier, 'T3') as tier,
      coalesce(c.region, 'other') as region, c.is_acquired, c.joined_on, c.last_on, c.last_result, c.due_on,
      (select max(coalesce(v.to_on, (v.month + interval '1 month - 1 day')::date)) from audit_visits v
        where v.company_id = c.company_id and audit_visit_stands(v, ${ctx.today}::date)) as next_on,
      i.result, case when i.weight > 0 then (i.half_points::float8 / 2) / i.weight end as score,
      coalesce(o.claims, 0) as claims, coalesce(o.overturned, 0) as overturned
    from audit_coverage(${ctx.today}::date, array['consolidated']) c join units u on u.id = c.company_id
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join lateral (select r.result, r.half_points, r.weight from inspection_results r join rounds o on o.id = r.round_id
      where r.company_id = c.company_id and r.basis in ('live', 'standing', 'locked', 'restated')
      order by o.fiscal_year desc, array_position(array['standing', 'restated', 'locked', 'live'], r.basis) limit 1) i on true
    left join lateral (select count(*)::int as claims, count(*) filter (where k.verdict in ('partly', 'not_met'))::int as overturned
      from audit_controls k where k.said_verdict = 'met' and k.verdict is not null and k.drawn <> 'added' and k.visit_id = (
        select v.id from audit_visits v join audit_sheets s on s.visit_id = v.id where v.company_id = c.company_id and v.state = 'held'
        order by v.held_on desc, v.id desc limit 1)) o on true
    order by u.code`.execute(ctx.db);
  return rows;
}

type Rules = { cycle: { months: Record<Tier, number> }; today: string; byTier: ReadonlyMap<Tier, Count> };

function toVisit(one: Given, { cycle, today, byTier }: Rules): Named {
  const { result, score, lastResult, nextOn, joinedOn: _, claims, overturned, ...rest } = one;
  const monthsSince = one.lastOn ? monthsBetween(one.lastOn, today) : null;
  // A few answers of its own say little: drawn towards its tier, as the page of three opinions shows it.
  const overclaim =
    claims === 0
      ? null
      : shrunk({ claims, overturned }, byTier.get(one.tier) ?? { claims: 0, overturned: 0 });
  const risk = riskOf({ result, score, lastResult, monthsSince, overclaim });
  if (nextOn === null) return { ...rest, risk };
  return { ...rest, risk, lastOn: nextOn, dueOn: addMonths(nextOn, cycle.months[one.tier]) };
}

async function fixedVisits(ctx: Ctx): Promise<Fixed[]> {
  const { rows } = await sql<Fixed>`
    select v.company_id, v.month, coalesce(f.region, 'other') as region, v.auditor_days from audit_visits v
    left join company_facts f on f.company_id = v.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    where v.state <> 'cancelled'`.execute(ctx.db);
  return rows;
}

type Proposed = { proposal: Proposal; known: Map<string, Named>; digest: string; month: number };

async function proposed(ctx: Ctx, { first, years }: In<"proposeVisits">): Promise<Proposed> {
  wholeGroup(ctx);
  await notOver(ctx, first);
  const month = await startMonth(ctx);
  const cycle = await cycleOn(ctx, ctx.today);
  const given = await companies(ctx);
  const byTier = new Map(
    [...Map.groupBy(given, (one) => one.tier)].map(([tier, those]) => [tier, sum(those)]),
  );
  const all = given.map((one) => toVisit(one, { cycle, today: ctx.today, byTier }));
  const horizon = Array.from({ length: years }, (_, at) => first + at);
  const proposal = propose(all, await fixedVisits(ctx), {
    first,
    count: years,
    startMonth: month,
    today: ctx.today,
    available: await availableDays(ctx, horizon),
    cycle,
  });
  const digest = createHash("sha256").update(JSON.stringify(proposal)).digest("hex");
  return { proposal, known: new Map(all.map((one) => [one.id, one])), digest, month };
}

async function states(ctx: Ctx, first: number, years: number) {
  const { rows } = await sql<{ fiscalYear: number; state: string; id: string }>`
    select p.fiscal_year, p.state, p.id from audit_programmes p
    where p.fiscal_year between ${first} and ${first + years - 1} order by p.fiscal_year for update`.execute(
    ctx.db,
  );
  return rows;
}

export async function proposeVisits(ctx: Ctx, input: In<"proposeVisits">): Out<"proposeVisits"> {
  const { proposal, known, digest, month } = await proposed(ctx, input);
  const { rows } = await sql<{ fiscalYear: number }>`select p.fiscal_year from audit_programmes p
    where p.state <> 'draft' and p.fiscal_year between ${input.first} and ${input.first + input.years - 1} order by 1`.execute(
    ctx.db,
  );
  const named = (id: string) => {
    const { code = "", name = "", region = null, risk = 0 } = known.get(id) ?? {};
    return {
      code,
      name,
      region: region as Output<typeof programme.proposeVisits>["visits"][number]["region"],
      risk,
    };
  };
  return {
    years: proposal.years.map((year) => ({
      ...year,
      visits: proposal.visits.filter((one) => fiscalYearOf(one.month, month) === year.fiscalYear).length,
    })),
    visits: proposal.visits.map((one) => ({ ...one, ...named(one.companyId) })),
    uncovered: proposal.uncovered.map(({ companyId, dueOn, auditorDays }) => {
      const { code, name } = named(companyId);
      return { companyId, code, name, dueOn, auditorDays };
    }),
    approvedYears: rows.map((row) => row.fiscalYear),
    digest,
  };
}

/** Nothing that is planned is changed; what is added is what was looked at, or nothing. */
export async function takeProposal(ctx: Ctx, input: In<"takeProposal">): Out<"takeProposal"> {
  wholeGroup(ctx);
  await notOver(ctx, input.first);
  const before = await states(ctx, input.first, input.years);
  const { proposal, digest, month } = await proposed(ctx, input);
  if (input.digest !== undefined && digest !== input.digest) throw conflict("audit.proposal_changed");
  const yearOf = (one: { month: string }) => fiscalYearOf(one.month, month);
  const asked = new Set(proposal.visits.map(yearOf));
  const settled = before.filter((one) => one.state !== "draft" && asked.has(one.fiscalYear));
  if (settled.length > 0 && !input.reason?.trim()) throw invalid("audit.reason_needed");
  for (const year of asked) await begin(ctx, year);
  const rows = proposal.visits.map((one) => ({
    company_id: one.companyId,
    fiscal_year: yearOf(one),
    month: one.month,
    auditor_days: one.auditorDays,
    why: one.why,
  }));
  const added = await sql<{ id: string }>`
    insert into audit_visits (company_id, programme_id, month, kind, auditor_days, why, planned_by, planned_at)
    select x.company_id, p.id, x.month, 'on_site', x.auditor_days, x.why, ${ctx.actor.personId}::uuid, app_now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (company_id uuid, fiscal_year int, month date, auditor_days int, why text)
    join audit_programmes p on p.fiscal_year = x.fiscal_year and p.state <> 'closed' returning id`.execute(
    ctx.db,
  );
  await sql`update audit_programmes p set row_version = p.row_version + 1,
      prepared_by = case when p.state = 'draft' and not (${ctx.actor.personId}::uuid = any (p.prepared_by))
        then p.prepared_by || ${ctx.actor.personId}::uuid else p.prepared_by end
    where p.fiscal_year = any (${[...asked]}::int[])`.execute(ctx.db);
  if (added.rows.length > 0)
    await record(ctx, "audit.proposal_taken", {
      subject: { kind: "audit_programme", id: null, companyId: null },
      data: {
        fiscalYear: input.first,
        years: input.years,
        visits: added.rows.length,
        uncovered: proposal.uncovered.length,
        digest,
      },
      ...(input.reason?.trim() ? { personal: { reason: input.reason.trim() } } : {}),
    });
  return { added: added.rows.length };
}
