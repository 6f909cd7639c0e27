// What account managers and givers of rights must not be able to reach: rights beyond their own, and a group without
// an administrator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { openDatabase } from "#core/db/pool.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { ending } from "#modules/organization/ending/contract.ts";
import { applyPeople } from "#modules/organization/importing/people-apply.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addPerson, buildSmallGroup, giveRole, type Id, type SignedIn, signedIn } from "#test/factories.ts";
import { until } from "#test/until.ts";
import { access } from "./contract.ts";

const app = await testApp();
const { owner, url } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent, sister, other } = group.companies;
app.setNow(new Date("2026-11-24T03:00:00Z"));
const today = "2026-11-24";
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const opened = openDatabase({ connectionString: url, size: 2 });
atTheEnd(() => opened.close());

const parentOfficer = await signedIn(owner, { companyId: parent, role: "security_officer" });
const ownOfficer = await signedIn(owner, { companyId: own, role: "security_officer" });
const administrator = await signedIn(owner, {
  companyId: parent,
  role: "administrator",
  unitId: group.group,
});
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});

const renew = (by: SignedIn, id: Id) => app.as(by.token)(access.renewInvitation, { id });
const close = (by: SignedIn, id: Id) =>
  app.as(by.token)(access.closeAccount, { id, reason: "test", rowVersion: 1 });
const invite = (by: SignedIn, personId: Id) =>
  app.as(by.token)(access.inviteAccount, {
    personId,
    loginName: `${crypto.randomUUID()}@example.test`,
    language: "en",
  });

test("nobody renews, closes or opens the account of a person whose rights they could not give", async () => {
  const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
  for (const [by, whom] of [
    [parentOfficer, administrator],
    [parentOfficer, secretary],
    [ownOfficer, executive],
  ] as const) {
    await assert.rejects(renew(by, whom.accountId), code("account.beyond_own_rights"));
    await assert.rejects(close(by, whom.accountId), code("account.beyond_own_rights"));
  }
  // Rights that only begin later, or elsewhere, count as well.
  const later = await addPerson(owner, { companyId: own, familyName: "Later" });
  await giveRole(owner, {
    personId: later,
    companyId: own,
    role: "security_officer",
    unitId: own,
    from: "2027-04-01",
  });
  await assert.rejects(invite(ownOfficer, later), code("account.beyond_own_rights"));
  const elsewhere = await addPerson(owner, { companyId: own, familyName: "Elsewhere" });
  await giveRole(owner, { personId: elsewhere, companyId: own, role: "contributor", unitId: sister });
  await assert.rejects(invite(ownOfficer, elsewhere), code("account.beyond_own_rights"));
  assert.ok((await renew(secretary, executive.accountId)).invitationToken);
});

test("a company of one: the officer invites the executive to be, the division gives the role; the renewal is told", async () => {
  const person = await addPerson(owner, { companyId: own, familyName: "Executive" });
  const { accountId } = await invite(ownOfficer, person);
  await renew(ownOfficer, accountId);
  await app.as(secretary.token)(access.giveGrant, {
    personId: person,
    roleId: "company_executive",
    unitId: own,
    withSubtree: true,
    validFrom: today,
    reason: "appointed",
  });
  await assert.rejects(renew(ownOfficer, accountId), code("account.beyond_own_rights"));
  const { rows } = await owner.query("select verb, actor_id from events where subject_id = $1 order by id", [
    accountId,
  ]);
  assert.deepEqual(rows, [
    { verb: "account.invited", actor_id: ownOfficer.personId },
    { verb: "account.invitation_renewed", actor_id: ownOfficer.personId },
    { verb: "account.invitation_voided", actor_id: secretary.personId },
  ]);
});

test("a link made before a weighty role is given stops working, unless whoever made it could have given the role", async () => {
  const second = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  const give = async (by: SignedIn, personId: Id, roleId: string, unitId: Id) => {
    const given = await app.as(by.token)(access.giveGrant, {
      personId,
      roleId,
      unitId,
      withSubtree: true,
      validFrom: today,
      reason: "appointed",
    });
    // A powerful one is given by the word of a second person.
    return given.proposalId
      ? app.as(second.token)(access.decideProposal, { id: given.proposalId, isAllowed: true })
      : given;
  };
  const accept = (token: string) =>
    app.as(null)(access.acceptInvitation, { token, password: "a long enough phrase" });
  const invited = async (by: SignedIn, familyName: string) => {
    const personId = await addPerson(owner, { companyId: own, familyName });
    return { personId, ...(await invite(by, personId)) };
  };
  const kept = await invited(ownOfficer, "Promoted");
  assert.equal((await give(ownOfficer, kept.personId, "contributor", own)).voidedLinks, 0);
  assert.equal((await give(administrator, kept.personId, "group_office", group.group)).voidedLinks, 1);
  await assert.rejects(accept(kept.invitationToken ?? ""), code("invitation.not_valid"));
  const fresh = await renew(administrator, kept.accountId);
  assert.equal((await accept(fresh.invitationToken ?? "")).personId, kept.personId);

  // An officer of the division's own making: the secretary who made the link could have given the role as well.
  const near = await invited(secretary, "Officer");
  assert.equal((await give(administrator, near.personId, "security_officer", own)).voidedLinks, 0);
  assert.equal((await accept(near.invitationToken ?? "")).personId, near.personId);

  // The way back after a lost password is such a link too.
  const active = await signedIn(owner, { companyId: own });
  const { invitationToken } = await renew(ownOfficer, active.accountId);
  assert.equal((await give(administrator, active.personId, "group_office", group.group)).voidedLinks, 1);
  await assert.rejects(accept(invitationToken ?? ""), code("invitation.not_valid"));
});

test("an account says beforehand why its link is not renewed and why it is not closed", async () => {
  const look = async (by: SignedIn, whom: SignedIn) => {
    const { renewOffBecause, closeOffBecause } = await app.as(by.token)(access.getAccount, {
      id: whom.accountId,
    });
    return [renewOffBecause, closeOffBecause];
  };
  const beyond = "account.beyond_own_rights";
  assert.deepEqual(await look(parentOfficer, administrator), [beyond, beyond]);
  assert.deepEqual(await look(ownOfficer, ownOfficer), [beyond, beyond]);
  assert.deepEqual(await look(administrator, administrator), [null, "account.own"]);
  const plain = await signedIn(owner, { companyId: own });
  assert.deepEqual(await look(ownOfficer, plain), [null, null]);
  await owner.query("update accounts set state = 'closed' where id = $1", [plain.accountId]);
  assert.deepEqual(await look(ownOfficer, plain), ["account.closed", "account.closed"]);
});

test("ending a grant neither prolongs nor revives it, and reaches no further than giving", async () => {
  const person = await addPerson(owner, { companyId: own, familyName: "Ended" });
  const grant = { personId: person, companyId: own, role: "contributor" } as const;
  const end = (id: Id, validTo: string) =>
    app.as(ownOfficer.token)(access.endGrant, { id, validTo, reason: "test", rowVersion: 1 });
  const over = await giveRole(owner, { ...grant, unitId: own, to: "2026-01-01" });
  await assert.rejects(end(over, "2027-01-01"), code("grant.ends_already"));
  const limited = await giveRole(owner, { ...grant, unitId: own, to: "2026-12-01" });
  await assert.rejects(end(limited, "2026-12-01"), code("grant.ends_already"));
  const abroad = await giveRole(owner, { ...grant, unitId: other });
  await assert.rejects(end(abroad, today), code("grant.beyond_own_scope"));
  assert.equal((await end(limited, today)).id, limited);
});

test("who holds a role at one unit alone does not give it for all below", async () => {
  const narrow = await signedIn(owner, {
    companyId: parent,
    role: "security_officer",
    unitId: own,
    subtree: false,
  });
  const personId = await addPerson(owner, { companyId: own, familyName: "Narrow" });
  const give = (withSubtree: boolean) =>
    app.as(narrow.token)(access.giveGrant, {
      personId,
      roleId: "contributor",
      unitId: own,
      withSubtree,
      validFrom: today,
      reason: "test",
    });
  await assert.rejects(give(true), code("grant.beyond_own_scope"));
  assert.ok((await give(false)).id);
});

test("a secretary of one division who is officer of a company in another gives helpers at home, and no more", async () => {
  const both = await signedIn(owner, { companyId: own, role: "security_officer" });
  await giveRole(owner, {
    personId: both.personId,
    companyId: own,
    role: "division_secretary",
    unitId: group.divisions.two,
  });
  const give = async (roleId: string, companyId: Id) =>
    app.as(both.token)(access.giveGrant, {
      personId: await addPerson(owner, { companyId, familyName: "Helper" }),
      roleId,
      unitId: companyId,
      withSubtree: true,
      validFrom: today,
      reason: "test",
    });
  assert.ok((await give("contributor", own)).id);
  await assert.rejects(give("security_officer", own), code("grant.role_not_yours_to_give"));
  assert.ok((await give("security_officer", other)).id);
  await assert.rejects(give("contributor", sister), code("person.not_found"));
});

test("a closed account stays closed: its link is revoked, and a password set meanwhile does not open it", async () => {
  const person = await addPerson(owner, { companyId: own, familyName: "Closed" });
  const { accountId, invitationToken } = await invite(ownOfficer, person);
  await close(ownOfficer, accountId);
  const accept = () =>
    app.as(null)(access.acceptInvitation, { token: invitationToken ?? "", password: "a long enough phrase" });
  await assert.rejects(accept(), code("invitation.not_valid"));
  const { rows } = await owner.query("select revoked_at from invitations where account_id = $1", [accountId]);
  assert.ok(rows[0].revoked_at);
  // The same closure while the password of an open link is being hashed: made by the account's own lock.
  await owner.query("update accounts set state = 'invited' where id = $1", [accountId]);
  await owner.query("update invitations set revoked_at = null where account_id = $1", [accountId]);
  await owner.query("begin");
  await owner.query("update accounts set state = 'closed' where id = $1", [accountId]);
  const accepting = assert.rejects(accept(), code("invitation.not_valid"));
  await untilSomebodyWaits();
  await owner.query("commit");
  await accepting;
});

/** Until another connection waits for a lock: the race is then as far as it goes. */
const untilSomebodyWaits = () =>
  until("a connection that waits for a lock", async () => {
    // The asker's own transaction would go on seeing what it saw first.
    await owner.query("select pg_stat_clear_snapshot()");
    const { rows } = await owner.query(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows[0];
  });

const grantOf = async (who: SignedIn) =>
  (
    await owner.query("select id from grants where person_id = $1 and role_id = 'administrator'", [
      who.personId,
    ])
  ).rows[0].id as Id;
const endAs = async (by: SignedIn, who: SignedIn) =>
  app.as(by.token)(access.endGrant, {
    id: await grantOf(who),
    validTo: today,
    reason: "test",
    rowVersion: 1,
  });
const last = code("grant.last_administrator");

test("the group keeps an administrator who can sign in, whatever ends: grant, account, employment, list", async () => {
  const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
    [administrator.personId, parent],
  );
  // One who was only invited, one who holds it at a company, one whose right ends: none of them stands in.
  const invited = await signedIn(owner, { companyId: own, role: "administrator", unitId: group.group });
  await owner.query("update accounts set state = 'invited' where id = $1", [invited.accountId]);
  await signedIn(owner, { companyId: own, role: "administrator", unitId: own });
  await signedIn(owner, { companyId: own, role: "administrator", unitId: group.group, to: "2027-01-01" });

  await assert.rejects(endAs(office, administrator), last);
  await assert.rejects(close(office, administrator.accountId), last);
  const leaving = { personIds: [administrator.personId], lastDay: "2026-11-30" };
  assert.equal(
    (await app.as(office.token)(ending.previewEmploymentEnds, leaving)).refusedBecause,
    "grant.last_administrator",
  );
  await assert.rejects(app.as(office.token)(ending.endEmployments, { ...leaving, reason: "x" }), last);
  assert.deepEqual(await leaveByList(office, "group", [administrator.personId], parent), [
    ["not_applied", "grant.last_administrator"],
  ]);

  const second = await signedIn(owner, { companyId: own, role: "administrator", unitId: group.group });
  assert.ok((await close(office, administrator.accountId)).id);
  await owner.query("update accounts set state = 'active', row_version = 1 where id = $1", [
    administrator.accountId,
  ]);
  assert.ok(second.accountId);
});

test("two administrators who end each other's right at the same moment: one of them stays", async () => {
  const { rows } = await owner.query<{ personId: Id; id: Id }>(
    `select g.person_id as "personId", g.id from grants g join accounts a on a.person_id = g.person_id and a.state = 'active'
     where role_id = 'administrator' and unit_id = $1 and valid_to is null`,
    [group.group],
  );
  assert.equal(rows.length, 2);
  const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  const tried = await Promise.allSettled(
    rows.map(({ id }) =>
      app.as(office.token)(access.endGrant, { id, validTo: today, reason: "x", rowVersion: 1 }),
    ),
  );
  assert.deepEqual(tried.map((one) => one.status).sort(), ["fulfilled", "rejected"]);
});

/** What a list with these leavers does, as the uploader's own transaction sees it. */
async function leaveByList(by: SignedIn, reach: "group" | "companies", personIds: Id[], companyId: Id) {
  const applied = await inTransaction(
    opened.db,
    {
      actor: {
        personId: by.personId,
        accountId: by.accountId,
        sessionId: null,
        companyId: by.companyId,
        language: "en",
        timeZone: null,
      },
      permission: "person.import",
      reach,
      now: new Date("2026-11-24T03:00:00Z"),
    },
    (ctx) =>
      applyPeople(
        ctx,
        personIds.map((id, index) => ({
          rowNumber: index + 2,
          verdict: "change",
          subjectId: id,
          fields: {
            companyId,
            unitId: null,
            code: null,
            familyName: "Leaver",
            givenName: "Test",
            familyNameReading: null,
            givenNameReading: null,
            email: null,
            telephone: null,
            language: null,
            timeZone: null,
            employment: null,
            title: null,
            from: null,
            lastDay: "2026-11-30",
            compared: null,
          },
          problems: [],
          differences: [{ field: "to", before: null, after: "2026-11-30" }],
          parentRow: null,
        })),
        { from: today, reason: null },
      ),
  );
  return applied.map((one) => ("code" in one ? [one.did, one.code] : [one.did]));
}

test("leaving one company by its officer's list keeps the rights of who is employed in another, and tells each that ends", async () => {
  const both = await addPerson(owner, { companyId: own, familyName: "Both" });
  const only = await addPerson(owner, { companyId: own, familyName: "Only" });
  for (const [person, company] of [
    [both, own],
    [both, other],
    [only, own],
  ])
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
      [person, company],
    );
  const grants = new Map<Id, Id>();
  for (const personId of [both, only])
    grants.set(
      personId,
      await giveRole(owner, { personId, companyId: own, role: "contributor", unitId: own }),
    );
  assert.deepEqual(await leaveByList(ownOfficer, "companies", [both, only], own), [["changed"], ["changed"]]);
  const { rows } = await owner.query(
    "select person_id, valid_to::text from grants where person_id = any ($1) order by person_id = $2",
    [[both, only], only],
  );
  assert.deepEqual(rows, [
    { person_id: both, valid_to: null },
    { person_id: only, valid_to: "2026-12-01" },
  ]);
  const told = await owner.query(
    "select subject_id, data from events where verb = 'grant.ended' and subject_id = any ($1)",
    [[both, only]],
  );
  assert.deepEqual(told.rows, [
    {
      subject_id: only,
      data: {
        grantId: grants.get(only),
        roleId: "contributor",
        unitId: own,
        validTo: "2026-12-01",
        because: "person.left",
      },
    },
  ]);
  const loaded = await owner.query(
    `select v.content -> 'changes' -> 0 -> 'differences' as differences from events e join event_values v on v.event_id = e.id
     where e.verb = 'people.loaded' and e.company_id = $1 order by e.id desc limit 1`,
    [own],
  );
  assert.deepEqual(loaded.rows[0].differences, [{ field: "to", before: null, after: "2026-11-30" }]);
});
