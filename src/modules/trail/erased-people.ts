// Lent to later modules.
// Whose values two persons have decided to erase (docs/decisions/0074), and by which words lists of before may name them.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";

/** @property words name in both orders and mail address, folded as `isOneOf` folds. */
export type ErasedPerson = { id: string; companyIds: string[]; words: string[] };

const foldedIn = (text: RawBuilder<unknown>) =>
  sql`lower(regexp_replace(normalize(coalesce(${text}, ''), NFKC), '\\s+', '', 'g'))`;

/** The text is nothing but one of those words; a sentence that names somebody is somebody's report, and stays. */
export const isOneOf = (column: string, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`${foldedIn(sql.raw(column))} = any (${[...words]}::text[])`;

/** Of approved erasures of what is kept about a person, the persons. */
export async function erasedPeople(
  ctx: Ctx,
  events: readonly { subjectId: string | null }[],
): Promise<ErasedPerson[]> {
  const { rows } = await sql<ErasedPerson>`
    select p.id, array(select p.company_id union select e.company_id from employments e where e.person_id = p.id) as company_ids,
      array(select w from unnest(array[${foldedIn(sql`p.family_name || p.given_name`)}, ${foldedIn(sql`p.given_name || p.family_name`)},
        ${foldedIn(sql`p.email`)}]) w where w <> '') as words
    from trail_erasures t join people p on p.id = (t.scope ->> 'personId')::uuid
    where t.id = any (${events.flatMap((one) => one.subjectId ?? [])}::uuid[]) and t.kind = 'person' and t.decision = 'approved'
      and (t.scope ->> 'isAbout')::boolean`.execute(ctx.db);
  return rows;
}
