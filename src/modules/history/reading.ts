// Lent to later modules.
// Earlier years as lists said them, of fiscal years that the product did not keep itself.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";

export type EarlierYear = {
  fiscalYear: number;
  /** The edition that the list names; null where its rows name several or none. */
  edition: string | null;
  /** Companies with a result, by result: meets, improve, serious, not known. */
  counts: number[];
  /** Companies of which the list gives a score and no result: they are in no share. */
  scoreOnly: number;
  addedAt: string;
};

const isShown = sql`e.replaced_at is null and not exists (select from rounds r where r.kind = 'inspection'
  and r.state in ('launching', 'open', 'closed') and r.fiscal_year = e.fiscal_year)`;

/** @param among which companies count, of `e.company_id`. */
export async function earlierYears(ctx: Ctx, among: RawBuilder<unknown>): Promise<EarlierYear[]> {
  const count = (result: string) => sql`count(*) filter (where e.result = ${result})::int`;
  const { rows } = await sql<EarlierYear>`
    select e.fiscal_year, case when min(e.edition) = max(e.edition) then nullif(min(e.edition), '') end as edition, min(e.added_at) as added_at,
      array[${sql.join(["meets", "improve", "serious", "not_known"].map(count))}] as counts,
      count(*) filter (where e.result is null)::int as score_only
    from earlier_results e
    where e.area = '' and ${isShown} and ${within(ctx, "e.company_id")} and ${among}
    group by e.fiscal_year order by e.fiscal_year`.execute(ctx.db);
  return rows;
}

export type EarlierOfCompany = {
  fiscalYear: number;
  result: "meets" | "improve" | "serious" | "not_known" | null;
  score: number | null;
  edition: string;
  source: string;
  addedAt: string;
};

/** One company's earlier years as a whole, oldest first. */
export async function earlierOf(ctx: Ctx, companyId: string): Promise<EarlierOfCompany[]> {
  const { rows } = await sql<EarlierOfCompany>`
    select e.fiscal_year, e.result, e.score::float8 as score, e.edition, e.source, e.added_at
    from earlier_results e where e.company_id = ${companyId}::uuid and e.area = '' and ${isShown} and ${within(ctx, "e.company_id")}
    order by e.fiscal_year`.execute(ctx.db);
  return rows;
}
