// Every statement about outside catalogues.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import type { Texts } from "./edition.ts";

type Db = Kysely<Tables>;

export type NewReferenceSet = {
  id: string;
  names: Texts;
  note: Texts | undefined;
  items: readonly { id: string; title: string | null }[];
};

/** Outside catalogues; a set that is there keeps its items and takes the new names. */
export async function upsertReferenceSets(db: Db, sets: readonly NewReferenceSet[]): Promise<void> {
  const rows = sets.map((set) => ({ id: set.id, names: set.names, notes: set.note ?? {} }));
  await sql`insert into reference_sets (id, names, notes)
    select s.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id text, names jsonb, notes jsonb)
    on conflict (id) do update set names = excluded.names, notes = excluded.notes`.execute(db);
  const items = sets.flatMap((set) =>
    set.items.map((item, position) => ({ set_id: set.id, item_id: item.id, position, title: item.title })),
  );
  await sql`insert into reference_items (set_id, item_id, position, title)
    select i.* from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i(set_id text, item_id text, position integer, title text)
    on conflict (set_id, item_id) do nothing`.execute(db);
}

export async function referenceItemsOf(
  db: Db,
  setId: string,
): Promise<{ itemId: string; title: string | null; heading: string | null; headingTitle: string | null }[]> {
  return db
    .selectFrom("referenceItems")
    .select(["itemId", "title", "heading", "headingTitle"])
    .where("setId", "=", setId)
    .orderBy("position")
    .execute();
}

export async function countReferenceItems(db: Db, setIds: readonly string[]): Promise<Map<string, number>> {
  if (setIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("referenceItems")
    .select((eb) => ["setId", eb.fn.countAll<number>().as("n")])
    .where("setId", "in", [...setIds])
    .groupBy("setId")
    .execute();
  return new Map(rows.map((row) => [row.setId, row.n]));
}

export type TakenItem = {
  id: string;
  title: string;
  heading: string;
  headingTitle: string | null;
  /** What it asks, as a draft made of it says it. */
  words: Texts;
};

/**
 * The items of an imported catalogue become those of the set, in its order and under its titles. What the catalogue no
 * longer has goes, unless a control refers to it or a link of an adopted mapping names it.
 */
export async function takeOverItems(
  db: Db,
  set: { id: string; names: Texts; items: readonly TakenItem[] },
): Promise<void> {
  await sql`insert into reference_sets (id, names, taken) values (${set.id}, ${JSON.stringify(set.names)}::jsonb, 1)
    on conflict (id) do update set taken = reference_sets.taken + 1`.execute(db);
  const ids = set.items.map((item) => item.id);
  await sql`delete from reference_items i where i.set_id = ${set.id} and i.item_id <> all (${ids}::text[])
    and not exists (select from control_references r where r.set_id = i.set_id and r.item_id = i.item_id)
    and i.item_id not in (
      select e.item_id from mapping_collections c join mappings m on m.collection_id = c.id join mapping_links l on l.mapping_id = m.id
      cross join lateral (values (m.source_set_id, l.source_id), (m.target_set_id, l.target_id)) as e(set_id, item_id)
      where c.state = 'adopted' and e.set_id = ${set.id})`.execute(db);
  const rows = set.items.map(({ id, headingTitle, ...item }, position) => ({
    item_id: id,
    position,
    heading_title: headingTitle,
    ...item,
  }));
  await sql`insert into reference_items (set_id, item_id, position, title, heading, heading_title, words)
    select ${set.id}, i.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as i(item_id text, position integer, title text, heading text, heading_title text, words jsonb)
    on conflict (set_id, item_id) do update set position = excluded.position, title = excluded.title,
      heading = excluded.heading, heading_title = excluded.heading_title, words = excluded.words`.execute(db);
}

export type Referring = { editionId: string; standard: string; edition: string; controlId: string };

/** Controls of editions in force or to come that refer to an item. */
export async function referringTo(db: Db, setId: string, itemId: string): Promise<Referring[]> {
  const { rows } = await sql<Referring>`
    select e.id as edition_id, e.standard, e.edition, r.control_id
    from control_references r join editions e on e.id = r.edition_id
    where r.set_id = ${setId} and r.item_id = ${itemId} and e.state = 'published'
    order by e.effective_on desc, r.control_id limit 100`.execute(db);
  return rows;
}
