// The findings that a plan may begin with: those of a company that are still to be remedied, and of each the plan that has it already.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import type { beginning } from "./contract/beginning.ts";

type Row = Output<typeof beginning.listFindingsToPlan>["rows"][number];
const most = 200;

export async function listFindingsToPlan(
  ctx: Ctx,
  { companyId }: Input<typeof beginning.listFindingsToPlan>,
): Promise<Output<typeof beginning.listFindingsToPlan>> {
  await companyInScope(ctx, companyId);
  const { rows } = await sql<Row>`
    select f.id, f.reference, coalesce(f.titles ->> ${ctx.language}, f.title) as title, f.severity, taken.reference as in_plan
    from findings f left join lateral (select p.reference from plan_findings x join plans p on p.id = x.plan_id and p.state not in ('done', 'dropped')
      where x.finding_id = f.id order by p.number limit 1) taken on true
    where f.company_id = ${companyId}::uuid and ${within(ctx, "f.company_id")}
      and f.state in ('open', 'planned', 'in_work', 'to_verify') and f.left_on is null
    order by taken.reference is not null, f.severity_rank, f.number limit ${most}`.execute(ctx.db);
  return { rows };
}
