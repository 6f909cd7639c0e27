import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { refreshLikeForLike } from "./like-for-like.ts";

const database = await freshDatabase();
const { owner } = database;
const group = await buildResultGroup(owner, database.ownerUrl);
const { db, close } = openDatabase({ connectionString: database.url, size: 1 });
atTheEnd(close);
const refreshed = async () => {
  while (await asSystem(db, "test", (ctx) => refreshLikeForLike(ctx, 1000)));
};

test("T-10 an answer that is kept while the same controls are judged is judged as well, though its transaction began before", async () => {
  await refreshed();
  const [company] = group.companies;
  const id = group.rounds.at(-1)?.inspections.get(company?.id ?? "");
  const kept = async () =>
    (
      await owner.query<{ halfPoints: number; result: string }>(
        `select half_points as "halfPoints", result from like_for_like_results where inspection_id = $1`,
        [id],
      )
    ).rows[0];
  const before = await kept();
  assert.ok(before && before.halfPoints > 0);
  await owner.query("delete from like_for_like_results where inspection_id = $1", [id]);
  await owner.query("begin");
  try {
    // The moment of a result is the one at which its transaction began.
    await owner.query(
      "update inspection_results set computed_at = now() where inspection_id = $1 and basis = 'live'",
      [id],
    );
    await owner.query(
      "update answers set verdict = 'not_met', na_is_allowed = null where inspection_id = $1",
      [id],
    );
    await refreshed();
  } finally {
    await owner.query("commit");
  }
  assert.deepEqual(await kept(), before, "what was not kept yet could not be judged");
  await refreshed();
  assert.deepEqual(await kept(), { halfPoints: 0, result: "serious" });
});

test("what has not moved is judged once", async () => {
  const stamps = async () =>
    (
      await owner.query(
        "select inspection_id, xmin::text from like_for_like_results order by 1, from_edition_id, to_edition_id",
      )
    ).rows;
  const before = await stamps();
  assert.ok(before.length > 60);
  await refreshed();
  assert.deepEqual(await stamps(), before);
});
