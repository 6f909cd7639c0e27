// Applying a long list whose worker is killed in the middle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { killedAndGoneOn } from "#test/killed-load.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const rows = 4500;
const count = async (sql: string) =>
  Number((await owner.query<{ n: string }>(`select count(*) as n ${sql}`)).rows[0]?.n);

test("a list of people whose worker is killed goes on elsewhere, everybody once, nothing half", async () => {
  const { id } = await killedAndGoneOn(app, office, {
    kind: "people",
    name: "people.csv",
    text: [
      "社員番号,氏名,雇用形態,入社日",
      ...Array.from({ length: rows }, (_, n) => `E${n},見本 ${n}子,正社員,2024-04-01`),
    ].join("\n"),
    rows,
    companyId: group.companies.own,
    heldRow: 2500,
    committed: 2000,
    loaded: () => count("from people where code like 'E%'"),
  });
  assert.equal(
    await count("from employments e join people p on p.id = e.person_id where p.code like 'E%'"),
    rows,
  );
  assert.equal(await count(`from events where subject_id = '${id}' and verb = 'import.applied'`), 1);
});
