import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { handlerOf, testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addCompany, buildSmallGroup, type Id, signedIn } from "#test/factories.ts";
import { inspections } from "./contract.ts";

const app = await testApp();
const { owner, url } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const companies: Id[] = [];
for (let ordinal = 0; ordinal < 300; ordinal++)
  companies.push(
    await addCompany(owner, {
      code: `L${ordinal}`,
      name: `Locked ${ordinal} Ltd.`,
      parentId: group.divisions.one,
    }),
  );
const editionId = await addEdition(owner);

/** Locks a round of that many confirmed companies. */
async function lock(fiscalYear: number, asked: Id[]): Promise<{ statements: number; roundId: Id }> {
  const round = await addOpenRound(owner, { editionId, companies: asked, fiscalYear });
  await owner.query(
    "update inspections set state = 'confirmed', submitted_at = now(), confirmed_at = now() where round_id = $1",
    [round.id],
  );
  let statements = 0;
  const { db, close } = openDatabase({ connectionString: url, size: 2, onStatement: () => statements++ });
  const reply = await makeDoor({ db }).perform(
    inspections.lockInspections,
    handlerOf(inspections.lockInspections),
    { token: office.token },
    { roundId: round.id },
  );
  await close();
  assert.deepEqual(reply, { locked: asked.length });
  return { statements, roundId: round.id };
}

test("locking three hundred companies sends as many statements as locking one", async () => {
  await lock(2023, companies.slice(0, 1)); // the edition is read once per process
  const one = await lock(2024, companies.slice(0, 1));
  const all = await lock(2025, companies);
  assert.equal(all.statements, one.statements);
  const { rows } = await owner.query(
    `select count(*) filter (where i.state = 'locked')::int as locked, count(k.inspection_id)::int as kept, count(v.inspection_id)::int as live,
       (select count(*)::int from events e where e.verb = 'inspection.locked' and e.subject_id in (select id from inspections where round_id = $1)) as events
     from inspections i left join inspection_results k on k.inspection_id = i.id and k.basis = 'locked'
     left join inspection_results v on v.inspection_id = i.id and v.basis = 'live' where i.round_id = $1`,
    [all.roundId],
  );
  assert.deepEqual(rows[0], { locked: 300, kept: 300, live: 300, events: 300 });
});
