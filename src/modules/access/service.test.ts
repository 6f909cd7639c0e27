import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { sessionTokenOf } from "#core/http/server.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { addCompany, addPerson, buildSmallGroup, giveRole, signedIn } from "#test/factories.ts";
import { access } from "./contract.ts";

const app = await testApp();
const group = await buildSmallGroup(app.database.owner);

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

const setUp = {
  groupName: "Aoba Group",
  fiscalYearStartMonth: 4,
  timeZone: "Asia/Tokyo",
  languages: ["ja" as const, "en" as const],
  parentName: "青葉株式会社",
  parentCode: "0001",
  parentCountry: "JP",
  parentWorkers: 900,
  familyName: "青葉",
  givenName: "薫",
  loginName: "kaoru@aoba.example",
  password: "a long enough phrase",
  language: "ja" as const,
};

test("first set-up founds the group, signs the first person in and cannot be repeated", async () => {
  const empty = await testApp();
  const { isSetUp, isDemo } = await empty.as(null)(access.getSetup, {});
  assert.deepEqual({ isSetUp, isDemo }, { isSetUp: false, isDemo: false });
  const output = await empty.as(null)(access.setUpGroup, setUp);
  const token = sessionTokenOf(output);
  const session = await empty.as(token)(access.getSession, {});
  assert.ok(session);
  assert.equal(session.familyName, "青葉");
  assert.ok(session.isGroupWide);
  assert.ok(session.permissions.includes("grant.give_any"));
  await assert.rejects(empty.as(null)(access.setUpGroup, setUp), code("group.set_up_already"));
});

test("a group founded in the evening west of UTC is there at once", async () => {
  const west = await testApp();
  west.setNow(new Date(Date.UTC(2026, 10, 24, 3)));
  const output = await west.as(null)(access.setUpGroup, { ...setUp, timeZone: "America/Los_Angeles" });
  const { rows } = await west.as(sessionTokenOf(output))(organization.listCompanies, {});
  assert.deepEqual(
    rows.map((row) => row.code),
    ["0001"],
  );
  const units = await west.database.owner.query("select distinct founded_on::text from units");
  assert.deepEqual(units.rows, [{ founded_on: "2026-11-23" }]);
});

test("the session of a company's officer tells the officer's permissions, and that they end at the company", async () => {
  const officer = await signedIn(app.database.owner, {
    companyId: group.companies.own,
    role: "security_officer",
    unitId: group.companies.own,
  });
  const session = await app.as(officer.token)(access.getSession, {});
  assert.ok(session?.permissions.includes("inspection.answer"));
  assert.equal(session?.isGroupWide, false);
});

test("moments are read in one zone: one's own, else the company's, else the group's", async () => {
  const { owner } = app.database;
  const officer = await signedIn(owner, {
    companyId: group.companies.own,
    role: "security_officer",
    unitId: group.companies.own,
  });
  const zone = async () => (await app.as(officer.token)(access.getSession, {}))?.timeZone;
  const before = await owner.query("select valid_from, time_zone from company_facts where company_id = $1", [
    group.companies.own,
  ]);
  const setFacts = (zoneName: string) =>
    owner.query("update company_facts set time_zone = $2 where company_id = $1", [
      group.companies.own,
      zoneName,
    ]);
  await setFacts("Europe/Berlin");
  assert.equal(await zone(), before.rowCount === 0 ? "Asia/Tokyo" : "Europe/Berlin");
  await owner.query("update people set time_zone = 'America/New_York' where id = $1", [officer.personId]);
  assert.equal(await zone(), "America/New_York");
  const stranger = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "security_officer",
    unitId: group.companies.parent,
  });
  await owner.query("delete from company_facts where company_id = $1", [group.companies.parent]);
  assert.equal((await app.as(stranger.token)(access.getSession, {}))?.timeZone, "Asia/Tokyo");
});

test("R-02 whoever has no mailbox comes in by a link their officer hands over, and comes back by another", async () => {
  const { owner } = app.database;
  const { own } = group.companies;
  const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  const personId = await addPerson(owner, { companyId: own, familyName: "Mori" });
  const { rows } = await owner.query("select email from people where id = $1", [personId]);
  assert.equal(rows[0].email, null);
  const invited = await app.as(officer.token)(access.inviteAccount, {
    personId,
    loginName: "line-3-0412",
    language: "ja",
  });
  const takeUp = (token: string | null, password: string) =>
    app.as(null)(access.acceptInvitation, { token: token ?? "", password });
  await takeUp(invited.invitationToken, "a bridge over the river");
  const signIn = (password: string) => app.as(null)(access.signIn, { loginName: "line-3-0412", password });
  assert.equal((await signIn("a bridge over the river")).personId, personId);
  const again = await app.as(officer.token)(access.renewInvitation, { id: invited.accountId });
  await takeUp(again.invitationToken, "nine boats on the lake");
  await assert.rejects(signIn("a bridge over the river"), code("sign_in.refused"));
  assert.equal((await signIn("nine boats on the lake")).personId, personId);
  const mails = await owner.query("select from mails where person_id = $1", [personId]);
  assert.equal(mails.rowCount, 0);
});

test("an invitation is good once, and its password signs in", async () => {
  const office = await signedIn(app.database.owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  const personId = await addPerson(app.database.owner, { companyId: group.companies.own, familyName: "Lim" });
  const invited = await app.as(office.token)(access.inviteAccount, {
    personId,
    loginName: "lim.wei@own.example",
    language: "en",
  });
  const read = await app.as(null)(access.readInvitation, { token: invited.invitationToken ?? "" });
  assert.equal(read.loginName, "lim.wei@own.example");
  await assert.rejects(
    app.as(null)(access.acceptInvitation, {
      token: invited.invitationToken ?? "",
      password: "lim.wei-and-more",
    }),
    code("password.too_easy"),
  );
  await app.as(null)(access.acceptInvitation, {
    token: invited.invitationToken ?? "",
    password: "correct horse battery",
  });
  await assert.rejects(
    app.as(null)(access.acceptInvitation, {
      token: invited.invitationToken ?? "",
      password: "another long phrase",
    }),
    code("invitation.not_valid"),
  );
  const signed = await app.as(null)(access.signIn, {
    loginName: "LIM.WEI@own.example",
    password: "correct horse battery",
  });
  assert.equal(signed.personId, personId);
});

test("five misses lock the account, the lock is counted even though the call is refused", async () => {
  const { owner } = app.database;
  const officer = await signedIn(owner, { companyId: group.companies.own });
  const { rows } = await owner.query("select login_name from accounts where id = $1", [officer.accountId]);
  const loginName = rows[0].login_name as string;
  for (let miss = 0; miss < 5; miss++) {
    await assert.rejects(
      app.as(null)(access.signIn, { loginName, password: "wrong" }),
      code("sign_in.refused"),
    );
  }
  await assert.rejects(app.as(null)(access.signIn, { loginName, password: "wrong" }), code("sign_in.locked"));
  const refused = await owner.query(
    "select count(*)::int as n from events where verb = 'session.refused' and subject_id = $1",
    [officer.accountId],
  );
  assert.equal(refused.rows[0].n, 6);
});

test("nobody grants beyond their own scope or a role that is not theirs to give", async () => {
  const { owner } = app.database;
  const secretary = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
  const person = await addPerson(owner, { companyId: group.companies.own, familyName: "Sato" });
  const grant = { personId: person, withSubtree: true, validFrom: today(), reason: "new officer" };
  const given = await app.as(secretary.token)(access.giveGrant, {
    ...grant,
    roleId: "security_officer",
    unitId: group.companies.own,
  });
  assert.ok(given.id);
  await assert.rejects(
    app.as(secretary.token)(access.giveGrant, {
      ...grant,
      roleId: "group_office",
      unitId: group.companies.own,
    }),
    code("grant.role_not_yours_to_give"),
  );
  await assert.rejects(
    app.as(secretary.token)(access.giveGrant, {
      ...grant,
      roleId: "security_officer",
      unitId: group.companies.other,
    }),
    code("unit.not_found"),
  );
});

test("moving a company moves read rights on that date", async () => {
  const { owner } = app.database;
  const company = await buildMovable();
  const before = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
  const after = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "division_secretary",
    unitId: group.divisions.two,
  });
  await giveRole(owner, {
    personId: company.person,
    companyId: company.id,
    role: "employee",
    unitId: company.id,
  });
  const sees = async (token: string) =>
    (await app.as(token)(access.listGrants, { personId: company.person })).rows.length > 0;
  app.setNow(new Date("2026-06-30T14:59:00Z")); // 23:59 in Tokyo
  assert.deepEqual([await sees(before.token), await sees(after.token)], [true, false]);
  app.setNow(new Date("2026-06-30T15:01:00Z")); // one minute past midnight there
  assert.deepEqual([await sees(before.token), await sees(after.token)], [false, true]);
  app.setNow(null);
});

async function buildMovable() {
  const { owner } = app.database;
  const id = await addCompany(owner, { code: "MOVE", name: "Moving Ltd.", parentId: group.divisions.one });
  await owner.query("update supervisions set valid_to = '2026-07-01' where unit_id = $1", [id]);
  await owner.query(
    "insert into supervisions (unit_id, parent_id, company_id, valid_from) values ($1, $2, $1, '2026-07-01')",
    [id, group.divisions.two],
  );
  return { id, person: await addPerson(owner, { companyId: id, familyName: "Mover" }) };
}

const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
