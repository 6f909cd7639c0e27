// A list has one row for a person; what else the person has at the company, at once or planned, is not the row's to change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { addPerson, addUnit, buildSmallGroup, giveRole, type Id, signedIn } from "#test/factories.ts";
import { gather, importing } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
const { check, apply, verdicts } = await importing(app, office);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const unit = (code: string) =>
  addUnit(owner, { kind: "department", code, name: `Department ${code}`, parentId: own, companyId: own });
const [first, second] = [await unit("DA"), await unit("DB")];
await unit("DC");
async function person(code: string, employments: readonly (readonly [Id, string, string | null])[]) {
  const id = await addPerson(owner, { companyId: own, familyName: "Aoba", givenName: code });
  await owner.query("update people set code = $2 where id = $1", [id, code]);
  for (const [unitId, from, until] of employments)
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, title, valid_from, valid_to) values ($1, $2, $3, 'regular', 'Clerk', $4, $5)",
      [id, unitId, own, from, until],
    );
  return id;
}
const kept = async (id: Id) =>
  (
    await owner.query(
      `select u.code, e.title, e.valid_from::text as from, e.valid_to::text as until
       from employments e join units u on u.id = e.unit_id where e.person_id = $1 order by e.valid_from, u.code`,
      [id],
    )
  ).rows.map(Object.values);
const list = (row: string) => Buffer.from(`社員番号,姓,名,会社,所属,役職,退職日\n${row}\n`);
const verdictOf = async (id: string) => (await verdicts(id)).at(-1)?.slice(1);

test("another unit moves the employment that holds; a planned one keeps its days", async () => {
  const id = await person("S1", [
    [first, "2020-04-01", "2090-04-01"],
    [second, "2090-04-01", null],
  ]);
  const load = await check("people", "moved.csv", list("S1,Aoba,S1,C1,DC,,"));
  assert.deepEqual(await verdictOf(load.id), ["change", ""]);
  assert.equal((await apply(load.id, { from: today })).counts.changed, 1);
  assert.deepEqual(await kept(id), [
    ["DA", "Clerk", "2020-04-01", today],
    ["DC", "Clerk", today, "2090-04-01"],
    ["DB", "Clerk", "2090-04-01", null],
  ]);
  const late = await check("people", "late.csv", list("S1,Aoba,S1,C1,DC,Head,"));
  const done = await apply(late.id, { from: "2091-01-01" });
  assert.deepEqual([done.counts.changed, done.counts.notApplied], [0, 1]);
});

test("of two employments at once the named one changes; a move that names neither is for a person to decide", async () => {
  const id = await person("S2", [
    [first, "2020-04-01", null],
    [second, "2021-04-01", null],
  ]);
  const named = await check("people", "named.csv", list("S2,Aoba,S2,C1,DB,Head,"));
  await apply(named.id, { from: today });
  assert.deepEqual(await kept(id), [
    ["DA", "Clerk", "2020-04-01", null],
    ["DB", "Clerk", "2021-04-01", today],
    ["DB", "Head", today, null],
  ]);
  const moved = await check("people", "moved.csv", list("S2,Aoba,S2,C1,DC,,"));
  assert.deepEqual(await verdictOf(moved.id), ["conflict", "import.several_employments"]);
  const accepted = "import.several_employments";
  await asOffice(imports.decideRows, { id: moved.id, rowNumbers: [2], decision: "accept", code: accepted });
  await apply(moved.id, { from: today });
  assert.deepEqual(await kept(id), [
    ["DA", "Clerk", "2020-04-01", today],
    ["DB", "Clerk", "2021-04-01", today],
    ["DB", "Head", today, null],
    ["DC", "Clerk", today, null],
  ]);
  const ends = await check("people", "ends.csv", list(`S2,Aoba,S2,C1,DC,,${today}`));
  assert.deepEqual(await verdictOf(ends.id), ["conflict", "import.several_end"]);
});

test("an export whose row ends the first of two comes back as the same; a new last day ends what follows, and rights", async () => {
  const id = await person("S3", [
    [first, "2020-04-01", "2090-04-01"],
    [second, "2090-04-01", null],
  ]);
  await giveRole(owner, { personId: id, companyId: own, role: "contributor", unitId: own });
  const content = contentOf(await asOffice(organization.exportPeople, { format: "csv", search: "S3" }));
  const again = await check("people", "export.csv", await gather((await content?.open()) ?? Buffer.of()));
  assert.deepEqual(await verdictOf(again.id), ["same", ""]);
  const renamed = await check("people", "name.csv", list("S3,Aoba,Sora,C1,DA,,2090-03-31"));
  assert.deepEqual([renamed.shown.counts.change, renamed.shown.counts.leaving], [1, 0]);
  await apply(renamed.id, { from: today });
  assert.equal((await kept(id)).length, 2);
  const left = await check("people", "left.csv", list("S3,Aoba,Sora,C1,DA,,2080-03-31"));
  assert.equal(left.shown.counts.leaving, 1);
  await apply(left.id, { from: today });
  assert.deepEqual(await kept(id), [["DA", "Clerk", "2020-04-01", "2080-04-01"]]);
  const { rows } = await owner.query("select valid_to::text as until from grants where person_id = $1", [id]);
  assert.deepEqual(rows, [{ until: "2080-04-01" }]);
  const later = await check("people", "later.csv", list("S3,Aoba,Sora,C1,DA,,2085-03-31"));
  await apply(later.id, { from: today });
  assert.deepEqual(await kept(id), [["DA", "Clerk", "2020-04-01", "2085-04-01"]]);
});

test("a leaver by list leaves seats and rights as by hand; the row names them and the check counts them", async () => {
  const [gone, stays] = [
    await person("L1", [[own, "2020-04-01", null]]),
    await person("L2", [[own, "2020-04-01", null]]),
  ];
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'officer', '2021-04-01')",
    [stays, parent],
  );
  for (const [companyId, name, who] of [
    [own, "Officer L1", gone],
    [parent, "Adviser L1", gone],
    [own, "Officer L2", stays],
    [parent, "Director L2", stays],
  ] as const)
    await owner.query(
      `with seat as (insert into positions (unit_id, company_id, name, created_on) values ($1, $1, $2, '2020-04-01') returning id)
       insert into position_holders (position_id, person_id, company_id, valid_from) select id, $3, $1, '2020-04-01' from seat`,
      [companyId, name, who],
    );
  for (const personId of [gone, stays])
    await giveRole(owner, { personId, companyId: own, role: "security_officer", unitId: own });
  const { id, shown } = await check(
    "people",
    "leavers.csv",
    Buffer.from(`社員番号,姓,名,会社,退職日\nL1,Aoba,L1,C1,${today}\nL2,Aoba,L2,C1,${today}\n`),
  );
  assert.deepEqual([shown.counts.leaving, shown.counts.vacating], [2, 2]);
  const { rows } = await asOffice(imports.listImportRows, { id, verdict: "change" });
  assert.deepEqual(
    rows.map((row) => row.differences.find((one) => one.field === "seats")?.before),
    ["Adviser L1, Officer L1", "Officer L2"],
  );
  await apply(id, { from: today });
  const held = await owner.query<{ name: string; open: boolean }>(
    `select p.name, h.valid_to is null as open from position_holders h join positions p on p.id = h.position_id
     where h.person_id = any ($1) order by 1`,
    [[gone, stays]],
  );
  assert.deepEqual(
    held.rows.map((row) => [row.name, row.open]),
    [
      ["Adviser L1", false],
      ["Director L2", true],
      ["Officer L1", false],
      ["Officer L2", false],
    ],
  );
  const rights = await owner.query(
    "select person_id from grants where person_id = any ($1) and valid_to is null",
    [[gone, stays]],
  );
  assert.deepEqual(rights.rows, [{ person_id: stays }]);
});
