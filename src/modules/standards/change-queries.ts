// What became of the controls of an edition, as it was kept when the edition was published.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { type Change, changeKinds, type ControlChange } from "./changes.ts";

type Db = Kysely<Tables>;

/** What became of the controls of each edition since the one before it. */
export async function countChanges(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, Record<Change, number>>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("editionChanges")
    .select((eb) => ["editionId", "change", eb.fn.countAll<number>().as("n")])
    .where("editionId", "in", [...ids])
    .groupBy(["editionId", "change"])
    .execute();
  const counts = new Map<string, Record<Change, number>>();
  for (const row of rows) {
    const one = counts.get(row.editionId) ?? noChanges();
    one[row.change as Change] = row.n;
    counts.set(row.editionId, one);
  }
  return counts;
}

const noChanges = () => Object.fromEntries(changeKinds.map((kind) => [kind, 0])) as Record<Change, number>;

export async function changeOf(db: Db, editionId: string, controlId: string): Promise<Change | null> {
  const row = await db
    .selectFrom("editionChanges")
    .select("change")
    .where("editionId", "=", editionId)
    .where("controlId", "=", controlId)
    .executeTakeFirst();
  return (row?.change as Change | undefined) ?? null;
}

/** What became of each control when the edition was published, in its order; the withdrawn ones last. */
export async function changesOf(db: Db, editionId: string): Promise<ControlChange[]> {
  const rows = await db
    .selectFrom("editionChanges as c")
    .leftJoin("controls as k", (on) =>
      on.onRef("k.editionId", "=", "c.editionId").onRef("k.controlId", "=", "c.controlId"),
    )
    .select(["c.controlId", "c.change", "c.carry", "c.fromIds", "c.reason"])
    .where("c.editionId", "=", editionId)
    .orderBy("k.position", (by) => by.asc().nullsLast())
    .orderBy("c.controlId")
    .execute();
  return rows as ControlChange[];
}

export async function insertChanges(
  db: Db,
  editionId: string,
  changes: readonly ControlChange[],
): Promise<void> {
  const rows = changes.map(({ controlId, change, carry, fromIds, reason }) => ({
    control_id: controlId,
    change,
    carry,
    from_ids: fromIds,
    reason,
  }));
  await sql`insert into edition_changes (edition_id, control_id, change, carry, from_ids, reason)
    select ${editionId}::uuid, c.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c(control_id text, change text, carry text, from_ids text[], reason text)`.execute(db);
}
