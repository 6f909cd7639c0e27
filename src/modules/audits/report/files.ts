// Files that the company gives to an audit.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";

export type Named = { id: string; name: string };

/** Those that were sent for an audit of this company; any other is not there. */
export async function attachable(ctx: Ctx, companyId: string, fileIds: readonly string[]): Promise<Named[]> {
  const wanted = [...new Set(fileIds)];
  if (wanted.length === 0) return [];
  const { rows } = await sql<Named>`
    select f.id, f.name from files f where f.id = any (${wanted}::uuid[]) and f.purpose = 'audit_document'
      and f.company_id = ${companyId}::uuid and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  if (rows.length !== wanted.length) found(undefined, "file");
  return rows;
}
