// What was said of an edition, and its way into and out of review.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";

type Db = Kysely<Tables>;
export type OpinionKind = "sent" | "opinion" | "adviser" | "approved" | "returned";

/** The oldest first, as it was said. */
export async function opinionsOf(db: Db, editionId: string, sha256: Buffer) {
  const rows = await db
    .selectFrom("editionOpinions as o")
    .innerJoin("people as p", "p.id", "o.personId")
    .select([
      "o.id",
      "o.kind",
      "o.words",
      "p.familyName as personFamilyName",
      "p.givenName as personGivenName",
      "o.adviserName",
      "o.adviserFirm",
      "o.givenOn",
      "o.createdAt as at",
      sql<boolean>`o.content_sha256 = ${sha256}`.as("isOfThisContent"),
    ])
    .where("o.editionId", "=", editionId)
    .orderBy("o.createdAt")
    .orderBy("o.id")
    .limit(500)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as OpinionKind }));
}

type NewOpinion = {
  editionId: string;
  sha256: Buffer;
  kind: OpinionKind;
  words: string;
  givenOn?: string | undefined;
  adviserName?: string | undefined;
  adviserFirm?: string | undefined;
};

export async function insertOpinion(ctx: Ctx, one: NewOpinion): Promise<string> {
  const row = await ctx.db
    .insertInto("editionOpinions")
    .values({
      editionId: one.editionId,
      contentSha256: one.sha256,
      kind: one.kind,
      words: one.words,
      personId: ctx.actor.personId ?? "",
      adviserName: one.adviserName ?? null,
      adviserFirm: one.adviserFirm ?? null,
      givenOn: one.givenOn ?? ctx.today,
      createdAt: sql`app_now()`,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function isApproved(db: Db, editionId: string, sha256: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom("editionOpinions")
    .select("id")
    .where("editionId", "=", editionId)
    .where("kind", "=", "approved")
    .where("contentSha256", "=", sha256)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type Sending = { id: string; rowVersion: number; sha256: Buffer };

/** @returns false where somebody changed the frame meanwhile. */
export async function markSent(ctx: Ctx, { id, rowVersion, sha256 }: Sending): Promise<boolean> {
  const result = await ctx.db
    .updateTable("editions")
    .set({
      state: "in_review",
      contentSha256: sha256,
      sentBy: ctx.actor.personId,
      sentAt: sql`app_now()`,
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", id)
    .where("rowVersion", "=", rowVersion)
    .where("state", "=", "draft")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function markDraft(db: Db, id: string): Promise<void> {
  await db
    .updateTable("editions")
    .set({ state: "draft", rowVersion: sql`row_version + 1` })
    .where("id", "=", id)
    .execute();
}
