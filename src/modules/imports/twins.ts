// Who stands in a list twice. The same person is often written with the company's code in one row and a short form of its
// name in another, so rows are told apart by the company that was understood, not by its letters.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";

export type Keyed = { rowNumber: number; codeKey: string };

/** Keeps what each row was understood to be, and says which of them stand in the file more than once so far. */
export async function twinsAmong(
  ctx: Ctx,
  importId: string,
  rows: readonly Keyed[],
): Promise<ReadonlySet<number>> {
  await sql`update import_rows r set code_key = k."codeKey"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as k("rowNumber" integer, "codeKey" text)
    where r.import_id = ${importId}::uuid and r.row_number = k."rowNumber" and r.code_key is distinct from k."codeKey"`.execute(
    ctx.db,
  );
  const keys = rows.map((row) => row.codeKey);
  const twice = new Set(await keysOfTwins(ctx, importId, sql`code_key = any (${keys}::text[])`));
  return new Set(rows.filter((row) => twice.has(row.codeKey)).map((row) => row.rowNumber));
}

const isKept: RawBuilder<boolean> = sql`coalesce((decision->>'leaveOut')::boolean, false) is false`;

/**
 * The keys that stand in the file more than once, among those of some rows. Asked beforehand and not within the look at the
 * rows: of a list that has just been read there are no statistics, and PostgreSQL counted the file anew for every row of it.
 */
export async function keysOfTwins(
  ctx: Ctx,
  importId: string,
  among: RawBuilder<unknown> = sql`code_key is not null`,
): Promise<string[]> {
  const { rows } = await sql<{ codeKey: string }>`
    select code_key from import_rows where import_id = ${importId}::uuid and ${among} and ${isKept}
    group by code_key having count(*) > 1`.execute(ctx.db);
  return rows.map((row) => row.codeKey);
}

/** Rows judged before their twin was read: they do not say yet that they stand in the file twice. */
export const unawareOf = (keys: readonly string[]): RawBuilder<unknown> => sql`
  r.code_key = any (${[...keys]}::text[]) and not r.problems @> '[{"code": "import.twice_in_file"}]'::jsonb
  and not r.problems @> '[{"code": "import.year_twice_in_file"}]'::jsonb`;
