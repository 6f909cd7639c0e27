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
): Promise<{ itemId: string; title: string | null }[]> {
  return db
    .selectFrom("referenceItems")
    .select(["itemId", "title"])
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
