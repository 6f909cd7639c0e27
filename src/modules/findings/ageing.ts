// Lent to later modules.
// How long findings have been open, of every company at once, by the conditions of the register: each number opens as many rows there.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { isOfAge, narrowed, viewed } from "./listing.ts";
import { ages } from "./rules.ts";

/** How many are open, how many of them over their day, and how many of each age. */
export const ageingColumns = ["running", "overdue", ...ages] as const;

/**
 * For a larger statement: rows of company_id and the columns above, within the scope; a company with nothing open is not among them.
 */
export function ageingByCompany(
  ctx: Ctx,
  filter: { companyId?: string; divisionId?: string },
): RawBuilder<unknown> {
  const { running, overdue } = viewed(ctx);
  const count = (condition: RawBuilder<boolean>, name: string) =>
    sql`(count(*) filter (where ${condition}))::int as ${sql.ref(name)}`;
  return sql`select f.company_id, count(*)::int as running, ${sql.join([
    count(overdue, "overdue"),
    ...ages.map((age) => count(isOfAge(ctx, age), age)),
  ])} from findings f where ${running} and ${narrowed(ctx, filter)} group by f.company_id`;
}
