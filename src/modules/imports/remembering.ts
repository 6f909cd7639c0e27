// Lent to later modules.
// What the columns of a source mean, kept by the labels of its heading: the next file may have them in another order.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { type Mapping, signatureOf } from "./heading.ts";

export type Source = { kind: string; companyId: string | null };

/** Field -> label, as somebody mapped the last file with these labels; null where nobody has. */
export async function remembered(
  ctx: Ctx,
  { kind, companyId }: Source,
  labels: readonly string[],
): Promise<Record<string, string> | null> {
  const { rows } = await sql<{ mapping: Record<string, string> }>`
    select mapping from import_sources where kind = ${kind} and company_id is not distinct from ${companyId}::uuid
      and header_sha256 = sha256(convert_to(${signatureOf(labels)}, 'UTF8'))`.execute(ctx.db);
  return rows[0]?.mapping ?? null;
}

export async function remember(
  ctx: Ctx,
  { kind, companyId, name }: Source & { name: string },
  labels: readonly string[],
  mapping: Mapping,
): Promise<void> {
  const byLabel = Object.fromEntries(
    Object.entries(mapping).flatMap(([field, column]) => (labels[column] ? [[field, labels[column]]] : [])),
  );
  await sql`insert into import_sources (kind, company_id, name, mapping, header_sha256)
    values (${kind}, ${companyId}::uuid, ${name.slice(0, 200)}, ${JSON.stringify(byLabel)}::jsonb,
      sha256(convert_to(${signatureOf(labels)}, 'UTF8')))
    on conflict on constraint import_sources_header_unique do update
      set mapping = excluded.mapping, name = excluded.name, used_at = now()`.execute(ctx.db);
}
