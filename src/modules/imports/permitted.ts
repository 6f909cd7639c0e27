// Each kind of list has a permission of its own; which one an operation needs shows once the import is known.
import { sql } from "kysely";
import type { Ctx, Reach } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { forbidden } from "#core/errors.ts";
import { kindOf, kinds } from "./kinds.ts";
import * as queries from "./queries.ts";

/** The rest of the operation under the permission that this kind of list asks for. */
export async function forKind(ctx: Ctx, kind: string): Promise<Ctx> {
  const { permission } = kindOf(kind);
  if (ctx.permission === permission) return ctx;
  const other = await under(ctx, permission);
  if (other.reach === "none") throw forbidden("permission.missing", { values: { operation: kind } });
  return other;
}

/** An import as its kind's permission lets it be seen. */
export async function reading(given: Ctx, id: string): Promise<{ ctx: Ctx; load: queries.ImportRow }> {
  const seen = await queries.importInScope(given, id);
  const ctx = await forKind(given, seen.kind);
  return { ctx, load: ctx === given ? seen : await queries.importInScope(ctx, id) };
}

/** Imports of the kinds whose permission the reader holds, each as far as that one reaches. */
export async function isReadable(ctx: Ctx) {
  const asked = Object.values(kinds).map(({ kind, permission }) => ({ kind, permission }));
  const { rows } = await sql<{ kind: string; permission: string; reach: Reach }>`
    select k.kind, k.permission, s.reach
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as k (kind text, permission text)
    cross join lateral standing_of(${ctx.actor.personId}::uuid, k.permission) s`.execute(ctx.db);
  const each = rows.map(
    ({ kind, ...standing }) => sql`i.kind = ${kind} and ${within({ ...ctx, ...standing }, "i.company_id")}`,
  );
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`;
}
