// The walk for whoever looks along with the officer of a company: each operation as the officer reads it and not a step further,
// nothing written, nothing taken along, with each lock alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { isForViewers, isWrite, type Operation } from "#core/contract.ts";
import { hashToken } from "#core/http/door.ts";
import { type SignedIn, signedIn } from "./factories.ts";
import { aims } from "./walk/inputs.ts";
import { locksInTurn, thinned } from "./walk/locks.ts";
import {
  attempt,
  attemptAt,
  buildWalkWorld,
  endOf,
  gives,
  leaks,
  type Outcome,
  places,
  type WalkWorld,
} from "./walk/world.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));
const asked = operations.filter((one) => one.permission !== "public" && !one.asOneself);
const codeOf = (outcome: Outcome) => (outcome.kind === "refused" ? outcome.code : outcome.kind);
/** What came out without a lock having had a part in it: it hangs on neither, and is not tried again. */
const lockless = new Set<string>();

/** A session of an administrator that looks along with somebody. */
async function lookAlong(walk: WalkWorld, person: SignedIn): Promise<string> {
  const { owner } = walk.app.database;
  const { companies, group } = walk.group;
  const viewer = await signedIn(owner, { companyId: companies.parent, role: "administrator", unitId: group });
  await owner.query(
    `with v as (insert into viewings (person_id, account_id, company_id, viewer_id, reason, allowed_at, ends_at)
       values ($1, $2, $3, $4, 'walk', now(), now() + interval '6 hours') returning id)
     update sessions set viewing_id = v.id from v where token_hash = $5`,
    [person.personId, person.accountId, person.companyId, viewer.personId, hashToken(viewer.token)],
  );
  return viewer.token;
}

/** Where it is given otherwise than to the person, and what is shown that must not be. */
async function differences(
  walk: WalkWorld,
  person: SignedIn,
  token: string,
  tried: readonly Operation[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const operation of tried) {
    if (!isForViewers(operation)) {
      const code = codeOf(await attempt(walk, operation, token, "own"));
      const expected = isWrite(operation) ? "viewing.reads_only" : "viewing.not_for_this";
      if (code !== expected) wrong.push(`${operation.name}: ${code}, not ${expected}`);
      continue;
    }
    const isAimed = aims[operation.name]?.at === "company";
    const left = (isAimed ? places : (["own"] as const)).filter(
      (place) => !lockless.has(`${operation.name} ${place}`),
    );
    for (const [place, mine] of await attemptAt(walk, operation, token, left)) {
      if (!mine.hasLooked) lockless.add(`${operation.name} ${place}`);
      if (mine.kind === "allowed")
        for (const shown of leaks(walk, mine.output, ["own"]))
          wrong.push(`${operation.name} ${place} shows ${shown}`);
      const may = (await endOf(walk, operation, person.token, place)) === "given";
      if (isAimed && gives(mine) !== may)
        wrong.push(`${operation.name} ${place}: ${codeOf(mine)}, its person ${may}`);
    }
  }
  return wrong;
}

for (const [turn, [name, locks]] of locksInTurn.entries())
  test(`whoever looks along sees what the officer sees, and changes nothing: ${name}`, async () => {
    const walk = await buildWalkWorld(locks);
    const officer = await signedIn(walk.app.database.owner, {
      companyId: walk.group.companies.own,
      role: "security_officer",
    });
    assert.deepEqual(
      await differences(
        walk,
        officer,
        await lookAlong(walk, officer),
        turn === 0 ? asked : thinned(asked, turn, locks),
      ),
      [],
    );
  });

test("the walk notices somebody who sees a step further", async () => {
  const locks = { application: false, rows: false };
  const walk = await buildWalkWorld(locks);
  const officer = await signedIn(walk.app.database.owner, {
    companyId: walk.group.companies.own,
    role: "security_officer",
  });
  lockless.clear();
  assert.notDeepEqual(
    await differences(walk, officer, await lookAlong(walk, officer), thinned(asked, 0, locks)),
    [],
  );
});
