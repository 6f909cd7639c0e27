// What the data say of the steps of companies: nobody ticks a step, it is done when this says so.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { beginningsOf } from "#modules/ledgers/beginning.ts";
import { type CriteriaFacts, type Relation, tierByCriteria } from "#modules/organization/rules.ts";
import type { Step } from "./rules.ts";

export type OfficerRow = {
  companyId: string;
  personId: string;
  name: string;
  /** Holds the right to answer for the company, other than by standing in. */
  answers: boolean;
  isDeputy: boolean;
  account: "active" | "invited" | null;
};

/** Who answers for companies within reach, and who stands in. */
export async function officersOf(ctx: Ctx, companyIds: readonly string[]): Promise<OfficerRow[]> {
  const { rows } =
    await sql<OfficerRow>`select o.company_id, o.person_id, ${nameOfPerson(ctx.language, "o")} as name,
      o.answers, o.is_deputy, o.account_state as account
    from officers_of(${[...companyIds]}::uuid[]) o order by o.is_deputy, o.account_state nulls last, name`.execute(
      ctx.db,
    );
  return rows;
}

type Known = {
  companyId: string;
  said: (CriteriaFacts & { id: string; saidOn: string }) | null;
  relation: Relation | null;
  tier: string | null;
  basis: string | null;
  tierFrom: string | null;
  hasHandedIn: boolean;
  isReviewed: boolean;
};

/** Of what companies said of themselves: as long as it counts, and the day from which it was said. */
const monthsSaidCounts = 12;

async function known(ctx: Ctx, companyIds: readonly string[]): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select c.id as company_id, to_jsonb(f) as said, r.kind as relation, t.tier, t.basis, t.valid_from as tier_from,
      exists (select from inspections i where i.company_id = c.id and i.submitted_at is not null) as has_handed_in,
      exists (select from onboarding_reviews v join onboarding_plans p on p.id = v.plan_id
        where p.company_id = c.id and p.closed_on is null) as is_reviewed
    from unnest(${[...companyIds]}::uuid[]) c (id)
    left join lateral (select s.id, s.said_on as "saidOn", s.workers, s.personal_data_people as "personalDataPeople",
        s.has_plant as "hasPlant", s.runs_servers as "runsServers", s.develops_products as "developsProducts",
        s.is_regional_headquarters as "isRegionalHeadquarters", s.is_finance as "isFinance",
        s.provides_shared_services as "providesSharedServices"
      from said_facts s where s.company_id = c.id and s.said_on > ${ctx.today}::date - make_interval(months => ${monthsSaidCounts})
      order by s.said_at desc limit 1) f on true
    left join relations r on r.company_id = c.id and holds_on(r.valid_from, r.valid_to, ${ctx.today}::date)
    left join tiers t on t.company_id = c.id and holds_on(t.valid_from, t.valid_to, ${ctx.today}::date)`.execute(
    ctx.db,
  );
  return rows;
}

/**
 * The tier stands once the company has said what it is and the tier in force is the one which that gives, or the group office
 * has decided on it since, whatever it decided.
 */
function tierStands({ said, relation, tier, basis, tierFrom }: Known): boolean {
  if (!said || !tier) return false;
  if (tier === tierByCriteria(said, relation).tier) return true;
  // By criteria on the very day may as well be what was set before the company spoke.
  return tierFrom !== null && (tierFrom > said.saidOn || (basis !== "criteria" && tierFrom === said.saidOn));
}

/**
 * The steps that the data say are done, of companies within the transaction's reach. The review is that of the plan that runs.
 *
 * `ledgers`: each of the eight has entries, a source or the word that there is none. `rules`: each that is not said to be empty is
 * covered by a rule in force, the company's or the group's.
 */
export async function metBy(ctx: Ctx, companyIds: readonly string[]): Promise<Map<string, Set<Step>>> {
  if (companyIds.length === 0) return new Map();
  const officers = await officersOf(ctx, companyIds);
  const begun = await beginningsOf(ctx, companyIds);
  const met = new Map<string, Set<Step>>();
  for (const company of await known(ctx, companyIds)) {
    const ledgers = begun.get(company.companyId) ?? [];
    const isCovered = (one: (typeof ledgers)[number]) =>
      one.rules.length > 0 || (one.none !== null && !one.isContradicted);
    const holds: Record<Step, boolean> = {
      officer: officers.some(
        (one) => one.companyId === company.companyId && one.answers && one.account !== null,
      ),
      facts: company.said !== null,
      tier: tierStands(company),
      ledgers: ledgers.length > 0 && ledgers.every((one) => one.hasBegun && !one.isContradicted),
      rules: ledgers.length > 0 && ledgers.every((one) => one.hasBegun && isCovered(one)),
      inspection: company.hasHandedIn,
      review: company.isReviewed,
    };
    met.set(company.companyId, new Set((Object.keys(holds) as Step[]).filter((step) => holds[step])));
  }
  return met;
}
