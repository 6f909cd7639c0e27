// What a draft is filled from is there for every company that a case may be of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup } from "#test/factories.ts";
import { placeOf } from "./drafting.ts";

const app = await testApp();
const { owner } = app.database;
const { own, sister, other } = (await buildSmallGroup(owner)).companies;
const now = new Date("2026-06-01T01:00:00Z");

test("a company whose name has ended, is yet to begin, or is not there has a name in its notices: nothing waits for it for ever", async () => {
  await owner.query("update unit_names set valid_to = '2026-05-01' where unit_id = $1", [own]);
  await owner.query("update unit_names set valid_from = '2026-10-01' where unit_id = $1", [sister]);
  await owner.query("delete from unit_names where unit_id = $1", [other]);
  const { rows } = await owner.query<{ code: string }>("select code from units where id = $1", [other]);
  const names = await asSystem(
    app.door.db,
    "test",
    async (ctx) => [await placeOf(ctx, own), await placeOf(ctx, sister), await placeOf(ctx, other)],
    now,
  );
  assert.deepEqual(
    names.map((one) => one.names.en),
    ["Own Ltd.", "Sister Ltd.", rows[0]?.code],
  );
});
