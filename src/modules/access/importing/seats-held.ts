// Lent to later modules.
// The units, seats and people that rows of a list of seats may mean, as the group holds them: a batch in three statements.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { plainPerson } from "#modules/organization/importing/spelling.ts";
import type { SoughtPerson } from "./seat-person.ts";
import type { KnownHolder, KnownSeat, KnownUnit, Peers } from "./seat-world.ts";

/** Units that have seats: all but the group itself, which is no company by law. */
export async function heldSeatUnits(ctx: Ctx): Promise<KnownUnit[]> {
  const day = sql`greatest(${ctx.today}::date, u.founded_on)`;
  const { rows } = await sql<Omit<KnownUnit, "names"> & { names: (string | null)[] }>`
    select u.id, u.kind, u.code, u.company_id, array[n.name, n.name_en, n.name_ja, n.name_zh] as names,
      coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name) as name
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${day})
    where u.kind in ('division', 'company', 'department', 'site') and ${within(ctx, "u.company_id")}
      and u.company_id is not null and (u.ended_on is null or u.ended_on > ${ctx.today}::date)`.execute(
    ctx.db,
  );
  return rows.map((row) => ({ ...row, names: row.names.filter((name) => name !== null) }));
}

export async function heldSeats(ctx: Ctx, unitIds: readonly string[]): Promise<Map<string, KnownSeat[]>> {
  const { rows } = await sql<Omit<KnownSeat, "names"> & { names: (string | null)[] }>`
    select s.id, s.unit_id, s.purpose, array[s.name, s.name_en, s.name_ja, s.name_zh] as names,
      coalesce(${sql.ref(`s.name_${ctx.language}`)}, s.name) as name,
      coalesce((select jsonb_agg(jsonb_build_object('personId', h.person_id, 'familyName', p.family_name,
          'givenName', p.given_name, 'from', h.valid_from, 'to', h.valid_to) order by h.valid_from)
        from position_holders h join people p on p.id = h.person_id where h.position_id = s.id), '[]') as holders
    from positions s
    where s.unit_id = any (${[...new Set(unitIds)]}::uuid[]) and ${within(ctx, "s.company_id")}
      and (s.ended_on is null or s.ended_on > ${ctx.today}::date)
    order by s.created_on, s.id`.execute(ctx.db);
  return Map.groupBy(
    rows.map((row) => ({ ...row, names: row.names.filter((name) => name !== null) })),
    (row) => row.unitId,
  );
}

/** Under a number at the company, a login, an address, or, where a row gives none of these, the name at the company. */
export async function heldHolders(ctx: Ctx, sought: readonly SoughtPerson[]): Promise<Peers["people"]> {
  const asked = sought.map((one) => ({
    company_id: one.companyId,
    number: one.number?.toLowerCase() ?? null,
    email: one.email?.toLowerCase() ?? null,
    name: one.name === "" ? null : plainPerson(one.name),
  }));
  const { rows } = await sql<KnownHolder>`
    with sought as (
      select distinct * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as w(company_id uuid, number text, email text, name text)
    ), meant as (
      select p.id from sought w join people p on lower(p.code) = w.number
      union
      select p.id from sought w join people p on lower(p.email) in (w.email, w.number)
      union
      select a.person_id from sought w join accounts a on lower(a.login_name) in (w.email, w.number) and a.state <> 'closed'
      union
      select p.id from sought w join people p on p.company_id = w.company_id
        and lower(regexp_replace(normalize(p.family_name || p.given_name, NFKC), '\\s+', '', 'g')) = w.name
    )
    select p.id, p.company_id, p.code, p.family_name, p.given_name, p.family_name_reading, p.given_name_reading,
      p.email, p.telephone, p.language, p.time_zone, p.row_version, f.language as company_language,
      coalesce(un.name, '') as company_name,
      not exists (select from employments e where e.person_id = p.id)
        or exists (select from employments e where e.person_id = p.id
          and (e.valid_to is null or e.valid_to > ${ctx.today}::date)) as is_employed,
      (select min(a.login_name) from accounts a where a.person_id = p.id and a.state <> 'closed') as login_name,
      coalesce((select jsonb_agg(jsonb_build_object('roleId', g.role_id, 'unitId', g.unit_id))
        from rights_ahead(array[p.id]) g), '[]') as grants
    from meant m join people p on p.id = m.id and ${within(ctx, "p.company_id")}
    left join company_facts f on f.company_id = p.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    left join unit_names un on un.unit_id = p.company_id and holds_on(un.valid_from, un.valid_to, ${ctx.today}::date)
    order by p.id`.execute(ctx.db);
  return rows;
}
