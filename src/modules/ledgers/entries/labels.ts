// The labels in use, to choose from.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import type { entries } from "../contract/entries.ts";
import { ledgerOf } from "../declared/ledgers.ts";

/** So many labelled entries are looked at: enough to know what is in use, however many there are. */
const lookedAt = 20_000;

export async function listLabels(
  ctx: Ctx,
  { ledger, companyId }: Input<typeof entries.listLabels>,
): Promise<Output<typeof entries.listLabels>> {
  if (companyId) await companyInScope(ctx, companyId);
  const { rows } = await sql<{ label: string; entries: number }>`
    select l.label, count(*)::int as entries from (select e.labels from ${sql.table(ledgerOf(ledger).name)} e
      where e.labels <> '{}' and e.state <> 'retired' and ${within(ctx, "e.company_id")}
        and ${companyId ? sql`e.company_id = ${companyId}::uuid` : sql`true`} limit ${lookedAt}) e
    cross join lateral unnest(e.labels) as l (label) group by l.label order by count(*) desc, l.label limit 100`.execute(
    ctx.db,
  );
  return { rows };
}
