import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { freshDatabase } from "#test/db.ts";
import { planned } from "./planned.ts";
import { openDatabase } from "./pool.ts";

test("a connection whose plans are of an older table is given up: one statement fails, the next one works", async () => {
  const { ownerUrl } = await freshDatabase();
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  try {
    await sql`create table kept (a integer)`.execute(db);
    const read = () => planned(sql`select * from kept`).execute(db);
    await read();
    await sql`alter table kept add column b integer`.execute(db);
    await assert.rejects(read(), /cached plan/);
    assert.deepEqual((await read()).rows, []);
  } finally {
    await close();
  }
});
