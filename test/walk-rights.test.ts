// The walk once more for the ways to hold a right that are no plain grant to a person: each as the officer of that company who
// holds it plainly, and not a step further, with each lock alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { duties } from "#modules/duties/contract.ts";
import { jobs } from "#modules/jobs/contract.ts";
import { search } from "#modules/search/contract.ts";
import { views } from "#modules/views/contract.ts";
import { giveRole, signedIn } from "./factories.ts";
import { aims } from "./walk/inputs.ts";
import { addHolders, boundSession, type Holder } from "./walk/holders.ts";
import type { Locks } from "#core/context.ts";
import { locksInTurn, thinned } from "./walk/locks.ts";
import {
  attempt,
  attemptAt,
  buildWalkWorld,
  endOf,
  gives,
  leaks,
  places,
  type WalkWorld,
} from "./walk/world.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));
const guarded = operations.filter((one) => one.permission !== "public");
const asked = guarded.filter((one) => aims[one.name]?.at === "company");
const elsewhere = guarded.filter((one) => aims[one.name]?.at !== "company");

/** What came out for a holder without a lock having had a part in it: it hangs on neither, and is not tried again. */
const lockless = new Set<string>();

/** What the holder is given otherwise than the one it is compared with, and what is shown that must not be. */
async function differences(walk: WalkWorld, holder: Holder, turn: number, locks: Locks): Promise<string[]> {
  const wrong: string[] = [];
  const reached = places.filter((place) => holder.as[place]);
  for (const operation of thinned(asked, turn, locks)) {
    const left = places.filter((place) => !lockless.has(`${holder.name} ${operation.name} ${place}`));
    for (const [place, mine] of await attemptAt(walk, operation, holder.token, left)) {
      const model = holder.as[place];
      const key = `${operation.name} ${place}`;
      const may = model !== undefined && (await endOf(walk, operation, model, place)) === "given";
      if (gives(mine) !== may) wrong.push(`${key}: ${mine.kind}`);
      if (mine.kind === "allowed")
        for (const other of leaks(walk, mine.output, reached)) wrong.push(`${key} shows ${other}`);
      if (!mine.hasLooked) lockless.add(`${holder.name} ${key}`);
    }
  }
  // Lists, searches and counts that are aimed at no company.
  for (const operation of thinned(elsewhere, turn, locks)) {
    const key = `${holder.name} ${operation.name} own`;
    if (lockless.has(key)) continue;
    const mine = await attempt(walk, operation, holder.token, "own");
    if (!mine.hasLooked) lockless.add(key);
    // It names the asker's own other company, to say that it wants a sign-in of its own.
    if (mine.kind === "allowed" && operation.name !== "getMyWayIn")
      for (const other of leaks(walk, mine.output, [...reached, "own"]))
        wrong.push(`${operation.name} shows ${other}`);
  }
  return wrong;
}

for (const [name, locks] of locksInTurn) {
  const walk = await buildWalkWorld(locks);
  const holders = await addHolders(walk);
  for (const [turn, holder] of holders.entries())
    test(`${holder.name}: ${name}`, async () => {
      assert.deepEqual(await differences(walk, holder, turn, locks), []);
    });
}

test("a bound session has neither duties nor jobs nor places nor finds of its person's other company", async () => {
  const { app, group } = await buildWalkWorld({ application: true, rows: true });
  const { owner } = app.database;
  const { own, other } = group.companies;
  const who = await signedIn(owner, { companyId: own, role: "security_officer" });
  await giveRole(owner, { personId: who.personId, companyId: own, role: "security_officer", unitId: other });
  for (const companyId of [own, other]) {
    await owner.query(
      `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, person_id, starts_at, due_at, time_zone)
       values (2026, 'inspection.contribute', 'inspection', new_id(), $1, 'inspection.contribute', $2, now(), now() + interval '9 days', 'Asia/Tokyo')`,
      [companyId, who.personId],
    );
    await owner.query(
      "insert into jobs (kind, company_id, ordered_by, bound_to, permission) values ('walk', $1, $2, nullif($1, $3::uuid), 'organization.read')",
      [companyId, who.personId, other],
    );
  }
  const seenBy = async (token: string) => {
    const as = app.as(token);
    return {
      duties: new Set((await as(duties.listMyDuties, {})).rows.map((one) => one.companyId)),
      jobs: new Set((await as(jobs.listJobs, {})).rows.map((one) => one.companyId)),
      places: new Set((await as(views.listViews, { list: "people" })).places.map((one) => one.unitId)),
      found: new Set((await as(search.searchAll, { words: "Ltd" })).companies.map((one) => one.id)),
    };
  };
  const all = await seenBy(who.token);
  for (const seen of Object.values(all)) assert.deepEqual(seen, new Set([own, other]));
  const bound = await seenBy(await boundSession(owner, who, own));
  for (const seen of Object.values(bound)) assert.deepEqual(seen, new Set([own]));
});

test("the walk notices rights that reach a step further", async () => {
  const walk = await buildWalkWorld({ application: false, rows: false });
  const [holder] = await addHolders(walk);
  assert.ok(holder);
  assert.notDeepEqual(await differences(walk, holder, 0, { application: false, rows: false }), []);
});
