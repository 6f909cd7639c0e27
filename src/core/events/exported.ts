// A list that leaves as a file leaves an event too: whoever took it, from which filter, how many rows.
import { sql } from "kysely";
import type { Ctx } from "../context.ts";
import { within } from "../db/scope.ts";
import { asSensitiveRead } from "./sensitive.ts";

/**
 * @param companyId of a file about one company; else the company is the one that the reader reaches alone, whose trail then
 * shows the export, or none.
 */
export async function asExport<T extends object>(
  ctx: Ctx,
  output: T,
  verb: string,
  data: Record<string, unknown>,
  companyId?: string,
): Promise<T> {
  const id = companyId ?? (await onlyCompany(ctx));
  return asSensitiveRead(output, { verb, subject: { kind: "unit", id, companyId: id }, data });
}

async function onlyCompany(ctx: Ctx): Promise<string | null> {
  if (ctx.reach === "group") return null;
  const { rows } = await sql<{ id: string }>`select u.id from units u
    where u.kind = 'company' and ${within(ctx, "u.company_id")} limit 2`.execute(ctx.db);
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
