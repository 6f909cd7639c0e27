// The entry of the information ledger that personal data are kept under.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";

export type DataSet = { id: string; companyId: string; name: string; nature: string | null; state: string };

export async function dataSetInScope(ctx: Ctx, id: string): Promise<DataSet> {
  const { rows } = await sql<DataSet>`select e.id, e.company_id, e.name, e.nature, e.state from information e
    where e.id = ${id}::uuid and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  return found(rows[0], "entry");
}

/**
 * The same held until the end of the transaction: what two people say of one data set comes one after the other, so that each
 * settles its gaps over what the other has said.
 */
export async function dataSetToChange(ctx: Ctx, id: string): Promise<DataSet> {
  const entry = await dataSetHeld(ctx, id);
  if (entry.state === "retired") throw conflict("ledger.retired");
  if (entry.nature !== "personal") throw conflict("ledger.not_personal");
  return entry;
}

/** Held, whatever has become of it: what waits about it is refused also when it is gone. */
export async function dataSetHeld(ctx: Ctx, id: string): Promise<DataSet> {
  const { rows } = await sql<DataSet>`select e.id, e.company_id, e.name, e.nature, e.state from information e
    where e.id = ${id}::uuid and ${within(ctx, "e.company_id")} for no key update`.execute(ctx.db);
  return found(rows[0], "entry");
}

/** Proof that somebody has sent for this company. */
export async function assertProof(ctx: Ctx, fileId: string | null, companyId: string): Promise<void> {
  if (!fileId) return;
  const { rows } = await sql`select from files f where f.id = ${fileId}::uuid and f.purpose = 'asset_proof'
    and f.company_id = ${companyId}::uuid and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  found(rows[0], "file");
}
