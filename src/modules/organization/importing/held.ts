// Lent to later modules.
// What the group holds today, as the rows of a file are compared with it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { KnownCompany } from "./companies.ts";
import { factFields } from "./company-facts.ts";

type Held = Omit<KnownCompany, "names"> & { names: (string | null)[] };

/** Every unit that a company may stand below, and every company, with names in all languages. */
export async function heldUnits(ctx: Ctx): Promise<KnownCompany[]> {
  // A company that joins on a later day is held already: a list that names it again says nothing new.
  const day = sql`greatest(${ctx.today}::date, u.founded_on)`;
  const { rows } = await sql<Held>`
    select u.id, u.kind, u.code, u.ended_on, s.parent_id, r.kind as relation, r.ownership_percent::float8 as ownership_percent,
      case when r.kind <> 'parent' then coalesce(r.owner_id, (select company_id from relations p where p.kind = 'parent'
        and holds_on(p.valid_from, p.valid_to, ${day}))) end as owner_id,
      ${sql.join(factFields.map((field) => sql.ref(`f.${field}`)))},
      array[n.name, n.name_en, n.name_ja, n.name_zh] as names
    from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${day})
    left join supervisions s on s.unit_id = u.id and holds_on(s.valid_from, s.valid_to, ${day})
    left join relations r on r.company_id = u.id and holds_on(r.valid_from, r.valid_to, ${day})
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${day})
    where u.kind in ('group', 'division', 'company') and (u.kind = 'group' or ${within(ctx, "u.company_id")})
      and (u.ended_on is null or u.ended_on > ${ctx.today}::date)`.execute(ctx.db);
  return rows.map((row) => ({ ...row, names: row.names.filter((name) => name !== null) }));
}
