// Two persons erase what is kept about somebody: the names that lists of before brought along go with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { enrol } from "#core/events/dispatch.ts";
import { namesErased as ofFindings } from "#modules/findings/importing/erasing.ts";
import { trail } from "#modules/trail/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition } from "#test/editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing } from "#test/imports.ts";
import { readOn } from "#test/read-on.ts";
import { namesErased as ofPlans } from "./erasing.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const at = { companyId: parent, unitId: group.group, role: "group_office" as const };
const [one, other] = [await signedIn(owner, at), await signedIn(owner, at)];
await addEdition(owner);
const { check, apply } = await importing(app, one);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const keeper = openDatabase({ connectionString: app.database.url, size: 2 });
atTheEnd(() => keeper.close());
const readers = [ofFindings, ofPlans];
await enrol(keeper.db, readers);

test("R-29 an erasure of what is kept about a person takes the name out of what lists said, of that company and person alone", async () => {
  // The list comes before the register of people, so that the name stands there as words.
  const findings = await check(
    "findings",
    "f.csv",
    Buffer.from(
      "会社コード,管理番号,件名,重大度,指摘日,状態,完了日,確認者,担当者\nC1,1,一つ目,低,2025-01-01,完了,2025-02-01,山田 花子,別の 人\nC1,2,山田 花子の端末,低,2025-01-01,対応中,,,山田　花子\nC2,1,姉妹会社,低,2025-01-01,対応中,,,山田 花子\n",
    ),
  );
  await apply(findings.id, { from: today });
  const plans = await check(
    "plans",
    "p.csv",
    Buffer.from(
      "会社コード,計画番号,計画責任者,施策番号,指摘番号,実施すること,担当者\nC1,計-1,山田花子,1,2,一つ,山田 花子\nC1,計-1,,2,2,二つ,別の 人\nC2,計-1,,1,1,三つ,山田 花子\n",
    ),
  );
  await apply(plans.id, { from: today });
  const person = await addPerson(owner, { companyId: own, familyName: "山田", givenName: "花子" });
  await owner.query(
    `select record_event('person.changed', $1, null, 'person', $2, $3, null, '{}', '{"reason": "words"}')`,
    [one.personId, person, own],
  );
  const named = async () =>
    (
      await owner.query(
        `select 'origin ' || u.code || ' ' || o.own_number as at from finding_origins o join units u on u.id = o.company_id where o.said::text ~ '"山田'
         union all select 'finding ' || f.reference from findings f where f.owner_said ~ '山田'
         union all select 'title ' || f.reference from findings f where f.title ~ '山田'
         union all select 'step ' || u.code from plan_steps s join units u on u.id = s.company_id where s.owner_said ~ '山田'
         union all select 'row ' || u.code from plan_step_origins o join units u on u.id = o.company_id where o.said::text ~ '山田'
         union all select 'plan ' || u.code from plan_origins o join units u on u.id = o.company_id where o.said::text ~ '山田' order by 1`,
      )
    ).rows.map((row) => row.at);
  assert.deepEqual(await named(), [
    "finding C1-F2",
    "finding C2-F1",
    "origin C1 1",
    "origin C1 2",
    "origin C2 1",
    "plan C1",
    "row C1",
    "row C2",
    "step C1",
    "step C2",
    "title C1-F2",
  ]);
  const { id } = await app.as(one.token)(trail.proposeErasure, {
    kind: "person",
    personId: person,
    isAbout: true,
    ground: "request",
    reason: "The person asked for it",
  });
  await readOn(keeper.db, owner, readers);
  assert.equal((await named()).length, 11, "what is proposed alone takes nothing");
  await app.as(other.token)(trail.decideErasure, { id, decision: "approved" });
  await readOn(keeper.db, owner, readers);
  // A sentence in which somebody is named is a report, and a namesake at another company is somebody else.
  assert.deepEqual(await named(), [
    "finding C2-F1",
    "origin C1 2",
    "origin C2 1",
    "row C2",
    "step C2",
    "title C1-F2",
  ]);
  const { rows } = await owner.query(
    "select said ->> 'headline' as headline, said ->> 'answerable' as answerable from finding_origins where company_id = $1 and own_number = '2'",
    [own],
  );
  assert.deepEqual(rows, [{ headline: "山田 花子の端末", answerable: "" }]);
  const { rows: told } = await owner.query(
    "select verb, data from events where verb like '%.names_erased' order by verb",
  );
  assert.deepEqual(told, [
    { verb: "finding.names_erased", data: { count: 2 } },
    { verb: "plan.names_erased", data: { count: 2 } },
  ]);
});
