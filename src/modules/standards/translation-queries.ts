// Lent to later modules.
// Translations whose original changed: which lag behind, and what was said of them.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import type { TextLanguage } from "./edition.ts";
import type { Behind, LookedAt } from "./translations.ts";

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

/**
 * Of an edition that is written what it began with, of one that was published all of it. Whoever proposes an erratum says of
 * every language that it is corrected or holds: what lagged behind until then does no longer.
 */
export async function behindOf(db: Db, editionId: string): Promise<Behind> {
  const rows = await db
    .selectFrom("translationsBehind as b")
    .select(["b.controlId", "b.language"])
    .where("b.editionId", "=", editionId)
    .where(
      sql<boolean>`not exists (select from errata e where e.edition_id = b.edition_id and e.control_id = b.control_id
        and e.state = 'issued')`,
    )
    .orderBy("b.controlId")
    .orderBy("b.language")
    .execute();
  const byControl = Map.groupBy(rows, (row) => row.controlId);
  return new Map([...byControl].map(([id, of]) => [id, of.map((row) => row.language as TextLanguage)]));
}

export async function insertBehind(db: Db, editionId: string, behind: Behind): Promise<void> {
  const rows = [...behind].flatMap(([controlId, languages]) =>
    languages.map((language) => ({ control_id: controlId, language })),
  );
  if (rows.length === 0) return;
  await sql`insert into translations_behind (edition_id, control_id, language)
    select ${editionId}::uuid, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(control_id text, language text)
    on conflict do nothing`.execute(db);
}

/** Somebody has had these languages of a control before their eyes. */
export async function dropBehind(
  db: Db,
  editionId: string,
  controlId: string,
  languages: readonly TextLanguage[],
): Promise<void> {
  if (languages.length === 0) return;
  await db
    .deleteFrom("translationsBehind")
    .where("editionId", "=", editionId)
    .where("controlId", "=", controlId)
    .where("language", "in", languages)
    .execute();
}

/** All of it anew, before it is published. */
export async function settleBehind(db: Db, editionId: string, behind: Behind): Promise<void> {
  await db.deleteFrom("translationsBehind").where("editionId", "=", editionId).execute();
  await insertBehind(db, editionId, behind);
}
