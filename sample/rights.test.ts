// Who may do what in the sample, asked through the operations that the pages of rights use.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { hashToken } from "#core/http/door.ts";
import { builtInRoles } from "#core/module.ts";
import { modules } from "#app/modules.ts";
import { access } from "#modules/access/contract.ts";
import { calls } from "#modules/calls/contract.ts";
import { engagements } from "#modules/engagements/contract.ts";
import { tokens } from "#modules/tokens/contract.ts";
import { type TestApp, testApp } from "#test/app.ts";
import { sampleDatabase } from "#test/db.ts";
import { demoAccounts, demoPassword } from "./accounts.ts";
import { ownRoles } from "./rights.ts";

let app: TestApp;
const inAs = new Map<string, ReturnType<TestApp["as"]>>();

async function signIn(login: string) {
  const token = crypto.randomUUID();
  const as = inAs.get(login) ?? app.as(token);
  if (inAs.has(login)) return as;
  inAs.set(login, as);
  await app.database.owner.query(
    `insert into sessions (account_id, company_id, token_hash, expires_at)
     select id, company_id, $2, now() + interval '1 hour' from accounts where login_name = $1`,
    [login, hashToken(token)],
  );
  return as;
}

before(async () => {
  app = await testApp({ database: await sampleDatabase() });
});

test("every account of the demo comes in with the password alone, though a rule is on its way", async () => {
  for (const { login } of demoAccounts) {
    const { owes } = await app.as(null)(access.signIn, { loginName: login, password: demoPassword });
    assert.equal(owes, null, login);
  }
  const admin = await signIn("admin@mihon.example");
  const { rows } = await admin(access.listSignInRules, {});
  assert.deepEqual(rows.map((row) => row.roleId).toSorted(), ["administrator", "group_office"]);
  const { rows: today } = await app.database.owner.query<{ day: string }>(
    "select (group_today() + 270)::text as day",
  );
  assert.ok(rows.every((row) => row.dueOn >= (today[0]?.day ?? "")));
});

test("roles made here hold what the product knows, and somebody holds them until a day", async () => {
  const known = new Set(modules.flatMap(({ roles }) => builtInRoles.flatMap((role) => roles[role] ?? [])));
  for (const { permissions } of Object.values(ownRoles))
    assert.deepEqual(
      permissions.filter((one) => !known.has(one)),
      [],
    );
  const office = await signIn("office.en@mihon.example");
  const { rows } = await office(access.listRoles, {});
  const own = rows.filter((row) => !row.isBuiltIn);
  assert.deepEqual(own.map((row) => [row.names.en, row.holders, row.isPowerful]).toSorted(), [
    ["Internal control reviewer", 1, false],
    ["Regional coordinator", 2, false],
  ]);
});

test("firms from outside: one engagement over several companies, one coming, one ended early, one of last year", async () => {
  const office = await signIn("office.en@mihon.example");
  const { rows: firms } = await office(engagements.listOutsideFirms, {});
  assert.deepEqual(firms.map((firm) => firm.people).toSorted(), [2, 2, 3]);
  const { rows } = await office(engagements.listEngagements, {});
  assert.deepEqual(
    rows.map((row) => [row.state, row.companies, row.people, row.endedAt !== null]).toSorted(),
    [
      ["coming", 1, 2, false],
      ["over", 1, 2, true],
      ["over", 3, 2, false],
      ["running", 5, 3, false],
    ],
  );
  const { rows: rights } = await app.database.owner.query<{ people: number; rights: number }>(
    `select count(distinct person_id)::int as people, count(*)::int as rights from grants where engagement_id is not null and ends_at > now()`,
  );
  assert.deepEqual(rights, [{ people: 5, rights: 17 }]);
});

test("receivers are off, a program has a token that nobody knows, and a right waits for its second person", async () => {
  const office = await signIn("office.en@mihon.example");
  const { rows } = await office(calls.listReceivers, {});
  assert.deepEqual(
    rows.map((row) => [row.companyId === null, row.isOn]),
    [
      [true, false],
      [false, false],
    ],
  );
  const { rows: mine } = await office(tokens.listTokens, {});
  assert.equal(mine.length, 1);
  const { rows: open } = await office(access.listProposals, { isOpen: true });
  assert.deepEqual(
    open.map((row) => [row.roleId, row.offBecause]),
    [["administrator", null]],
  );
});

test("while an officer is away the deputy answers; the officer still could", async () => {
  const { rows } = await app.database.owner.query<{ login: string; via: string }>(
    `select a.login_name as login, g.via from grants_in_force g join accounts a on a.person_id = g.person_id
     where g.role_id = 'security_officer' and a.login_name like '%@press.mihon.example' order by 1`,
  );
  assert.deepEqual(rows, [
    { login: "deputy@press.mihon.example", via: "person" },
    { login: "helper@press.mihon.example", via: "deputy" },
    { login: "officer@press.mihon.example", via: "position" },
  ]);
});

test("calls of the sample are of duties that stand where their clock has them", async () => {
  const { rows } = await app.database.owner.query<{ state: string; wrong: number }>(
    `select c.state, count(*) filter (where d.state <> 'open' or d.level < c.level)::int as wrong
     from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year group by 1 order by 1`,
  );
  assert.ok(rows.some((row) => row.state === "acknowledged"));
  assert.ok(rows.every((row) => row.wrong === 0));
});
