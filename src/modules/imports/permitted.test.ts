// What an import says is bound to the permission of its kind, not to that of any other kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const personnel = await signedIn(owner, { companyId: parent, role: "contributor", unitId: group.group });
await owner.query("insert into roles (id, is_built_in) values ('personnel', false)");
await owner.query("insert into role_permissions values ('personnel', 'person.import')");
await owner.query("update grants set role_id = 'personnel' where person_id = $1", [personnel.personId]);
const { check } = await importing(app, office);

test("S-01 who brings in people alone reads no list of companies: not its rows, problems, report, nor that it is there", async () => {
  const companies = await check("companies", "c.csv", Buffer.from("会社コード,会社名\nQ1,Q Ltd.\n"));
  const people = await check("people", "p.csv", Buffer.from("社員番号,氏名,会社\n1,見本 太郎,C1\n"));
  const ask = app.as(personnel.token);
  const { id } = companies;
  for (const asked of [
    () => ask(imports.getImport, { id }),
    () => ask(imports.listImportRows, { id }),
    () => ask(imports.listImportProblems, { id }),
    () => ask(imports.downloadImportReport, { id, format: "csv" }),
  ])
    await assert.rejects(
      asked(),
      (error: unknown) => error instanceof AppError && error.kind === "forbidden",
    );
  const listed = async (who: { token: string }) =>
    (await app.as(who.token)(imports.listImports, {})).rows.map((row) => row.id);
  assert.deepEqual(await listed(personnel), [people.id]);
  assert.deepEqual(await listed(office), [people.id, id]);
  assert.deepEqual(await listed(officer), []);
  assert.equal((await ask(imports.listImportRows, { id: people.id })).rows.length, 2);
  assert.ok(contentOf(await ask(imports.downloadImportReport, { id: people.id, format: "csv" })));
});

test("who reaches one company alone exports its people: the event stands in that company's trail", async () => {
  const exported = (who: { token: string }) =>
    app.as(who.token)(organization.exportPeople, { format: "csv" });
  await exported(officer);
  await exported(office);
  const { rows } = await owner.query(
    "select company_id from events where verb = 'people.exported' order by id",
  );
  assert.deepEqual(rows, [{ company_id: own }, { company_id: null }]);
});
