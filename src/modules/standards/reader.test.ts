import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { sessionCookieName } from "#core/http/server.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { standards } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const employee = await signedIn(owner, { companyId: group.companies.own, role: "employee" });
const [asOffice, asEmployee] = [app.as(office.token), app.as(employee.token)];
const { id } = await asOffice(standards.draftEdition, { from: "built_in" });

test("the built-in standard passes every check before it is published", async () => {
  const { checks, canPublish } = await asOffice(standards.checkEdition, { id });
  assert.equal(canPublish, true);
  assert.deepEqual(
    checks.filter((check) => check.isNeeded && check.missing.length > 0),
    [],
  );
  assert.deepEqual(
    checks.filter((check) => check.id.startsWith("words_")).map((check) => check.missing.length),
    [0, 0, 0],
  );
  await assert.rejects(
    asEmployee(standards.checkEdition, { id }),
    (error) => error instanceof AppError && error.kind === "forbidden",
  );
});

test("a draft that was tampered with is told, and is not published", async () => {
  await owner.query("begin");
  await owner.query("update controls set weight = 1 where edition_id = $1 and control_id = 'TEC-12'", [id]);
  await owner.query("commit");
  const { checks, canPublish } = await asOffice(standards.checkEdition, { id });
  assert.equal(canPublish, false);
  assert.deepEqual(
    checks.filter((check) => check.isNeeded && check.missing.length > 0).map((check) => check.id),
    ["content"],
  );
  const publish = asOffice(standards.publishEdition, {
    id,
    effectiveOn: "2026-04-01",
    evenIfPast: true,
    reason: "committee",
    rowVersion: 1,
  });
  await assert.rejects(
    publish,
    (error) => error instanceof AppError && error.code === "edition.content_differs",
  );
  await owner.query("update controls set weight = 3 where edition_id = $1 and control_id = 'TEC-12'", [id]);
});

test("a second language stands beside the reader's own, in lists and on one control", async () => {
  const list = await asOffice(standards.listControls, { id, beside: "ja", limit: 1 });
  assert.equal(list.rows[0]?.besideTitle?.lang, "ja");
  const control = await asOffice(standards.getControl, { id, controlId: "TEC-12", beside: "zh" });
  assert.deepEqual([control.title.lang, control.beside?.requirement.lang], ["en", "zh"]);
});

test("controls are found by the condition that takes them in", async () => {
  const edition = await asOffice(standards.getEdition, { id });
  for (const condition of edition.scopeConditions) {
    const found = await asOffice(standards.listControls, { id, scope: condition.id, limit: 500 });
    assert.equal(found.total, condition.controls, condition.id);
    assert.ok(found.rows.every((row) => row.appliesWhen === condition.id));
  }
});

test("an edition goes out as CSV, one row per control; a draft only to those who publish", async () => {
  const server = await app.server();
  const get = (token: string) =>
    server.inject({
      url: `/api/editions/${id}/controls.csv`,
      cookies: { [sessionCookieName(false)]: token },
      headers: { "x-yagura": "1", "x-yagura-language": "ja" },
    });
  const file = await get(office.token);
  assert.equal(file.statusCode, 200);
  assert.equal(file.body.charCodeAt(0), 0xfeff);
  assert.match(file.body, /多要素認証/);
  assert.equal(file.body.split("\r\nTEC-12,").length, 2);
  assert.equal((await get(employee.token)).statusCode, 404);
  await server.close();
});
