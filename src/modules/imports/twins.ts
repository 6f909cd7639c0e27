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
  const { rows: found } = await sql<{ codeKey: string }>`
    select code_key from import_rows
    where import_id = ${importId}::uuid and code_key = any (${rows.map((row) => row.codeKey)}::text[])
      and ${isKept}
    group by code_key having count(*) > 1`.execute(ctx.db);
  const twice = new Set(found.map((row) => row.codeKey));
  return new Set(rows.filter((row) => twice.has(row.codeKey)).map((row) => row.rowNumber));
}

const isKept: RawBuilder<boolean> = sql`coalesce((decision->>'leaveOut')::boolean, false) is false`;

/** Rows judged before their twin was read: they do not say yet that they stand in the file twice. */
export const unawareTwins = (importId: string): RawBuilder<unknown> => sql`
  r.code_key in (select code_key from import_rows
    where import_id = ${importId}::uuid and code_key is not null and ${isKept}
    group by code_key having count(*) > 1)
  and not r.problems @> '[{"code": "import.twice_in_file"}]'::jsonb`;
