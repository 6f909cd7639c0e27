import assert from "node:assert/strict";
import { test } from "node:test";
import { type RawBuilder, sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { type Language, personName } from "#core/text/format.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { nameOfPerson } from "./person-name.ts";

const { url } = await freshDatabase();
const opened = openDatabase({ connectionString: url, size: 1 });
atTheEnd(() => opened.close());

test("a statement writes a person's name as the screens do, in every language", async () => {
  for (const [familyName, givenName] of [
    ["Kaczmarek", "Ewa"],
    ["青葉", "薫"],
    ["さくら", "みどり"],
    ["Cher", ""],
  ] as const) {
    for (const language of ["ja", "en", "zh"] satisfies Language[]) {
      const name: RawBuilder<string> = nameOfPerson(language, "p");
      const { rows } = await sql<{ name: string }>`
        select ${name} as name from (values (${familyName}::text, ${givenName}::text)) p (family_name, given_name)`.execute(
        opened.db,
      );
      assert.equal(rows[0]?.name, personName({ familyName, givenName }, language), language);
    }
  }
});
