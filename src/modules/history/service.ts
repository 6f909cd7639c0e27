import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { history } from "./contract.ts";

type Row = Output<typeof history.listEarlierResults>["rows"][number];

/** The youngest entry first. */
export async function listEarlierResults(
  ctx: Ctx,
  { companyId, fiscalYear, after, limit = 50 }: Input<typeof history.listEarlierResults>,
): Promise<Output<typeof history.listEarlierResults>> {
  const { rows } = await sql<Row>`
    select e.id, e.company_id, u.code, ${nameOfUnit(ctx.language, "n")} as name, e.fiscal_year, e.area, e.result, e.score::float8 as score,
      e.edition, e.source, e.reason, e.added_at, e.replaced_at, exists (select from rounds r where r.kind = 'inspection'
        and r.state in ('launching', 'open', 'closed') and r.fiscal_year = e.fiscal_year) as is_kept_here
    from earlier_results e join units u on u.id = e.company_id
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    where ${within(ctx, "e.company_id")} and ${companyId ? sql`e.company_id = ${companyId}::uuid` : sql`true`}
      and ${fiscalYear ? sql`e.fiscal_year = ${fiscalYear}` : sql`true`} and ${after ? sql`e.id < ${after}::uuid` : sql`true`}
    order by e.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
