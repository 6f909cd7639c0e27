// Decisions not to notify, for whoever audits.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { seen } from "../visible.ts";
import type { notices } from "./contract.ts";
import { wordsFor } from "./drafting.ts";
import type { Notice } from "./loading.ts";

/** Nobody is notified, by whose decision, for what reason, and who looked at it. */
export async function listOmissions(
  ctx: Ctx,
  { companyId }: Input<typeof notices.listOmissions>,
): Promise<Output<typeof notices.listOmissions>> {
  if (companyId) await companyInScope(ctx, companyId);
  type Found = Omit<Output<typeof notices.listOmissions>["rows"][number], "name"> & {
    names: Notice["names"];
  };
  const { rows } = await sql<Found>`
    select c.id, c.incident_id, i.reference, ${nameOfUnit(ctx.language, "n")} as company_name, c.names, c.audience, c.state, c.omitted_reason as reason,
      c.omitted_criteria as criteria, c.omitted_at as decided_at, ${nameOfActor(ctx.language, sql`c.omitted_by`)} as decided_by_name,
      c.omission_seen_at as seen_at, ${nameOfActor(ctx.language, sql`c.omission_seen_by`)} as seen_by_name, c.is_exercise
    from incident_notices c join incidents i on i.id = c.incident_id
    join unit_names n on n.unit_id = c.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where c.state in ('omission', 'omitted') and not c.is_exercise and ${seen(ctx)}
      and ${companyId ? sql`c.company_id = ${companyId}::uuid` : sql`true`} order by c.omitted_at desc, c.id desc limit 500`.execute(
    ctx.db,
  );
  return { rows: rows.map(({ names, ...row }) => ({ ...row, name: wordsFor(ctx.language, names) })) };
}
