// The name of somebody who has a part in an incident, also where they have never acted themselves.
import { type RawBuilder, sql } from "kysely";
import type { Language } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";

/** @param personId an expression over the statement's rows. */
export const nameOfPart = (language: Language, personId: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`coalesce(${nameOfActor(language, personId)},
    (select ${nameOfPerson(language, "part")} from names_in_incidents(array[${personId}]::uuid[]) part))`;
