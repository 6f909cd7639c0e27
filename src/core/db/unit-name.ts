// A unit's name as a reader's language calls it, for statements that give it as one text (web/text/names.ts for rows).
import { type RawBuilder, sql } from "kysely";
import type { Language } from "../context.ts";

const columns = { ja: "name_ja", en: "name_en", zh: "name_zh" } as const;

/**
 * Where the group keeps a name in that language, that one; else the name by law.
 *
 * @param alias SQL name of a row of `unit_names`; never user input.
 */
export function nameOfUnit(language: Language, alias: string): RawBuilder<string> {
  return sql<string>`coalesce(nullif(${sql.ref(`${alias}.${columns[language]}`)}, ''), ${sql.ref(`${alias}.name`)})`;
}
