// What a new round starts from, so that the group office only confirms: edition in force, last year's dates and rule.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { rounds } from "./contract.ts";
import { companiesOn, type Rule } from "./population.ts";
import { proposeDates } from "./rules.ts";

type Proposal = Output<typeof rounds.proposeRound>;
type Previous = {
  id: string;
  name: string;
  fiscalYear: number;
  opensOn: string;
  dueOn: string;
  reviewDueOn: string;
  confirmDueOn: string;
  populationRule: Rule;
  providerLeadDays: number;
};

/** Two weeks, as the column starts. */
const firstLeadDays = 14;

const firstRule = {
  relations: ["parent", "consolidated"],
  tiers: ["T1", "T2", "T3", "T4"],
  leaveOut: [],
} satisfies Omit<Rule, "asOf">;

export async function proposeRound(ctx: Ctx, input: Input<typeof rounds.proposeRound>): Promise<Proposal> {
  const startMonth = await fiscalYearStart(ctx);
  const fiscalYear = input.fiscalYear ?? (await nextYear(ctx, startMonth));
  const previous = await previousOf(ctx, fiscalYear);
  const dates = proposeDates({ fiscalYear, startMonth, today: ctx.today, previous });
  const editions = await publishedEditions(ctx);
  const rule = previous?.populationRule ?? firstRule;
  return {
    fiscalYear,
    today: ctx.today,
    editions,
    editionId: (editions.find((one) => one.effectiveOn <= dates.opensOn) ?? editions[0])?.id ?? null,
    draftEditionId: editions.length > 0 ? null : await draftEdition(ctx),
    previous: previous ? { id: previous.id, name: previous.name, fiscalYear: previous.fiscalYear } : null,
    basis: previous ? "last_year" : "fiscal_year",
    ...dates,
    providerLeadDays: previous?.providerLeadDays ?? firstLeadDays,
    populationRule: {
      asOf: ctx.today,
      relations: rule.relations,
      tiers: rule.tiers,
      leaveOut: await stillThere(ctx, rule.leaveOut),
    },
    existing: await roundsOf(ctx, fiscalYear),
    companies: await companiesOn(ctx, ctx.today),
  };
}

async function fiscalYearStart(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    startMonth: number;
  }>`select fiscal_year_start_month as start_month from group_settings`.execute(ctx.db);
  return rows[0]?.startMonth ?? 4;
}

/** This fiscal year, or the one after the last that has a round. */
async function nextYear(ctx: Ctx, startMonth: number): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(fiscal_year) as last from rounds where kind = 'inspection'`.execute(ctx.db);
  const now = fiscalYearOf(ctx.today, startMonth);
  const last = rows[0]?.last ?? null;
  return last !== null && last >= now ? last + 1 : now;
}

async function previousOf(ctx: Ctx, before: number): Promise<Previous | null> {
  const { rows } = await sql<Previous>`
    select id, name, fiscal_year, opens_on, due_on, review_due_on, confirm_due_on, population_rule, provider_lead_days from rounds
    where kind = 'inspection' and fiscal_year < ${before} and launched_at is not null
    order by fiscal_year desc, launched_at desc limit 1`.execute(ctx.db);
  return rows[0] ?? null;
}

/** The newest first; the ones that take effect later stand before today's. */
async function publishedEditions(ctx: Ctx): Promise<Proposal["editions"]> {
  const { rows } = await sql<Proposal["editions"][number]>`
    select e.id, e.standard, e.edition, e.effective_on,
      (select count(*)::int from controls c where c.edition_id = e.id) as controls
    from editions e where e.state = 'published' order by e.effective_on desc, e.published_at desc limit 50`.execute(
    ctx.db,
  );
  return rows;
}

async function draftEdition(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from editions where state = 'draft' order by created_at desc limit 1`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

/** Companies that were left out last year and still exist; the reason is proposed again, to be thought over. */
async function stillThere(ctx: Ctx, leaveOut: Rule["leaveOut"]): Promise<Rule["leaveOut"]> {
  if (leaveOut.length === 0) return [];
  const { rows } = await sql<{ companyId: string; reason: string }>`
    select o."companyId" as company_id, o.reason
    from jsonb_to_recordset(${JSON.stringify(leaveOut)}::jsonb) as o ("companyId" uuid, reason text)
    join units u on u.id = o."companyId" and (u.ended_on is null or u.ended_on > group_today())`.execute(
    ctx.db,
  );
  return rows;
}

async function roundsOf(ctx: Ctx, fiscalYear: number): Promise<Proposal["existing"]> {
  const { rows } = await sql<Proposal["existing"][number]>`
    select id, name, state from rounds where kind = 'inspection' and fiscal_year = ${fiscalYear}
    order by created_at desc limit 20`.execute(ctx.db);
  return rows;
}
