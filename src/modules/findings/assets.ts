// The things of the company's ledgers that a finding is about.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { type LedgerName, ledgerNames } from "#modules/ledgers/declared/ledgers.ts";

export type AssetRef = { ledger: string; entryId: string };

const isLedger = (name: string): name is LedgerName => (ledgerNames as readonly string[]).includes(name);

/** In place of what was named before. @throws AppError invalid where one is no entry of that company. */
export async function setAssets(
  ctx: Ctx,
  finding: { id: string; companyId: string },
  assets: readonly AssetRef[],
): Promise<void> {
  await sql`delete from finding_assets where finding_id = ${finding.id}::uuid`.execute(ctx.db);
  let written = 0;
  for (const ledger of new Set(assets.map((one) => one.ledger))) {
    if (!isLedger(ledger)) throw invalid("finding.unknown_entry");
    const ids = assets.filter((one) => one.ledger === ledger).map((one) => one.entryId);
    const { rows } = await sql`insert into finding_assets (finding_id, company_id, ledger, entry_id, name)
      select ${finding.id}::uuid, e.company_id, ${ledger}, e.id, e.name from ${sql.table(ledger)} e
      where e.id = any (${ids}::uuid[]) and e.company_id = ${finding.companyId}::uuid and ${within(ctx, "e.company_id")}
      returning entry_id`.execute(ctx.db);
    written += rows.length;
  }
  if (written !== new Set(assets.map((one) => one.entryId)).size) throw invalid("finding.unknown_entry");
}
