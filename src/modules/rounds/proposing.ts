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
  standard: string;
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
  const editions = await publishedEditions(ctx, fiscalYear);
  const rule = previous?.populationRule ?? firstRule;
  return {
    fiscalYear,
    today: ctx.today,
    editions,
    editionId: editionFor(editions, previous, dates.opensOn)?.id ?? null,
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

/** In force on the day, of the standard that was asked before; else whichever there is. */
function editionFor(editions: Proposal["editions"], previous: Previous | null, day: string) {
  const same = editions.filter((one) => one.standard === previous?.standard);
  const among = same.length > 0 ? same : editions;
  return among.find((one) => one.effectiveOn <= day) ?? among[0];
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
    select max(fiscal_year) as last from rounds where kind = 'inspection' and state <> 'discarded'`.execute(
    ctx.db,
  );
  const now = fiscalYearOf(ctx.today, startMonth);
  const last = rows[0]?.last ?? null;
  return last !== null && last >= now ? last + 1 : now;
}

/** The last one of the standard that the group has asked for longest and still asks (figures/rounds.ts). */
async function previousOf(ctx: Ctx, before: number): Promise<Previous | null> {
  const { rows } = await sql<Previous>`
    select * from (
      select r.id, e.standard, r.name, r.fiscal_year, r.opens_on, r.due_on, r.review_due_on, r.confirm_due_on, r.population_rule,
        r.provider_lead_days, r.launched_at, min(r.opens_on) over (partition by e.standard) as first_asked,
        max(r.fiscal_year) over (partition by e.standard) as last_year, max(r.fiscal_year) over () as newest_year
      from rounds r join editions e on e.id = r.edition_id
      where r.kind = 'inspection' and r.launched_at is not null and r.fiscal_year < ${before}) r
    order by r.last_year < r.newest_year - 1, r.first_asked, r.fiscal_year desc, r.launched_at desc limit 1`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

/** The newest first; the ones that take effect later stand before today's. */
async function publishedEditions(ctx: Ctx, fiscalYear: number): Promise<Proposal["editions"]> {
  const { rows } = await sql<Proposal["editions"][number]>`
    select e.id, e.standard, e.edition, e.effective_on,
      (select count(*)::int from controls c where c.edition_id = e.id) as controls,
      (select r.name from rounds r join editions b on b.id = r.edition_id and b.standard = e.standard
        where r.kind = 'inspection' and r.fiscal_year < ${fiscalYear} and r.launched_at is not null
        order by r.fiscal_year desc, r.launched_at desc limit 1) as carries_from
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
    select id, name, state from rounds where kind = 'inspection' and state <> 'discarded' and fiscal_year = ${fiscalYear}
    order by created_at desc limit 20`.execute(ctx.db);
  return rows;
}
