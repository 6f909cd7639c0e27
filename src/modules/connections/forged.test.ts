// What a provider, or somebody between, could get wrong on purpose: each refused, each alone.
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import { access } from "#modules/access/contract.ts";
import { type TestApp, testApp } from "#test/app.ts";
import { asBrowser, comeBack, connected, goTo, newBrowser, register } from "#test/connections.ts";
import { buildSmallGroup, signedIn, type SmallGroup } from "#test/factories.ts";
import { connections } from "./contract.ts";
import { type Forgery, forgingProvider, type ForgingProvider } from "#test/identity-provider.ts";

let app: TestApp;
let group: SmallGroup;
let idp: ForgingProvider;
let evil: ForgingProvider;
let id: string;
let evilId: string;

before(async () => {
  app = await testApp();
  const { owner } = app.database;
  group = await buildSmallGroup(owner);
  [idp, evil] = [await forgingProvider(), await forgingProvider()];
  const office = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  id = await connected(app, office.token, idp, { companyId: group.companies.own });
  evilId = await connected(app, office.token, evil, { companyId: group.companies.sister });
  const victim = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  await register(app, id, victim.accountId, "victim");
});
beforeEach(() => {
  idp.forge = {};
  idp.redeemed = [];
  evil.forge = {};
  evil.redeemed = [];
});

const refused = (code: string) => (error: { code?: string }) => {
  assert.equal(error.code, code);
  return true;
};

async function attempt(query?: Record<string, string>) {
  const browser = newBrowser();
  const { address } = await goTo(app, browser, id);
  return comeBack(app, browser, id, idp.answerTo(address, query));
}

const sessions = async () =>
  (await app.database.owner.query("select count(*)::int as n from sessions where connection_id is not null"))
    .rows[0].n;

test("what is right comes in, so that the refusals below say something", async () => {
  const { token } = await attempt();
  assert.ok(await app.as(token)(access.getSession, {}));
  const [redeemed] = idp.redeemed;
  assert.match(redeemed?.verifier ?? "", /^[\w-]{43,}$/, "PKCE: the code goes with its verifier");
});

const now = () => Math.floor(Date.now() / 1000);
const forgeries: [string, () => Forgery][] = [
  ["another nonce", () => ({ claims: { nonce: "of another sign-in" } })],
  ["no nonce", () => ({ claims: { nonce: undefined } })],
  ["another issuer", () => ({ claims: { iss: "https://login.example" } })],
  ["another audience", () => ({ claims: { aud: "another client" } })],
  [
    "two audiences, and the other one as the party it was made for",
    () => ({ claims: { aud: ["yagura", "x"], azp: "x" } }),
  ],
  ["ended", () => ({ claims: { exp: now() - 120, iat: now() - 600 } })],
  ["not begun", () => ({ claims: { nbf: now() + 600 } })],
  ["no end", () => ({ claims: { exp: undefined } })],
  ["no subject", () => ({ claims: { sub: undefined } })],
  ["alg none", () => ({ signedBy: "none" })],
  ["signed by another key under the published name", () => ({ signedBy: "other" })],
  ["signed with the client's secret", () => ({ signedBy: "secret" })],
];
for (const [what, forge] of forgeries) {
  test(`S-01 an ID token is refused: ${what}`, async () => {
    const count = await sessions();
    idp.forge = forge();
    await assert.rejects(attempt(), refused("journey.not_proved"));
    assert.equal(await sessions(), count);
  });
}

test("S-01 an answer is refused: another state, none, another issuer, an issuer left out that was promised", async () => {
  await assert.rejects(attempt({ state: "made-up" }), refused("journey.not_valid"));
  await assert.rejects(attempt({ state: "" }), refused("journey.not_valid"));
  await assert.rejects(attempt({ iss: evil.issuer }), refused("journey.not_proved"));
  assert.equal(idp.redeemed.length, 0, "the code was not even shown to the provider");
  const browser = newBrowser();
  const query = new URLSearchParams(idp.answerTo((await goTo(app, browser, id)).address));
  query.delete("iss");
  await assert.rejects(comeBack(app, browser, id, query.toString()), refused("journey.not_proved"));
  assert.equal(idp.redeemed.length, 0);
});

test("S-01 mix-up: a code of the honest provider never reaches the other one, nor does its person come in by it", async () => {
  // The browser believes to be on its way to the evil one; the honest provider's answer is slipped in.
  const browser = newBrowser();
  const going = await goTo(app, browser, evilId);
  const state = new URL(going.address).searchParams.get("state") ?? "";
  const honest = new URLSearchParams({ code: "honest code", state, iss: idp.issuer });
  await assert.rejects(comeBack(app, browser, evilId, honest.toString()), refused("journey.not_proved"));
  assert.equal(evil.redeemed.length, 0);
  // The evil provider names the victim's subject, and even the honest issuer.
  for (const claims of [{ sub: "victim" }, { sub: "victim", iss: idp.issuer }]) {
    evil.forge = { claims };
    const again = newBrowser();
    const { address } = await goTo(app, again, evilId);
    await assert.rejects(comeBack(app, again, evilId, evil.answerTo(address)));
  }
});

test("S-01 an answer twice, as many times at once as one likes, opens one session", async () => {
  const browser = newBrowser();
  const query = idp.answerTo((await goTo(app, browser, id)).address);
  const count = await sessions();
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => comeBack(app, browser, id, query)));
  assert.equal(all.filter((one) => one.status === "fulfilled").length, 1);
  assert.equal(await sessions(), count + 1);
});

async function logout(of: ForgingProvider, token: string, connectionId = id) {
  const server = await app.server();
  const answer = await server.inject({
    method: "POST",
    url: `/api/connections/${connectionId}/back-channel-logout`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ logout_token: token }).toString(),
  });
  await server.close();
  assert.ok(of);
  return answer;
}
const isOpen = (token: string | null) =>
  app
    .as(token)(access.getSession, {})
    .then(
      (session) => session !== null,
      () => false,
    );

test("S-01 back-channel logout ends whom it names, by session or by subject, and only by a token that is in order", async () => {
  idp.forge = { claims: { sid: "first" } };
  const first = (await attempt()).token;
  idp.forge = { claims: { sid: "second" } };
  const second = (await attempt()).token;
  const wrong = [
    await idp.logoutToken({ sid: "first" }, "other"),
    await idp.logoutToken({ sid: "first", nonce: "n" }),
    await idp.logoutToken({}),
    await idp.logoutToken({ sid: "first", events: {} }),
    await evil.logoutToken({ sid: "first" }),
    "none",
  ];
  for (const token of wrong) assert.equal((await logout(idp, token)).statusCode, 400);
  // Another connection's word counts for its own sessions alone.
  assert.equal((await logout(evil, await evil.logoutToken({ sub: "victim" }), evilId)).statusCode, 200);
  assert.ok(await isOpen(first));
  const ended = await logout(idp, await idp.logoutToken({ sid: "first" }));
  assert.equal(ended.statusCode, 200);
  assert.equal(ended.headers["cache-control"], "no-store");
  assert.equal(await isOpen(first), false);
  assert.ok(await isOpen(second));
  assert.equal((await logout(idp, await idp.logoutToken({ sub: "victim" }))).statusCode, 200);
  assert.equal(await isOpen(second), false);
});

test("S-01 a fresh proof needs the provider's word that it is fresh: an old auth_time confirms nothing, none neither", async () => {
  const now = Math.floor(Date.now() / 1000);
  const browser = newBrowser();
  idp.forge = {};
  const entered = await comeBack(app, browser, id, idp.answerTo((await goTo(app, browser, id)).address));
  const token = entered.token ?? "";
  const confirm = async (claims: Record<string, unknown>) => {
    idp.forge = { claims };
    const begun = await asBrowser<{ address: string }>(
      app,
      browser,
      connections.beginConfirming,
      { to: "/accounts?search=a" },
      token,
    );
    return comeBack(app, browser, id, idp.answerTo(begun.address));
  };
  await app.database.owner.query(
    "update sessions set confirmed_at = now() - interval '1 hour' where connection_id = $1",
    [id],
  );
  const confirmed = async () =>
    (
      await app.database.owner.query(
        "select bool_or(confirmed_at > now() - interval '1 minute') as is_fresh from sessions where connection_id = $1",
        [id],
      )
    ).rows[0].is_fresh as boolean;
  await assert.rejects(confirm({ auth_time: now - 600 }), refused("journey.too_old"));
  await assert.rejects(confirm({}), refused("journey.not_proved"));
  assert.equal(await confirmed(), false);
  const back = await confirm({ auth_time: now });
  assert.deepEqual([back.purpose, back.to], ["confirm", "/accounts?search=a"]);
  assert.equal(await confirmed(), true);
});
