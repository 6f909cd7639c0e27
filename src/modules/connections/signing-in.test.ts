import assert from "node:assert/strict";
import { before, test } from "node:test";
import { runTimed } from "#core/jobs/timed.ts";
import { makeLog } from "#core/http/log.ts";
import { access } from "#modules/access/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { type TestApp, testApp } from "#test/app.ts";
import {
  asBrowser,
  comeBack,
  connected,
  goTo,
  newBrowser,
  register,
  signInThrough,
} from "#test/connections.ts";
import { buildSmallGroup, giveRole, signedIn, type SmallGroup } from "#test/factories.ts";
import { realProvider, type RealProvider, throughProvider } from "#test/identity-provider.ts";
import { sessionSweep } from "#modules/access/sweeping.ts";
import { connections } from "./contract.ts";

let app: TestApp;
let group: SmallGroup;
let idp: RealProvider;
let office: string;

before(async () => {
  app = await testApp();
  group = await buildSmallGroup(app.database.owner);
  idp = await realProvider();
  const who = await signedIn(app.database.owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  office = who.token;
});

const { refused } = {
  refused: (code: string) => (error: { code?: string }) => {
    assert.equal(error.code, code);
    return true;
  },
};

/** A connection of its own for each test, at the one provider. */
async function provider(companyId: string | null, settings: object = {}): Promise<string> {
  const id = await connected(app, office, idp, { companyId, ...settings });
  await idp.register(`http://yagura.test/sign-in/return/${id}`);
  return id;
}

async function officer(companyId: string, subject: string, connectionId: string) {
  const who = await signedIn(app.database.owner, { companyId, role: "security_officer" });
  const identityId = await register(app, connectionId, who.accountId, subject);
  idp.people.set(subject, {});
  idp.next = subject;
  return { ...who, identityId };
}

const isOpen = (token: string | null) =>
  app
    .as(token)(access.getSession, {})
    .then(
      (session) => session !== null,
      () => false,
    );

const sessionRow = async (accountId: string) =>
  (
    await app.database.owner.query(
      "select * from sessions where account_id = $1 and connection_id is not null order by created_at desc",
      [accountId],
    )
  ).rows[0];

test("S-01 a company's provider signs in whom it knows by subject; the session says from where and for which company", async () => {
  const id = await provider(group.companies.own);
  const who = await officer(group.companies.own, "s-1", id);
  const came = await signInThrough(app, id, newBrowser(), "/companies?view=1");
  assert.equal(came.to, "/companies?view=1");
  assert.ok(await isOpen(came.token));
  const row = await sessionRow(who.accountId);
  assert.equal(row.connection_id, id);
  assert.equal(row.bound_to, group.companies.own);
  assert.equal(row.identity_id, who.identityId);
  assert.deepEqual(row.methods, ["provider"]);
  assert.ok(row.completed_at);
});

test("S-01 the group's provider opens a session that is bound to no company", async () => {
  const id = await provider(null);
  const who = await officer(group.companies.own, "s-2", id);
  assert.ok(await isOpen((await signInThrough(app, id)).token));
  assert.equal((await sessionRow(who.accountId)).bound_to, null);
});

test("S-01 an unknown subject gets no account, whatever its mail says; the trail tells of it", async () => {
  const id = await provider(group.companies.own);
  const who = await officer(group.companies.own, "s-3", id);
  const { rows } = await app.database.owner.query("select login_name from accounts where id = $1", [
    who.accountId,
  ]);
  const mail = rows[0].login_name as string;
  idp.people.set("somebody-else", { claims: { email: mail, name: "The same mail", oid: "s-3" } });
  idp.next = "somebody-else";
  const count = () =>
    app.database.owner.query("select count(*)::int as n from accounts").then((one) => one.rows[0].n);
  const before = await count();
  await assert.rejects(signInThrough(app, id), refused("identity.unknown_here"));
  assert.equal(await count(), before);
  const events = await app.database.owner.query(
    "select data from events where verb = 'identity.unknown' and subject_id = $1",
    [id],
  );
  assert.equal(events.rows.length, 1);
  assert.ok(
    !JSON.stringify(events.rows).includes("somebody-else"),
    "a subject is personal: not in the event itself",
  );
});

test("S-01 the same subject at two connections is two people; a changed issuer or claim opens nothing", async () => {
  const one = await provider(group.companies.own);
  const who = await officer(group.companies.own, "same", one);
  const two = await provider(group.companies.sister);
  const other = await officer(group.companies.sister, "same", two);
  const came = await signInThrough(app, two);
  assert.equal((await app.as(came.token)(access.getSession, {}))?.accountId, other.accountId);
  await idp.register(`http://yagura.test/sign-in/return/${one}`);
  const first = await signInThrough(app, one);
  assert.equal((await app.as(first.token)(access.getSession, {}))?.accountId, who.accountId);
  // As if the identity had been made while the connection led to another provider.
  await app.database.owner.query("update identities set issuer = 'https://before.example' where id = $1", [
    who.identityId,
  ]);
  await assert.rejects(signInThrough(app, one), refused("identity.unknown_here"));
  await app.database.owner.query("update identities set issuer = $2, claim = 'oid' where id = $1", [
    who.identityId,
    idp.issuer,
  ]);
  await assert.rejects(signInThrough(app, one), refused("identity.unknown_here"));
});

test("S-01 by object id only together with the tenant that the issuer names", async () => {
  const { subjectOf } = await import("./rules.ts");
  const meaning = {
    issuer: "https://login.example/tenant-1/v2.0",
    subjectClaim: "oid",
    factorValues: [],
    requiredClaim: null,
    requiredValue: null,
  };
  assert.equal(subjectOf(meaning, { sub: "a", oid: "o", tid: "tenant-1" }), "o");
  assert.equal(subjectOf(meaning, { sub: "a", oid: "o", tid: "tenant-2" }), null);
  assert.equal(subjectOf(meaning, { sub: "a", oid: "o" }), null);
  assert.equal(subjectOf({ ...meaning, subjectClaim: "sub" }, { sub: "a", oid: "o" }), "a");
});

test("S-01 a claim that has to be there: without it nobody comes in", async () => {
  const id = await provider(group.companies.own, { requiredClaim: "groups", requiredValue: "isms" });
  await officer(group.companies.own, "s-4", id);
  idp.people.set("s-4", { claims: { groups: ["sales"] } });
  await assert.rejects(signInThrough(app, id), refused("journey.no_claim"));
  idp.people.set("s-4", { claims: { groups: ["sales", "isms"] } });
  assert.ok(await isOpen((await signInThrough(app, id)).token));
});

test("S-01 whoever declines at the provider, and whoever comes with another browser or twice, does not come in", async () => {
  const id = await provider(group.companies.own);
  await officer(group.companies.own, "s-5", id);
  idp.people.set("cancel", {});
  idp.next = "cancel";
  await assert.rejects(signInThrough(app, id), refused("journey.declined"));
  idp.next = "s-5";
  const browser = newBrowser();
  const { address } = await goTo(app, browser, id);
  const query = await throughProvider(address);
  // What a victim would be sent: an answer that began in the attacker's browser.
  await assert.rejects(comeBack(app, newBrowser(), id, query), refused("journey.not_valid"));
  const victim = newBrowser();
  await goTo(app, victim, id);
  await assert.rejects(comeBack(app, victim, id, query), refused("journey.not_valid"));
  assert.ok(await isOpen((await comeBack(app, browser, id, query)).token));
  await assert.rejects(comeBack(app, browser, id, query), refused("journey.not_valid"));
});

test("S-01 a code of another way is worth nothing in this one, nor an answer at another connection's address", async () => {
  const id = await provider(group.companies.own);
  await officer(group.companies.own, "s-6", id);
  const attacker = newBrowser();
  const stolen = new URLSearchParams(await throughProvider((await goTo(app, attacker, id)).address));
  const browser = newBrowser();
  const own = new URLSearchParams(await throughProvider((await goTo(app, browser, id)).address));
  own.set("code", stolen.get("code") ?? "");
  await assert.rejects(comeBack(app, browser, id, own.toString()), refused("journey.not_proved"));
  const two = await provider(group.companies.sister);
  await idp.register(`http://yagura.test/sign-in/return/${id}`);
  const again = await throughProvider((await goTo(app, browser, id)).address);
  await assert.rejects(comeBack(app, browser, two, again), refused("journey.not_valid"));
});

test("S-01 a way lapses after ten minutes", async () => {
  const id = await provider(group.companies.own);
  await officer(group.companies.own, "s-7", id);
  const browser = newBrowser();
  const query = await throughProvider((await goTo(app, browser, id)).address);
  await app.database.owner.query("update provider_journeys set expires_at = now() where connection_id = $1", [
    id,
  ]);
  await assert.rejects(comeBack(app, browser, id, query), refused("journey.not_valid"));
});

test("S-01 only inside: an address elsewhere is refused before it is kept", async () => {
  const id = await provider(group.companies.own);
  const server = await app.server();
  for (const to of ["//evil.example", "https://evil.example", "/\\evil.example", "/a b"]) {
    const answer = await server.inject({
      method: "POST",
      url: `/api/ways-in/${id}/journeys`,
      headers: { "x-yagura": "1" },
      payload: { to },
    });
    assert.equal(answer.statusCode, 400, to);
  }
  const good = await server.inject({
    method: "POST",
    url: `/api/ways-in/${id}/journeys`,
    headers: { "x-yagura": "1" },
    payload: { to: "/inspections?a=1" },
  });
  assert.equal(good.statusCode, 200);
  const cookie = String(good.headers["set-cookie"]);
  assert.match(cookie, /^yagura_way=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  assert.ok(!good.body.includes(cookie.slice(11, 54)), "the key stays in the cookie");
  await server.close();
});

for (const [what, leave] of [
  ["the account is closed", "account"],
  ["the connection is turned off", "off"],
  ["the connection is removed", "removal"],
  ["the identity is removed", "identity"],
  ["the employment there ended", "employment"],
] as const) {
  test(`S-01 a session dies when ${what}, and there is no way back in`, async () => {
    const id = await provider(group.companies.own);
    const who = await officer(group.companies.own, `leaver-${leave}`, id);
    const { owner } = app.database;
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2024-04-01')",
      [who.personId, group.companies.own],
    );
    const { token } = await signInThrough(app, id);
    assert.ok(await isOpen(token));
    const ask = app.as(office);
    const { rowVersion } = await ask(connections.getConnection, { id });
    if (leave === "account") {
      const { rows } = await owner.query("select row_version from accounts where id = $1", [who.accountId]);
      await ask(access.closeAccount, { id: who.accountId, reason: "left", rowVersion: rows[0].row_version });
    } else if (leave === "off") await ask(connections.turnOffConnection, { id, rowVersion });
    else if (leave === "removal")
      await ask(connections.removeConnection, { id, rowVersion, reason: "no more" });
    else if (leave === "identity") await ask(connections.removeIdentity, { id: who.identityId });
    else {
      await owner.query("update employments set valid_to = group_today() where person_id = $1", [
        who.personId,
      ]);
      await runTimed(app.door.db, [sessionSweep], makeLog("silent"));
    }
    assert.equal(await isOpen(token), false);
    await assert.rejects(signInThrough(app, id));
  });
}

test("S-01 a step-up is proved at the provider anew: by the same person, since it was asked for", async () => {
  const id = await provider(group.companies.own);
  const who = await officer(group.companies.own, "s-8", id);
  const browser = newBrowser();
  const { token } = await signInThrough(app, id, browser);
  const { owner } = app.database;
  await owner.query("update sessions set confirmed_at = now() - interval '1 hour' where account_id = $1", [
    who.accountId,
  ]);
  const dangerous = () =>
    app.as(token)(connections.addConnection, {
      companyId: group.companies.own,
      name: "x",
      issuer: idp.issuer,
    });
  await assert.rejects(dangerous(), refused("session.confirmation_needed"));
  const confirm = async (next: string) => {
    idp.next = next;
    const { address } = await asBrowser<{ address: string }>(
      app,
      browser,
      connections.beginConfirming,
      { to: "/me" },
      token,
    );
    assert.equal(new URL(address).searchParams.get("max_age"), "0");
    assert.equal(new URL(address).searchParams.get("prompt"), "login");
    return comeBack(app, browser, id, await throughProvider(address, new Map()));
  };
  const stranger = await officer(group.companies.own, "s-9", id);
  assert.ok(stranger.accountId !== who.accountId);
  await assert.rejects(confirm("s-9"), refused("journey.other_person"));
  await assert.rejects(dangerous(), refused("session.confirmation_needed"));
  assert.equal((await confirm("s-8")).to, "/me");
  assert.ok((await dangerous()).id);
});

test("S-01 a second factor that the provider asserts counts only in the words chosen for it", async () => {
  const id = await provider(group.companies.own, { factorValues: ["mfa", "hwk"] });
  const who = await officer(group.companies.own, "s-10", id);
  idp.people.set("s-10", { amr: ["pwd"] });
  await signInThrough(app, id);
  assert.deepEqual((await sessionRow(who.accountId)).methods, ["provider", "pwd"]);
  idp.people.set("s-10", { amr: ["pwd", "hwk"] });
  await signInThrough(app, id);
  assert.deepEqual((await sessionRow(who.accountId)).methods, ["provider", "pwd", "hwk", "mfa"]);
});

const twoEmployments = async () => {
  const { owner } = app.database;
  const one = await provider(group.companies.own);
  const who = await officer(group.companies.own, crypto.randomUUID(), one);
  const [subject = ""] = [idp.next ?? ""];
  await giveRole(owner, {
    personId: who.personId,
    companyId: group.companies.own,
    role: "security_officer",
    unitId: group.companies.other,
  });
  const two = await provider(group.companies.other, { name: "Other's provider" });
  await register(app, two, who.accountId, subject);
  const through = async (id: string) => {
    await idp.register(`http://yagura.test/sign-in/return/${id}`);
    return (await signInThrough(app, id)).token;
  };
  return { one, two, who, through };
};

test("S-01 two employments, two providers: the session says which company it reaches and where else to sign in", async () => {
  const { one, through } = await twoEmployments();
  const mine = await app.as(await through(one))(connections.getMyWayIn, {});
  assert.equal(mine.boundTo?.name, "Own Ltd.");
  assert.deepEqual(
    mine.elsewhere.map((place) => [
      place.name,
      place.ways.filter((way) => way.companyName).map((way) => way.name),
    ]),
    [["Other Ltd.", ["Other's provider"]]],
  );
});

// The rights themselves: open_session reads bound_to, the scope functions have to as well.
test("S-01 two employments, two providers: through one company's provider that company and nothing of the other", async () => {
  const { one, two, who, through } = await twoEmployments();
  const names = async (token: string | null) =>
    (await app.as(token)(organization.listCompanies, {})).rows.map((row) => row.name).sort();
  // Local: both, and nothing between.
  assert.deepEqual(await names(who.token), ["Other Ltd.", "Own Ltd."]);
  assert.deepEqual(await names(await through(one)), ["Own Ltd."]);
  assert.deepEqual(await names(await through(two)), ["Other Ltd."]);
});
