// Every statement about editions. They belong to the group as a whole: there is no company to narrow them to.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import {
  type Control,
  type ControlWords,
  type EditionContent,
  type Frame,
  type Texts,
  wordsOf,
} from "./edition.ts";
import { filledControl, valuesOf } from "./parameters.ts";

type Db = Kysely<Tables>;

export type EditionRecord = {
  id: string;
  standard: string;
  edition: string;
  names: Texts;
  state: "draft" | "in_review" | "published" | "retired" | "discarded";
  previousId: string | null;
  effectiveOn: string | null;
  publishedAt: string | null;
  publishReason: string | null;
  contentSha256: Buffer;
  /** Who of the group wrote in it. */
  authors: string[];
  sentBy: string | null;
  /** How many corrections of its words are issued. */
  errata: number;
  /** With how many it came here as a file; its words hold them. */
  errataBrought: number;
  /** Of the edition before: with how many of them its words were begun. */
  previousErrata: number;
  rowVersion: number;
};

const named = sql<Texts>`frame->'standard'->'name'`.as("names");
const brought = sql<number>`(select count(*)::int from errata_brought b where b.edition_id = editions.id)`.as(
  "errataBrought",
);
const columns = [
  "id",
  "standard",
  "edition",
  "state",
  "previousId",
  "effectiveOn",
  "publishedAt",
  "publishReason",
  "contentSha256",
  "authors",
  "sentBy",
  "errata",
  "previousErrata",
  "rowVersion",
  named,
  brought,
] as const;

/** Drafts first where they are asked for, then by the day they take effect, the newest first. */
export async function listEditions(db: Db, withDrafts: boolean): Promise<EditionRecord[]> {
  let query = db.selectFrom("editions").select(columns);
  query = withDrafts
    ? query.where("state", "<>", "discarded")
    : query.where("state", "in", ["published", "retired"]);
  const rows = await query
    .orderBy(sql`state in ('draft', 'in_review')`, "desc")
    .orderBy("effectiveOn", (by) => by.desc().nullsFirst())
    .orderBy("createdAt", "desc")
    .limit(200)
    .execute();
  return rows as EditionRecord[];
}

export async function editionById(db: Db, id: string): Promise<EditionRecord | undefined> {
  return (await db.selectFrom("editions").select(columns).where("id", "=", id).executeTakeFirst()) as
    | EditionRecord
    | undefined;
}

export async function lockEdition(db: Db, id: string): Promise<EditionRecord | undefined> {
  return (await db
    .selectFrom("editions")
    .select(columns)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()) as EditionRecord | undefined;
}

/** The edition of the same standard that was in force last. */
export async function latestPublished(db: Db, standard: string): Promise<EditionRecord | undefined> {
  return (await db
    .selectFrom("editions")
    .select(columns)
    .where("standard", "=", standard)
    .where("state", "in", ["published", "retired"])
    .orderBy("effectiveOn", "desc")
    .limit(1)
    .executeTakeFirst()) as EditionRecord | undefined;
}

/** A file that somebody of the group's office sent as an edition. */
export async function editionFile(
  ctx: Ctx,
  id: string,
): Promise<{ sha256: Buffer; sizeBytes: number } | undefined> {
  return ctx.db
    .selectFrom("files")
    .select(["sha256", "sizeBytes"])
    .where("id", "=", id)
    .where("purpose", "=", "edition")
    .executeTakeFirst();
}

export type ControlCounts = { controls: number; mandatory: number };

export async function countControls(db: Db, ids: readonly string[]): Promise<Map<string, ControlCounts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("controls")
    .select((eb) => [
      "editionId",
      eb.fn.countAll<number>().as("controls"),
      sql<number>`count(*) filter (where mandatory)`.as("mandatory"),
    ])
    .where("editionId", "in", [...ids])
    .groupBy("editionId")
    .execute();
  return new Map(rows.map((row) => [row.editionId, { controls: row.controls, mandatory: row.mandatory }]));
}

/** Frame, controls and references as one content again, in three statements. */
export async function readContent(db: Db, editionId: string): Promise<EditionContent> {
  const { frame } = await db
    .selectFrom("editions")
    .select("frame")
    .where("id", "=", editionId)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom("controls")
    .selectAll()
    .where("editionId", "=", editionId)
    .orderBy("position")
    .execute();
  const references = await db
    .selectFrom("controlReferences")
    .select(["controlId", "setId", "itemId"])
    .where("editionId", "=", editionId)
    .execute();
  const ofControl = Map.groupBy(references, (one) => one.controlId);
  const controls = rows.map(
    (row): Control => ({
      ...((row.source ?? row.texts) as ControlWords),
      id: row.controlId,
      area: row.area,
      topic: row.topic,
      tiers: row.tiers as Control["tiers"],
      mandatory: row.mandatory,
      weight: row.weight,
      functions: row.functions,
      harms: row.harms,
      appliesWhen: row.appliesWhen,
      cadence: row.cadence,
      ...(row.metric === null ? {} : { metric: row.metric }),
      ...(row.inheritsFrom === null ? {} : { inheritsFrom: row.inheritsFrom }),
      asksCoverage: row.asksCoverage,
      references: bySet(ofControl.get(row.controlId) ?? []),
    }),
  );
  return { ...(frame as Frame), controls };
}

function bySet(references: readonly { setId: string; itemId: string }[]): Control["references"] {
  const sets = Map.groupBy(references, (one) => one.setId);
  return Object.fromEntries([...sets].map(([set, items]) => [set, items.map((one) => one.itemId).sort()]));
}

type NewEdition = { frame: Frame; sha256: Buffer; previousId: string | null; previousErrata: number };

export async function insertEdition(db: Db, { frame, sha256, ...of }: NewEdition): Promise<string> {
  const row = await db
    .insertInto("editions")
    .values({
      standard: frame.standard.code,
      edition: frame.standard.edition,
      frame: JSON.stringify(frame),
      contentSha256: sha256,
      ...of,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** All controls of an edition in one statement. */
export async function insertControls(db: Db, editionId: string, content: EditionContent): Promise<void> {
  const values = valuesOf(content);
  const rows = content.controls.map((control, position) => ({
    ...columnsOf(control, filledControl(control, values)),
    position,
  }));
  await sql`insert into controls (edition_id, control_id, position, area, topic, mandatory, weight, tiers, functions, harms,
      applies_when, cadence, metric, inherits_from, asks_coverage, texts, source)
    select ${editionId}::uuid, c.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(
      control_id text, position integer, area text, topic text, mandatory boolean, weight smallint, tiers jsonb,
      functions text[], harms text[], applies_when text, cadence text, metric text, inherits_from text,
      asks_coverage boolean, texts jsonb, source jsonb)`.execute(db);
}

/** A control as its row holds it: what is read, and beside it what was written where the two differ. */
export function columnsOf(control: Control, filled: Control) {
  return {
    control_id: control.id,
    area: control.area,
    topic: control.topic,
    mandatory: control.mandatory,
    weight: control.weight,
    tiers: control.tiers,
    functions: control.functions,
    harms: control.harms,
    applies_when: control.appliesWhen,
    cadence: control.cadence,
    metric: control.metric ?? null,
    inherits_from: control.inheritsFrom ?? null,
    asks_coverage: control.asksCoverage,
    texts: wordsOf(filled),
    source: filled === control ? null : wordsOf(control),
  };
}

export async function insertReferences(
  db: Db,
  editionId: string,
  controls: readonly Control[],
): Promise<void> {
  const rows = controls.flatMap((control) =>
    Object.entries(control.references).flatMap(([set, items]) =>
      items.map((item) => ({ control_id: control.id, set_id: set, item_id: item })),
    ),
  );
  await sql`insert into control_references (edition_id, control_id, set_id, item_id)
    select ${editionId}::uuid, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(control_id text, set_id text, item_id text)`.execute(db);
}

type Publication = { id: string; effectiveOn: string; reason: string; rowVersion: number };

/** Guarded by the version the publisher looked at; false when somebody else was faster. */
export async function markPublished(
  ctx: Ctx,
  { id, effectiveOn, reason, rowVersion }: Publication,
): Promise<boolean> {
  const result = await ctx.db
    .updateTable("editions")
    .set({
      state: "published",
      effectiveOn,
      publishedAt: sql`app_now()`,
      publishedBy: ctx.actor.personId,
      publishReason: reason,
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", id)
    .where("rowVersion", "=", rowVersion)
    .where("state", "in", ["draft", "in_review"])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
