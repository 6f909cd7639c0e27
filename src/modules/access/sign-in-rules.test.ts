import assert from "node:assert/strict";
import { test } from "node:test";
import { runTimed } from "#core/jobs/timed.ts";
import { makeLog } from "#core/http/log.ts";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, giveRole, signedIn } from "#test/factories.ts";
import { access } from "./contract.ts";
import { accessModule } from "./module.ts";
import { hashPassword } from "./password.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const password = "a long enough phrase";
const passwordHash = await hashPassword(password);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);

async function somebody(companyId: string, role?: "security_officer") {
  const who = await signedIn(owner, { companyId, ...(role ? { role } : {}) });
  const { rows } = await owner.query(
    "update accounts set password_hash = $2 where id = $1 returning login_name",
    [who.accountId, passwordHash],
  );
  return { ...who, loginName: rows[0].login_name as string };
}
const enter = (loginName: string) => app.as(null)(access.signIn, { loginName, password });

/** The clock's works once more, as after their usual time. */
async function tick() {
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(app.door.db, accessModule.timed ?? [], makeLog("silent"));
}

const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const rule = (unitId: string, more: object = {}) =>
  app.as(office.token)(access.setSignInRule, {
    unitId,
    demands: "second_factor",
    fromDay: today(),
    graceDays: 0,
    reason: "test",
    ...more,
  });

test("a rule of a role concerns its holders there, at once and in running sessions, and nobody else", async () => {
  const officer = await somebody(group.companies.own, "security_officer");
  const employee = await somebody(group.companies.own);
  const elsewhere = await somebody(group.companies.other, "security_officer");
  const preview = {
    unitId: group.divisions.one,
    roleId: "security_officer",
    demands: "second_factor",
  } as const;
  assert.deepEqual(await app.as(office.token)(access.previewSignInRule, preview), { people: 1, missing: 1 });
  const made = await rule(group.divisions.one, { roleId: "security_officer" });
  assert.equal(made.askedSessions, 1);
  await assert.rejects(app.as(officer.token)(access.getSession, {}), code("session.incomplete"));
  assert.equal((await enter(officer.loginName)).owes?.enrols, true);
  assert.equal((await enter(employee.loginName)).owes, null);
  assert.equal((await enter(elsewhere.loginName)).owes, null);
  const { rows } = await app.as(office.token)(access.listNotEnrolled, { id: made.id });
  assert.deepEqual(
    rows.map((row) => row.id),
    [officer.accountId],
  );
  await app.as(office.token)(access.endSignInRule, { id: made.id, reason: "over", rowVersion: 1 });
  assert.equal((await enter(officer.loginName)).owes, null);
});

test("nobody is stopped in the days of grace; the strictest rule wins; an app does not stand for a passkey", async () => {
  const who = await somebody(group.companies.sister);
  const soft = await rule(group.companies.sister, { graceDays: 30 });
  assert.equal((await enter(who.loginName)).owes, null);
  const strict = await rule(group.companies.sister, { demands: "phishing_resistant" });
  assert.notEqual(strict.id, soft.id);
  const entered = await enter(who.loginName);
  assert.deepEqual([entered.owes?.demands, entered.owes?.enrols], ["phishing_resistant", true]);
  const { rows } = await app.as(office.token)(access.listSignInRules, {});
  assert.equal(rows.filter((row) => row.unitId === group.companies.sister).length, 1);
});

test("a leaver's sessions end at the next look of the clock, and no way in opens another", async () => {
  const who = await somebody(group.companies.other);
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
    [who.personId, group.companies.other],
  );
  await tick();
  assert.ok(await app.as(who.token)(access.getSession, {}));
  await owner.query("update employments set valid_to = group_today() where person_id = $1", [who.personId]);
  await tick();
  await assert.rejects(app.as(who.token)(access.getSession, {}), code("session.needed"));
  await assert.rejects(enter(who.loginName), code("sign_in.refused"));
  // A right given since then is a new reason to come in.
  await giveRole(owner, {
    personId: who.personId,
    companyId: group.companies.other,
    role: "assessor",
    unitId: group.companies.other,
    from: today(),
  });
  assert.equal((await enter(who.loginName)).owes, null);
});

test("a rule of a role made here is listed by the role's own name, of a built-in one by none", async () => {
  await owner.query(
    `insert into roles (id, is_built_in, names) values ('own_rule_test', false, '{"en": "Reviewer of rules", "ja": "規則の確認者"}')`,
  );
  const as = app.as(office.token);
  await rule(group.companies.sister, { roleId: "own_rule_test" });
  await rule(group.companies.sister, { roleId: "auditor" });
  const { rows } = await as(access.listSignInRules, {});
  const named = rows.filter((row) => row.unitId === group.companies.sister && row.roleId !== null);
  assert.deepEqual(named.map((row) => [row.roleId, row.roleName]).toSorted(), [
    ["auditor", null],
    ["own_rule_test", "Reviewer of rules"],
  ]);
});
