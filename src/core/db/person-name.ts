// A person's name as personName of core/text/format.ts writes it, for statements that give it as one text.
import { type RawBuilder, sql } from "kysely";
import type { Language } from "../context.ts";

/**
 * Family name first, as registers sort it; given name first only for a name in Latin letters read in English. Names in
 * Han or kana keep their own order in every language, and stand without a space in Chinese.
 *
 * @param alias SQL name of a row of `people`; never user input.
 */
export function nameOfPerson(language: Language, alias: string): RawBuilder<string> {
  const [family, given] = [sql.ref(`${alias}.family_name`), sql.ref(`${alias}.given_name`)];
  const latin = language === "en" ? sql`${given} || ' ' || ${family}` : sql`${family} || ' ' || ${given}`;
  const own = language === "zh" ? sql`${family} || ${given}` : sql`${family} || ' ' || ${given}`;
  return sql<string>`trim(case when ${family} ~ '[\u3040-\u30ff\u3400-\u9fff]' then ${own} else ${latin} end)`;
}

/**
 * The name of somebody who acted, also of one whom the reader may not see: for acts that bind the reader or the reader's
 * company, whose author is no secret to them.
 *
 * @param personId an expression over the statement's rows.
 */
export const nameOfActor = (language: Language, personId: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`coalesce((select ${nameOfPerson(language, "seen")} from people seen where seen.id = ${personId}),
    (select ${nameOfPerson(language, "told")} from names_in_trail(array[${personId}]) told))`;
