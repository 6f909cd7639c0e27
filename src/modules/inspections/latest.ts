// Lent to later modules.
// What was last concluded about each company: its current standing, else what its last locked inspection says.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";

/** Says company_id and result; a company that was never inspected to the end is not among them. */
export const latestResults = (ctx: Ctx): RawBuilder<unknown> => sql`
  select distinct on (x.company_id) x.company_id, x.result from inspection_results x join rounds r on r.id = x.round_id
  where x.basis in ('standing', 'restated', 'locked') and ${within(ctx, "x.company_id")}
  order by x.company_id, r.fiscal_year desc, r.opens_on desc, array_position(array['standing', 'restated', 'locked'], x.basis)`;
