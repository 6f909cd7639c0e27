// What was said of translations whose original changed.
import type { Kysely } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import type { TextLanguage } from "./edition.ts";
import type { LookedAt } from "./translations.ts";

type Db = Kysely<Tables>;

export async function lookedAtIn(db: Db, editionId: string): Promise<LookedAt> {
  const rows = await db
    .selectFrom("translationsLookedAt")
    .select("wordsSha256")
    .where("editionId", "=", editionId)
    .execute();
  return new Set(rows.map((row) => row.wordsSha256.toString("hex")));
}

/** Who looked at the translations of one control, and at which words of them. */
export async function looksAt(db: Db, editionId: string, controlId: string) {
  const rows = await db
    .selectFrom("translationsLookedAt as l")
    .innerJoin("people as p", "p.id", "l.lookedBy")
    .select(["l.language", "l.wordsSha256", "l.lookedAt as at", "p.familyName", "p.givenName"])
    .where("l.editionId", "=", editionId)
    .where("l.controlId", "=", controlId)
    .execute();
  return rows.map((row) => ({ ...row, language: row.language as TextLanguage }));
}
