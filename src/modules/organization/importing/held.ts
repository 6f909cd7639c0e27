// Lent to later modules.
// What the group holds today, as the rows of a file are compared with it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { KnownCompany } from "./companies.ts";

type Held = Omit<KnownCompany, "names"> & { names: (string | null)[] };

/** Every unit that a company may stand below, and every company, with names in all languages. */
export async function heldUnits(ctx: Ctx): Promise<KnownCompany[]> {
  const day = ctx.today;
  const { rows } = await sql<Held>`
    select u.id, u.kind, u.code, s.parent_id, r.kind as relation, r.ownership_percent::float8 as ownership_percent,
      f.country, f.workers, array[n.name, n.name_en, n.name_ja, n.name_zh] as names
    from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${day}::date)
    left join supervisions s on s.unit_id = u.id and holds_on(s.valid_from, s.valid_to, ${day}::date)
    left join relations r on r.company_id = u.id and holds_on(r.valid_from, r.valid_to, ${day}::date)
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${day}::date)
    where u.kind in ('group', 'division', 'company') and (u.kind = 'group' or ${within(ctx, "u.company_id")})
      and (u.ended_on is null or u.ended_on > ${day}::date)`.execute(ctx.db);
  return rows.map((row) => ({ ...row, names: row.names.filter((name) => name !== null) }));
}
