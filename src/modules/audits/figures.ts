// Lent to later modules.
// What audits say in numbers: how far they reach, and how far self-answers hold.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { claimsOverturned } from "./opinions/counting.ts";
import { isWithin } from "./programme/coverage.ts";

export type AuditFigures = {
  /** Consolidated subsidiaries of today, and those whose last audit lies within their cycle. */
  subsidiaries: number;
  withinCycle: number;
  /** Of the random sample of each company's last visit. */
  claims: number;
  overturned: number;
  at: string;
};

export async function auditFigures(ctx: Ctx): Promise<AuditFigures> {
  const { rows } = await sql<Omit<AuditFigures, "claims" | "overturned">>`
    select count(*)::int as subsidiaries,
      count(*) filter (where ${isWithin(ctx.today)})::int as within_cycle, app_now() as at
    from audit_coverage(${ctx.today}::date, array['consolidated']) c where ${within(ctx, "c.company_id")}`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  return { ...row, ...(await claimsOverturned(ctx)) };
}
