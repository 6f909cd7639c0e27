// The facts of an incident that clocks, notices and briefs count with: companies by role, people by country, things.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { room } from "./contract.ts";
import type { AffectedRole } from "./rules.ts";

type Affected = Output<typeof room.getAffected>;

export type IncidentFacts = {
  /** Those that are affected now, by what they are in it. */
  companies: { companyId: string; role: AffectedRole }[];
  /** The last count of each country. */
  people: { country: string; count: number; isExact: boolean; categories: string[] }[];
};

/** Read as the product itself or by whoever sees the incident: what clocks of law start from. */
export async function factsOf(ctx: Ctx, incidentId: string): Promise<IncidentFacts> {
  const { rows: companies } = await sql<IncidentFacts["companies"][number]>`
    select a.company_id, a.role from incident_affected a where a.incident_id = ${incidentId}::uuid and a.left_at is null
    order by a.added_at, a.id`.execute(ctx.db);
  const { rows: people } = await sql<IncidentFacts["people"][number]>`
    select distinct on (p.country) p.country, p.count, p.is_exact, p.categories from incident_people p
    where p.incident_id = ${incidentId}::uuid order by p.country, p.set_at desc, p.id desc`.execute(ctx.db);
  return { companies, people };
}

export async function companiesOf(ctx: Ctx, incidentId: string): Promise<Affected["companies"]> {
  const { rows } = await sql<Affected["companies"][number]>`
    select a.id, a.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, a.role, a.told, a.told_at, a.noted_at,
      ${nameOfActor(ctx.language, sql`a.noted_by`)} as noted_by_name, a.left_at, a.left_because, a.row_version
    from incident_affected a join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where a.incident_id = ${incidentId}::uuid and ${within(ctx, "a.company_id")}
    order by a.left_at is not null, a.added_at, a.id limit 500`.execute(ctx.db);
  return rows;
}

export async function peopleOf(ctx: Ctx, incidentId: string): Promise<Pick<Affected, "people" | "earlier">> {
  const { rows } = await sql<Affected["people"][number] & { isLast: boolean }>`
    select p.id, p.country, p.count, p.is_exact, p.categories, p.said, p.set_at, ${nameOfActor(ctx.language, sql`p.set_by`)} as set_by_name,
      case when p.entry_id is not null
        then jsonb_build_object('name', p.entry_name, 'inLedger', p.in_ledger, 'taken', p.taken, 'as', p.taken_as) end as "from",
      row_number() over (partition by p.country order by p.set_at desc, p.id desc) = 1 as is_last
    from incident_people p where p.incident_id = ${incidentId}::uuid order by is_last desc, p.set_at desc, p.id desc limit 450`.execute(
    ctx.db,
  );
  const bare = ({ isLast: _isLast, ...row }: (typeof rows)[number]) => row;
  return {
    people: rows
      .filter((row) => row.isLast)
      .map(bare)
      .toSorted((a, b) => b.count - a.count || a.country.localeCompare(b.country))
      .slice(0, 250),
    earlier: rows
      .filter((row) => !row.isLast)
      .map(bare)
      .slice(0, 200),
  };
}
