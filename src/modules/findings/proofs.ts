// Files that show what somebody says of a finding: sent before (POST /files, purpose finding_proof), named by the act.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";

export type ProvenAct = "raised" | "remedied" | "verified" | "accepted";

/** @throws AppError invalid where one of them is no such file of that company. */
export async function addProofs(
  ctx: Ctx,
  finding: { id: string; companyId: string },
  act: ProvenAct,
  actId: string,
  fileIds: readonly string[] = [],
): Promise<void> {
  if (fileIds.length === 0) return;
  const ids = [...new Set(fileIds)];
  const { rows } = await sql`insert into finding_files (finding_id, company_id, file_id, act, act_id)
    select ${finding.id}::uuid, ${finding.companyId}::uuid, f.id, ${act}, ${actId}::uuid from files f
    where f.id = any (${ids}::uuid[]) and f.purpose = 'finding_proof' and f.company_id = ${finding.companyId}::uuid
      and ${within(ctx, "f.company_id")} returning file_id`.execute(ctx.db);
  if (rows.length !== ids.length) throw invalid("finding.unknown_file");
}
