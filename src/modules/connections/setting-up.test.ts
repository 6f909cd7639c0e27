import assert from "node:assert/strict";
import { before, test } from "node:test";
import { makeLog } from "#core/http/log.ts";
import { sessionTokenOf } from "#core/http/server.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { useOutgoing } from "#core/net/outgoing.ts";
import { access } from "#modules/access/contract.ts";
import { hashPassword } from "#modules/access/password.ts";
import { type TestApp, testApp } from "#test/app.ts";
import {
  addConnection,
  asBrowser,
  comeBack,
  connected,
  goTo,
  newBrowser,
  register,
  signInThrough,
} from "#test/connections.ts";
import {
  addPerson,
  buildSmallGroup,
  giveRole,
  signedIn,
  type SignedIn,
  type SmallGroup,
} from "#test/factories.ts";
import {
  forgingProvider,
  realProvider,
  type RealProvider,
  throughProvider,
} from "#test/identity-provider.ts";
import { journeysForgotten, providersLookedAt, secretsLookedAt } from "./clock.ts";
import { connections } from "./contract.ts";

let app: TestApp;
let group: SmallGroup;
let idp: RealProvider;
let office: SignedIn;
let officer: SignedIn;

before(async () => {
  app = await testApp();
  const { owner } = app.database;
  group = await buildSmallGroup(owner);
  idp = await realProvider();
  office = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  idp.people.set("officer-subject", { claims: { groups: ["isms"] }, amr: ["pwd", "otp"] });
  idp.people.set("stranger", {});
});

const refused = (code: string) => (error: { code?: string }) => {
  assert.equal(error.code, code);
  return true;
};

test("S-01 an officer connects the own company's provider: found, tested without coming in, adopted, turned on", async () => {
  const ask = app.as(officer.token);
  const said = await ask(connections.findProvider, { issuer: idp.issuer });
  assert.equal(said.issuer, idp.issuer);
  assert.deepEqual(said.missing, []);
  assert.equal(said.tellsSignOut, true);
  const id = await addConnection(app, officer.token, idp, {
    companyId: group.companies.own,
    factorValues: ["otp"],
  });
  await idp.register(`http://yagura.test/sign-in/return/${id}`);
  const version = async () => (await ask(connections.getConnection, { id })).rowVersion;
  const turnOn = async (passwordsAllowed = true) =>
    ask(connections.turnOnConnection, { id, rowVersion: await version(), passwordsAllowed });
  await assert.rejects(turnOn(), refused("connection.not_tested"));
  await assert.rejects(goTo(app, newBrowser(), id), refused("connection.not_on"));

  const browser = newBrowser();
  idp.next = "officer-subject";
  const begun = await asBrowser<{ journeyId: string; address: string }>(
    app,
    browser,
    connections.beginTest,
    { id },
    officer.token,
  );
  const reading = () => ask(connections.readTest, { id, journeyId: begun.journeyId });
  assert.equal((await reading()).state, "waiting");
  const back = await comeBack(app, browser, id, await throughProvider(begun.address));
  assert.deepEqual([back.purpose, back.token], ["test", null], "nobody comes in by a test");
  const seen = await reading();
  assert.deepEqual(
    [seen.state, seen.subject, seen.hasFactor, seen.matched],
    ["passed", "officer-subject", true, null],
  );
  assert.ok(seen.claims.some((claim) => claim.name === "amr" && claim.value === '["pwd","otp"]'));
  // Somebody else of the same office does not read what it showed of a person.
  await assert.rejects(
    app.as(office.token)(connections.readTest, { id, journeyId: begun.journeyId }),
    refused("test.not_found"),
  );
  await assert.rejects(turnOn(false), refused("connection.would_lock_out"));
  await ask(connections.adoptTest, { id, journeyId: begun.journeyId });
  assert.equal((await reading()).matched?.isSelf, true);
  await turnOn(false);
  assert.ok((await signInThrough(app, id)).token);
  const { state, identities, isOwn } = await ask(connections.getConnection, { id });
  assert.deepEqual([state, identities, isOwn], ["on", 1, true]);
});

test("S-01 a test that fails says why, and turns nothing on", async () => {
  const id = await addConnection(app, officer.token, idp, {
    companyId: group.companies.own,
    requiredClaim: "groups",
    requiredValue: "isms",
  });
  await idp.register(`http://yagura.test/sign-in/return/${id}`);
  const browser = newBrowser();
  idp.next = "stranger";
  const { journeyId, address } = await asBrowser<{ journeyId: string; address: string }>(
    app,
    browser,
    connections.beginTest,
    { id },
    officer.token,
  );
  await comeBack(app, browser, id, await throughProvider(address));
  const ask = app.as(officer.token);
  const seen = await ask(connections.readTest, { id, journeyId });
  assert.deepEqual([seen.state, seen.problem], ["failed", "journey.no_claim"]);
  assert.equal((await ask(connections.getConnection, { id })).state, "draft");
});

test("S-01 one's own company's alone: neither another's nor the group's; nobody sees them either", async () => {
  const ask = app.as(officer.token);
  for (const companyId of [group.companies.sister, null])
    await assert.rejects(
      ask(connections.addConnection, { companyId, name: "x", issuer: idp.issuer }),
      (error: { code?: string }) => ["company.not_found", "connection.group_only"].includes(error.code ?? ""),
    );
  const groups = await connected(app, office.token, idp, { companyId: null });
  const sisters = await connected(app, office.token, idp, { companyId: group.companies.sister });
  for (const id of [groups, sisters])
    await assert.rejects(ask(connections.getConnection, { id }), refused("connection.not_found"));
  const { rows, addable } = await ask(connections.listConnections, {});
  assert.ok(rows.every((row) => row.companyId === group.companies.own));
  assert.deepEqual(
    addable.map((one) => one.companyId),
    [group.companies.own],
  );
});

test("S-01 the secret is sealed, never shown, and bound to its row", async () => {
  const id = await addConnection(app, officer.token, idp, { companyId: group.companies.own });
  const { rows } = await app.database.owner.query(
    "select client_secret from identity_connections where id = $1",
    [id],
  );
  assert.ok(!Buffer.from(rows[0].client_secret).includes(idp.clientSecret));
  const shown = await app.as(officer.token)(connections.getConnection, { id });
  assert.ok(!JSON.stringify(shown).includes(idp.clientSecret));
  assert.equal(shown.hasSecret, true);
  const dump = await app.database.owner.query("select data::text from events where subject_id = $1", [id]);
  assert.ok(!JSON.stringify(dump.rows).includes(idp.clientSecret));
});

test("S-01 private addresses, plain http and what is no provider are refused; an issuer that is another one, too", async () => {
  const ask = app.as(officer.token);
  const find = (issuer: string) => ask(connections.findProvider, { issuer });
  const forging = await forgingProvider();
  await assert.rejects(find(`${forging.issuer}/tenant`), refused("connection.other_issuer"));
  const { address } = { address: forging.issuer };
  forging.isDown = true;
  await assert.rejects(find(address), refused("connection.no_provider"));
  useOutgoing([]);
  try {
    await assert.rejects(find(idp.issuer), refused("outgoing.plain_http"));
    await assert.rejects(find("https://127.0.0.1"), refused("outgoing.private_address"));
    await assert.rejects(find("https://169.254.169.254"), refused("outgoing.private_address"));
  } finally {
    useOutgoing(["localhost", "127.0.0.1"]);
  }
});

test("S-01 while people come in through it, it does not become another provider; a new secret does not stop it", async () => {
  const id = await connected(app, officer.token, idp, { companyId: group.companies.own });
  const ask = app.as(officer.token);
  const row = await ask(connections.getConnection, { id });
  const input = {
    id,
    rowVersion: row.rowVersion,
    name: row.name,
    names: {},
    issuer: row.issuer,
    clientId: row.clientId,
    secretExpiresOn: null,
    domains: [],
    subjectClaim: "sub" as const,
    factorValues: [],
    requiredClaim: null,
    requiredValue: null,
    signsOut: false,
  };
  for (const change of [
    { issuer: "https://evil.example" },
    { clientId: "another" },
    { subjectClaim: "oid" as const },
  ])
    await assert.rejects(
      ask(connections.changeConnection, { ...input, ...change }),
      refused("connection.turn_off_first"),
    );
  const { rowVersion } = await ask(connections.changeConnection, {
    ...input,
    clientSecret: "the next secret",
  });
  assert.equal((await ask(connections.getConnection, { id })).state, "on");
  await assert.rejects(ask(connections.changeConnection, input), refused("connection.changed_meanwhile"));
  await ask(connections.turnOffConnection, { id, rowVersion });
  const off = await ask(connections.getConnection, { id });
  await ask(connections.changeConnection, { ...input, rowVersion: off.rowVersion, clientId: "another" });
  assert.equal(
    (await ask(connections.getConnection, { id })).state,
    "draft",
    "another client has to be tested anew",
  );
});

test("S-01 which providers a name may use is told by its domain alone, whether anybody has that name or not", async () => {
  const id = await connected(app, office.token, idp, {
    companyId: group.companies.own,
    name: "Routed",
    domains: ["own.example"],
  });
  const { owner } = app.database;
  await owner.query("update accounts set login_name = 'known@own.example' where id = $1", [
    officer.accountId,
  ]);
  await owner.query("update accounts set login_name = 'known-plain' where id = $1", [office.accountId]);
  const ask = app.as(null);
  const ways = async (loginName: string) => JSON.stringify(await ask(connections.listWaysIn, { loginName }));
  const hasIt = (text: string) => text.includes(id);
  assert.ok(hasIt(await ways("known@own.example")));
  assert.equal(await ways("Nobody@OWN.example"), await ways("known@own.example"));
  assert.equal(await ways("nobody-plain"), await ways("known-plain"));
  assert.ok(!hasIt(await ways("known@sub.own.example")) && !hasIt(await ways("own.example")));
});

test("S-01 an invitation is taken up through the provider: no password, and once", async () => {
  const { owner } = app.database;
  const id = await connected(app, office.token, idp, { companyId: group.companies.own });
  await idp.register(`http://yagura.test/sign-in/return/${id}`);
  const personId = await addPerson(owner, { companyId: group.companies.own, familyName: "Invited" });
  const invited = await app.as(office.token)(access.inviteAccount, {
    personId,
    loginName: "invited@own.example",
    language: "ja",
  });
  const invitationToken = invited.invitationToken ?? "";
  const ways = await app.as(null)(connections.listInvitationWays, { token: invitationToken });
  assert.ok(ways.rows.some((way) => way.id === id));
  idp.people.set("invited", {});
  idp.next = "invited";
  const browser = newBrowser();
  const { address } = await goTo(app, browser, id, { invitationToken });
  const query = await throughProvider(address);
  const second = newBrowser();
  const other = await throughProvider((await goTo(app, second, id, { invitationToken })).address);
  const came = await comeBack(app, browser, id, query);
  assert.equal((await app.as(came.token)(access.getSession, {}))?.loginName, "invited@own.example");
  const { rows } = await owner.query(
    "select state, password_hash, sign_in_way from accounts where person_id = $1",
    [personId],
  );
  assert.deepEqual(rows[0], { state: "active", password_hash: null, sign_in_way: "provider" });
  await assert.rejects(comeBack(app, second, id, other), refused("invitation.not_valid"));
  await assert.rejects(
    app.as(null)(access.acceptInvitation, { token: invitationToken, password: "a long enough phrase" }),
    refused("invitation.not_valid"),
  );
  assert.ok((await signInThrough(app, id)).token, "the next time without any link");
});

test("S-01 a person connects a provider with the own account; a subject belongs to one account, an account has one", async () => {
  const id = await connected(app, office.token, idp, { companyId: group.companies.own });
  await idp.register(`http://yagura.test/sign-in/return/${id}`);
  const link = async (who: SignedIn, subject: string) => {
    idp.people.set(subject, {});
    idp.next = subject;
    const browser = newBrowser();
    const { address } = await asBrowser<{ address: string }>(
      app,
      browser,
      connections.beginLinking,
      { id },
      who.token,
    );
    return comeBack(app, browser, id, await throughProvider(address));
  };
  const colleague = await signedIn(app.database.owner, { companyId: group.companies.own });
  assert.equal((await link(colleague, "colleague")).to, "/me");
  await assert.rejects(link(officer, "colleague"), refused("identities_subject_taken"));
  await assert.rejects(link(colleague, "another"), refused("identities_account_taken"));
  idp.next = "colleague";
  const came = await signInThrough(app, id);
  const mine = (await app.as(came.token)(connections.listMyIdentities, {})).rows.find(
    (row) => row.connectionId === id,
  );
  assert.equal(mine?.subject, "colleague");
  await app.as(colleague.token)(connections.removeMyIdentity, { id: mine?.identityId ?? "" });
  await assert.rejects(app.as(came.token)(connections.listMyIdentities, {}), refused("session.needed"));
  await assert.rejects(signInThrough(app, id), refused("identity.unknown_here"));
});

test("S-01 a session that one company's provider opened connects no way in to another company or to the whole", async () => {
  const own = await connected(app, office.token, idp, { companyId: group.companies.own });
  const other = await connected(app, office.token, idp, { companyId: group.companies.other });
  const groups = await connected(app, office.token, idp, { companyId: null });
  const who = await signedIn(app.database.owner, { companyId: group.companies.own });
  await register(app, own, who.accountId, "bound");
  idp.people.set("bound", {});
  idp.next = "bound";
  await idp.register(`http://yagura.test/sign-in/return/${own}`);
  const { token } = await signInThrough(app, own);
  for (const id of [other, groups])
    await assert.rejects(
      asBrowser(app, newBrowser(), connections.beginLinking, { id }, token),
      refused("connection.bound_elsewhere"),
    );
});

test("S-01 subjects registered beforehand, as a list: each line judged by itself, nobody above oneself", async () => {
  const { owner } = app.database;
  const id = await connected(app, office.token, idp, { companyId: group.companies.own });
  const named = async (loginName: string, companyId: string) => {
    const who = await signedIn(owner, { companyId });
    await owner.query("update accounts set login_name = $2 where id = $1", [who.accountId, loginName]);
    return who;
  };
  const plain = await named("plain@own.example", group.companies.own);
  await named("second@own.example", group.companies.own);
  await named("theirs@sister.example", group.companies.sister);
  const chief = await named("chief@own.example", group.companies.own);
  await giveRole(owner, {
    personId: chief.personId,
    companyId: group.companies.own,
    role: "company_executive",
    unitId: group.companies.own,
  });
  const { rows, added } = await app.as(officer.token)(connections.addIdentities, {
    id,
    rows: [
      { loginName: "Plain@own.example", subject: "p-1" },
      { loginName: "plain@own.example", subject: "p-2" },
      { loginName: "second@own.example", subject: "p-1" },
      { loginName: "nobody@own.example", subject: "p-3" },
      { loginName: "theirs@sister.example", subject: "p-4" },
      { loginName: "chief@own.example", subject: "p-5" },
    ],
  });
  assert.deepEqual(
    rows.map((row) => row.result),
    ["added", "twice", "twice", "not_found", "not_found", "not_yours"],
  );
  assert.equal(added, 1);
  const again = await app.as(officer.token)(connections.addIdentities, {
    id,
    rows: [
      { loginName: "plain@own.example", subject: "p-9" },
      { loginName: "second@own.example", subject: "p-1" },
    ],
  });
  assert.deepEqual(
    again.rows.map((row) => row.result),
    ["account_taken", "subject_taken"],
  );
  const list = await app.as(officer.token)(connections.listIdentities, { id });
  assert.deepEqual(
    list.rows.map((row) => [row.accountId, row.subject, row.linkedHow]),
    [[plain.accountId, "p-1", "officer"]],
  );
});

test("S-01 passwords end only for those the provider knows, and not for what it does not speak for", async () => {
  const { owner } = app.database;
  const password = "a long enough phrase";
  const hash = await hashPassword(password);
  const id = await connected(app, office.token, idp, { companyId: group.companies.own });
  await owner.query("update identity_connections set passwords_allowed = false where id = $1", [id]);
  const make = async (name: string, isKnown: boolean, elsewhere = false) => {
    const who = await signedIn(owner, { companyId: group.companies.own, role: "contributor" });
    await owner.query("update accounts set login_name = $2, password_hash = $3 where id = $1", [
      who.accountId,
      name,
      hash,
    ]);
    if (isKnown) await register(app, id, who.accountId, name);
    if (elsewhere)
      await giveRole(owner, {
        personId: who.personId,
        companyId: group.companies.own,
        role: "contributor",
        unitId: group.companies.other,
      });
  };
  await make("linked@own.example", true);
  await make("unlinked@own.example", false);
  await make("two@own.example", true, true);
  await make("runs@own.example", true);
  const { rows } = await owner.query("select person_id from accounts where login_name = 'runs@own.example'");
  // Of this company alone: whoever runs the system can turn a provider off that has broken down.
  await giveRole(owner, {
    personId: rows[0].person_id,
    companyId: group.companies.own,
    role: "administrator",
    unitId: group.companies.own,
  });
  const signIn = (loginName: string, typed = password) =>
    app.as(null)(access.signIn, { loginName, password: typed });
  await assert.rejects(signIn("linked@own.example"), refused("sign_in.provider_only"));
  // Who does not know the password learns nothing of it.
  await assert.rejects(signIn("linked@own.example", "not the password"), refused("sign_in.refused"));
  assert.ok(await signIn("unlinked@own.example"));
  assert.ok(await signIn("two@own.example"));
  assert.ok(await signIn("runs@own.example"));
  // Neither does it count as a fresh proof of a sign-in that came another way.
  const linked = await app.as(null)(access.signIn, { loginName: "unlinked@own.example", password });
  const asLinked = app.as(sessionTokenOf(linked) ?? "");
  assert.equal((await asLinked(access.getSignIn, {}))?.has.password, true);
  const { rows: unlinked } = await owner.query(
    "select id from accounts where login_name = 'unlinked@own.example'",
  );
  await register(app, id, unlinked[0].id, "unlinked@own.example");
  assert.equal((await asLinked(access.getSignIn, {}))?.has.password, false);
  await assert.rejects(asLinked(access.confirmByPassword, { password }), refused("sign_in.provider_only"));
  const { rowVersion } = await app.as(office.token)(connections.getConnection, { id });
  await app.as(office.token)(connections.turnOffConnection, { id, rowVersion });
  assert.ok(await signIn("linked@own.example"));
});

test("S-01 secrets that end are told of thirty, fourteen and three days before and when they have ended, once each", async () => {
  const id = await connected(app, office.token, idp, { companyId: group.companies.own });
  const told = async (days: number) => {
    await app.database.owner.query(
      "update identity_connections set secret_expires_on = group_today() + $2::int where id = $1",
      [id, days],
    );
    for (let turn = 0; turn < 2; turn += 1) {
      await app.database.owner.query("delete from timed_runs where name = $1", [secretsLookedAt.name]);
      await runTimed(app.door.db, [secretsLookedAt], makeLog("silent"));
    }
    const { rows } = await app.database.owner.query(
      "select verb, data ->> 'daysLeft' as days from events where subject_id = $1 and verb like 'connection.secret%' order by id",
      [id],
    );
    return rows.map((row) => `${row.verb.split("_").at(-1)} ${row.days}`);
  };
  assert.deepEqual(await told(31), []);
  assert.deepEqual(await told(30), ["expiring 30"]);
  assert.deepEqual(await told(15), ["expiring 30"]);
  assert.deepEqual(await told(13), ["expiring 30", "expiring 13"]);
  assert.deepEqual(await told(3), ["expiring 30", "expiring 13", "expiring 3"]);
  assert.deepEqual(await told(-1), ["expiring 30", "expiring 13", "expiring 3", "expired -1"]);
});

test("S-01 a provider that does not answer for a day is told of once, and once when it is back", async () => {
  const forging = await forgingProvider();
  const id = await connected(app, office.token, forging, { companyId: group.companies.sister });
  const { owner } = app.database;
  const look = async () => {
    await owner.query(
      "update identity_connections set looked_at = now() - interval '2 hours' where id = $1",
      [id],
    );
    await owner.query("delete from timed_runs where name = $1", [providersLookedAt.name]);
    while (await runTimed(app.door.db, [providersLookedAt], makeLog("silent")));
    const { rows } = await owner.query(
      "select verb from events where subject_id = $1 and verb in ('connection.unreachable', 'connection.reachable') order by id",
      [id],
    );
    return rows.map((row) => row.verb.split(".").at(-1));
  };
  assert.deepEqual(await look(), []);
  const shown = () => app.as(office.token)(connections.getConnection, { id });
  assert.equal((await shown()).found?.namesItself, true);
  forging.isDown = true;
  assert.deepEqual(await look(), [], "an hour is no reason to wake anybody");
  assert.ok((await shown()).failingSince);
  await owner.query(
    "update identity_connections set failing_since = now() - interval '25 hours' where id = $1",
    [id],
  );
  assert.deepEqual(await look(), ["unreachable"]);
  assert.deepEqual(await look(), ["unreachable"]);
  forging.isDown = false;
  assert.deepEqual(await look(), ["unreachable", "reachable"]);
  assert.equal((await shown()).failingSince, null);
});

test("ways that were begun, and what tests showed, are forgotten within the hour", async () => {
  await app.database.owner.query("update provider_journeys set expires_at = now() - interval '51 minutes'");
  await runTimed(app.door.db, [journeysForgotten], makeLog("silent"));
  const { rows } = await app.database.owner.query("select count(*)::int as n from provider_journeys");
  assert.equal(rows[0].n, 0);
});
