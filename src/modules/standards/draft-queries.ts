// Every statement that writes in a draft. The triggers of the tables refuse all of them once it is in review or in force.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import type { Carry, CarryRule } from "./changes.ts";
import type { Control, Frame } from "./edition.ts";
import { columnsOf, insertReferences } from "./queries.ts";

type Db = Kysely<Tables>;
/** A control as written, and as it is read with the values of the parameters put in. */
export type Written = { control: Control; filled: Control };

export async function carryOverRules(db: Db, editionId: string): Promise<Map<string, CarryRule>> {
  const rows = await db
    .selectFrom("carryOverRules")
    .select(["controlId", "fromIds", "carry", "reason"])
    .where("editionId", "=", editionId)
    .execute();
  return new Map(rows.map((row) => [row.controlId, { ...row, carry: row.carry as Carry | null }]));
}

export async function writeRules(db: Db, editionId: string, rules: readonly CarryRule[]): Promise<void> {
  const rows = rules.map(({ controlId, fromIds, carry, reason }) => ({
    control_id: controlId,
    from_ids: fromIds,
    carry,
    reason,
  }));
  await sql`insert into carry_over_rules (edition_id, control_id, from_ids, carry, reason)
    select ${editionId}::uuid, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(control_id text, from_ids text[], carry text, reason text)
    on conflict (edition_id, control_id) do update set from_ids = excluded.from_ids, carry = excluded.carry,
      reason = excluded.reason`.execute(db);
}

export async function rowVersionOf(
  db: Db,
  editionId: string,
  controlId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("controls")
    .select("rowVersion")
    .where("editionId", "=", editionId)
    .where("controlId", "=", controlId)
    .executeTakeFirst();
  return row?.rowVersion;
}

/** What was said of a control that is back. */
export async function dropRule(db: Db, editionId: string, controlId: string): Promise<void> {
  await db
    .deleteFrom("carryOverRules")
    .where("editionId", "=", editionId)
    .where("controlId", "=", controlId)
    .execute();
}

const columns = sql.raw(
  "area, topic, mandatory, weight, tiers, functions, harms, applies_when, cadence, metric, inherits_from, asks_coverage, texts, source",
);
const shape = sql.raw(
  `control_id text, area text, topic text, mandatory boolean, weight smallint, tiers jsonb, functions text[], harms text[],
   applies_when text, cadence text, metric text, inherits_from text, asks_coverage boolean, texts jsonb, source jsonb`,
);

/** @returns the row version of the new control. Those behind it move on by one place. */
export async function addControl(
  db: Db,
  editionId: string,
  { control, filled, behind }: Written & { behind: string },
): Promise<number> {
  const { rows } = await sql<{ position: number }>`select position + 1 as position from controls
    where edition_id = ${editionId}::uuid and control_id = ${behind}`.execute(db);
  const position = rows[0]?.position ?? 0;
  await sql`update controls set position = position + 1
    where edition_id = ${editionId}::uuid and position >= ${position}`.execute(db);
  await sql`insert into controls (edition_id, position, control_id, ${columns})
    select ${editionId}::uuid, ${position}, c.control_id, ${columns}
    from jsonb_to_record(${JSON.stringify(columnsOf(control, filled))}::jsonb) as c(${shape})`.execute(db);
  await insertReferences(db, editionId, [control]);
  return 1;
}

/** @returns the new row version; undefined where somebody else was faster. */
export async function replaceControl(
  db: Db,
  editionId: string,
  { control, filled, rowVersion }: Written & { rowVersion: number },
): Promise<number | undefined> {
  const { rows } = await sql<{ rowVersion: number }>`
    update controls k set (${columns}) = (select ${columns}
        from jsonb_to_record(${JSON.stringify(columnsOf(control, filled))}::jsonb) as c(${shape})),
      row_version = row_version + 1
    where k.edition_id = ${editionId}::uuid and k.control_id = ${control.id} and k.row_version = ${rowVersion}
    returning row_version`.execute(db);
  if (rows.length === 0) return undefined;
  await dropReferences(db, editionId, control.id);
  await insertReferences(db, editionId, [control]);
  return rows[0]?.rowVersion;
}

async function dropReferences(db: Db, editionId: string, controlId: string): Promise<void> {
  await db
    .deleteFrom("controlReferences")
    .where("editionId", "=", editionId)
    .where("controlId", "=", controlId)
    .execute();
}

/** @returns false where somebody else changed it meanwhile. What was decided of it goes with it. */
export async function removeControl(
  db: Db,
  editionId: string,
  controlId: string,
  rowVersion: number,
): Promise<boolean> {
  if ((await rowVersionOf(db, editionId, controlId)) !== rowVersion) return false;
  await dropReferences(db, editionId, controlId);
  for (const table of ["carryOverRules", "translationsLookedAt", "translationsBehind", "controls"] as const)
    await db
      .deleteFrom(table)
      .where("editionId", "=", editionId)
      .where("controlId", "=", controlId)
      .execute();
  return true;
}

/** @param ids all controls of the draft. What stands where it stood is not touched. */
export async function reorder(db: Db, editionId: string, ids: readonly string[]): Promise<void> {
  await sql`update controls k set position = o.n - 1
    from unnest(${[...ids]}::text[]) with ordinality as o (control_id, n)
    where k.edition_id = ${editionId}::uuid and k.control_id = o.control_id and k.position <> o.n - 1`.execute(
    db,
  );
}

/** @returns the new row version; undefined where somebody else was faster. */
export async function replaceFrame(
  db: Db,
  id: string,
  frame: Frame,
  rowVersion: number,
): Promise<number | undefined> {
  const row = await db
    .updateTable("editions")
    .set({
      frame: JSON.stringify(frame),
      edition: frame.standard.edition,
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", id)
    .where("rowVersion", "=", rowVersion)
    .returning("rowVersion")
    .executeTakeFirst();
  return row?.rowVersion;
}

/** Puts the values of the parameters into the words of all controls anew; those that read the same are not touched. */
export async function refill(db: Db, editionId: string, controls: readonly Written[]): Promise<void> {
  const rows = controls.map(({ control, filled }) => columnsOf(control, filled));
  await sql`update controls k set texts = c.texts, source = c.source
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(control_id text, texts jsonb, source jsonb)
    where k.edition_id = ${editionId}::uuid and k.control_id = c.control_id
      and (k.texts is distinct from c.texts or k.source is distinct from c.source)`.execute(db);
}

/** Words and functions of many controls at once, each of which then is another one than somebody may have open. */
export async function fill(db: Db, editionId: string, controls: readonly Written[]): Promise<void> {
  const rows = controls.map(({ control, filled }) => columnsOf(control, filled));
  await sql`update controls k set functions = c.functions, texts = c.texts, source = c.source, row_version = k.row_version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(control_id text, functions text[], texts jsonb, source jsonb)
    where k.edition_id = ${editionId}::uuid and k.control_id = c.control_id`.execute(db);
}

type Decision = { erratumId: string; decision: "taken" | "kept"; reason?: string | null };

export async function writeErrataDecisions(
  ctx: Ctx,
  id: string,
  decisions: readonly Decision[],
): Promise<void> {
  const rows = decisions.map(({ erratumId, decision, reason }) => ({
    erratumId,
    decision,
    reason: reason?.trim() || null,
  }));
  await sql`insert into draft_errata (edition_id, erratum_id, decision, reason, decided_by, decided_at)
    select ${id}::uuid, x."erratumId", x.decision, x.reason, ${ctx.actor.personId}::uuid, app_now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x("erratumId" uuid, decision text, reason text)
    on conflict (edition_id, erratum_id) do update set decision = excluded.decision, reason = excluded.reason,
      decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(ctx.db);
}

/** Whoever wrote in an edition does not approve it. */
export async function markWritten(ctx: Ctx, id: string): Promise<void> {
  await sql`update editions set authors = array_append(authors, ${ctx.actor.personId}::uuid)
    where id = ${id}::uuid and not (${ctx.actor.personId}::uuid = any (authors))`.execute(ctx.db);
}

export async function hasOpinions(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("editionOpinions")
    .select("id")
    .where("editionId", "=", id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function putAway(db: Db, id: string): Promise<void> {
  await db
    .updateTable("editions")
    .set({ state: "discarded", rowVersion: sql`row_version + 1` })
    .where("id", "=", id)
    .where("state", "=", "draft")
    .execute();
}

/** Only a draft goes, and nothing points at one but its own rows. */
export async function deleteDraft(db: Db, id: string): Promise<void> {
  for (const table of [
    "draftErrata",
    "carryOverRules",
    "translationsLookedAt",
    "translationsBehind",
    "errataBrought",
    "controlReferences",
    "controls",
  ] as const)
    await db.deleteFrom(table).where("editionId", "=", id).execute();
  await db.deleteFrom("editions").where("id", "=", id).where("state", "=", "draft").execute();
}
