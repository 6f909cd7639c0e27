// What the controls of an edition refer to, and how far that says something of the items.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";

/** A set, an item of it, and how the control stands to the item. */
export type Reference = [set: string, item: string, relation: ReferenceRelation];
/**
 * A reference says "helps to meet": it shares something. A control that asks its item in the item's own words, in the
 * language that its edition is written in, asks the same: so does whatever was made of a catalogue or a check sheet, and
 * whatever tier, weight, proof or value of a parameter it was given since. Words that were changed say what an author
 * meant, and how far that is still the item is for a person to judge.
 */
export type ReferenceRelation = "equal" | "intersects";

export type Referring = { controlId: string; references: Reference[] };

/** Words are the same whatever white space stands between them; as written, with the blanks that parameters fill. */
const line = (words: ReturnType<typeof sql>) => sql`btrim(regexp_replace(${words}, '\\s+', ' ', 'g'))`;

/** The controls in their order, each with its references. */
export async function referencesOf(db: Kysely<Tables>, editionId: string): Promise<Referring[]> {
  const { rows } = await sql<Referring>`
    select c.control_id, coalesce(jsonb_agg(jsonb_build_array(r.set_id, r.item_id,
        case when ${line(sql`i.words ->> w.original`)} = ${line(sql`coalesce(c.source, c.texts) -> 'requirement' ->> w.original`)}
          then 'equal' else 'intersects' end)
      order by r.set_id, r.item_id) filter (where r.set_id is not null), '[]') as references
    from controls c
    join editions e on e.id = c.edition_id
    cross join lateral (select coalesce(e.frame -> 'standard' ->> 'original', 'en') as original) w
    left join control_references r on r.edition_id = c.edition_id and r.control_id = c.control_id
    left join reference_items i on i.set_id = r.set_id and i.item_id = r.item_id
    where c.edition_id = ${editionId}::uuid group by c.control_id, c.position order by c.position`.execute(
    db,
  );
  return rows;
}
