// Access tokens over the wire: what a program reaches, what it never reaches, and how it ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operation } from "#core/contract.ts";
import { access } from "#modules/access/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "../../../test/app.ts";
import { atTheEnd } from "../../../test/db.ts";
import { buildSmallGroup, giveRole, signedIn } from "../../../test/factories.ts";
import { tokens } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, other, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const server = await app.server();
atTheEnd(() => server.close());

type Made = {
  token?: string;
  key?: string;
  permissions?: string[];
  companyId?: string;
  isReadOnly?: boolean;
};
const make = (who: { token: string }, part: Made = {}) =>
  app.as(who.token)(tokens.makeToken, {
    name: "nightly export",
    permissions: part.permissions ?? ["organization.read", "person.read"],
    isReadOnly: part.isReadOnly ?? true,
    days: 90,
    ...(part.companyId ? { companyId: part.companyId } : {}),
  });

/** A call as a program makes it: no cookie, no header against forgery. */
async function wire(
  token: string,
  operation: Operation,
  part: { query?: string; body?: object; id?: string } = {},
) {
  const reply = await server.inject({
    method: operation.method,
    url: `/api${operation.path.replace(":id", part.id ?? "")}${part.query ?? ""}`,
    headers: { authorization: `Bearer ${token}` },
    remoteAddress: "192.0.2.7",
    ...(part.body ? { payload: part.body } : {}),
  });
  const body = reply.json() as { code?: string; rows?: unknown[]; permissions?: string[] };
  return { status: reply.statusCode, ...body };
}

const code = async (...call: Parameters<typeof wire>) => (await wire(...call)).code ?? "ok";

test("a token is shown once, kept as a hash, and reads what it was lent and no more", async () => {
  const { id, token, key } = await make(office);
  const { rows } = await owner.query("select * from access_tokens where id = $1", [id]);
  assert.ok(!JSON.stringify(rows).includes(token.slice(15)), "the secret stands nowhere");
  assert.equal(rows[0]?.key, key);
  const read = await wire(token, organization.listCompanies);
  assert.equal(read.status, 200);
  assert.ok((read.rows?.length ?? 0) >= 4);
  assert.equal(await code(token, access.listAccounts), "permission.missing", "held by the person, not lent");
  const session = await wire(token, access.getSession);
  assert.deepEqual(session.permissions, ["organization.read", "person.read"]);
  const mine = await app.as(office.token)(tokens.listMyTokens, {});
  const listed = mine.rows.find((one) => one.id === id);
  assert.equal(listed?.lastUsedFrom, "192.0.2.7");
  assert.equal(listed?.state, "live");
  assert.ok(!JSON.stringify(mine).includes(token));
});

test("its use is kept to the minute, without a write per call", async () => {
  const { id, token } = await make(office);
  const used = async () =>
    (await owner.query("select last_used_at::text as at, xmin::text from access_tokens where id = $1", [id]))
      .rows[0];
  await wire(token, organization.listCompanies);
  const first = await used();
  await wire(token, organization.listCompanies);
  assert.deepEqual(await used(), first);
  await owner.query("update access_tokens set last_used_at = now() - interval '2 minutes' where id = $1", [
    id,
  ]);
  await wire(token, organization.listCompanies);
  assert.ok((await used())?.at > first?.at);
});

test("bound to a company it reaches that company alone; what is beside it does not exist", async () => {
  const ids = async (token: string) =>
    ((await wire(token, organization.listCompanies)).rows as { id: string }[]).map((one) => one.id);
  const ofOffice = await make(office, { companyId: own });
  assert.deepEqual(await ids(ofOffice.token), [own], "a right over the group, narrowed to one company");
  assert.equal(await code(ofOffice.token, organization.getCompany, { id: other }), "company.not_found");
  const two = await signedIn(owner, { companyId: own, role: "division_secretary", unitId: own });
  await giveRole(owner, {
    personId: two.personId,
    companyId: own,
    role: "division_secretary",
    unitId: other,
  });
  assert.deepEqual(await ids((await make(two, { companyId: own })).token), [own]);
  assert.equal((await ids((await make(two)).token)).length, 2);
  await assert.rejects(make(two, { companyId: group.companies.sister }), { code: "company.not_found" });
});

test("never through a token: own secrets and settings, what needs a fresh proof, another token, writing with one that reads", async () => {
  const all = (await app.as(office.token)(tokens.getTokenOffer, {})).permissions;
  assert.ok(!all.includes("token.make"));
  const { token } = await make(office, { permissions: all, isReadOnly: false });
  for (const [operation, body] of [
    [access.listMySessions, undefined],
    [access.changePassword, { currentPassword: "x", newPassword: "twelve letters and more" }],
    [access.changeLanguage, { language: "ja" }],
    [access.signOut, undefined],
    [tokens.listMyTokens, undefined],
    [tokens.makeToken, { name: "x", permissions: ["person.read"], isReadOnly: true, days: 1 }],
  ] as [Operation, object | undefined][])
    assert.equal(await code(token, operation, body ? { body } : {}), "token.not_for_this", operation.name);
  const reading = await make(office, { permissions: all });
  const invite = { personId: office.personId, loginName: "x@example.test", language: "en" };
  assert.equal(await code(reading.token, access.inviteAccount, { body: invite }), "token.reads_only");
  assert.equal(await code(token, access.inviteAccount, { body: invite }), "account.exists_already");
});

test("nobody lends what they do not hold, and not beyond what the group allows", async () => {
  const refused = (permissions: string[]) =>
    assert.rejects(make(office, { permissions }), { code: "token.not_yours_to_lend" });
  await refused(["inspection.answer"]);
  await refused(["token.make"]);
  await refused(["no.such"]);
  const as = app.as(office.token);
  const before = await as(tokens.getTokenRules, {});
  const { token, id } = await make(office, {
    permissions: ["account.read", "account.manage"],
    isReadOnly: false,
  });
  const change = async (part: object) => {
    const { rowVersion, ...rules } = await as(tokens.getTokenRules, {});
    await as(tokens.changeTokenRules, { ...rules, ...part, rowVersion, reason: "test" });
  };
  await change({ mayWrite: false });
  const body = { personId: office.personId, loginName: "x@example.test", language: "en" };
  assert.equal(
    await code(token, access.inviteAccount, { body }),
    "token.reads_only",
    "made before, and held to it",
  );
  await assert.rejects(make(office, { isReadOnly: false }), { code: "token.only_reading" });
  await change({ longestDays: 30 });
  await assert.rejects(make(office), { code: "token.too_long" });
  await change({ areAllowed: false });
  assert.equal(await code(token, access.listAccounts), "token.not_valid");
  await assert.rejects(make(office), { code: "token.none_allowed" });
  await change({ areAllowed: before.areAllowed, mayWrite: before.mayWrite, longestDays: before.longestDays });
  assert.equal(await code(token, access.listAccounts), "ok");
  await as(tokens.revokeMyToken, { id });
});

test("it ends with its day, a revocation, the account, the employment, the right, and the right to hold one", async () => {
  const somebody = async () => {
    const who = await signedIn(owner, { companyId: own, role: "division_secretary", unitId: own });
    const made = await make(who);
    assert.equal(await code(made.token, organization.listCompanies), "ok");
    return { who, ...made };
  };
  const ends = async (
    how: (one: Awaited<ReturnType<typeof somebody>>) => Promise<unknown>,
    expected = "token.not_valid",
  ) => {
    const one = await somebody();
    await how(one);
    assert.equal(await code(one.token, organization.listCompanies), expected);
  };
  await ends(({ id }) =>
    owner.query(
      "update access_tokens set created_at = now() - interval '9 days', expires_at = now() where id = $1",
      [id],
    ),
  );
  await ends(({ who, id }) => app.as(who.token)(tokens.revokeMyToken, { id }));
  await ends(({ who }) => owner.query("update accounts set state = 'closed' where id = $1", [who.accountId]));
  await ends(({ who }) =>
    owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from, valid_to) values ($1, $2, $2, 'regular', '2020-04-01', group_today())",
      [who.personId, own],
    ),
  );
  await ends(({ who }) =>
    owner.query("update grants set valid_to = group_today() where person_id = $1", [who.personId]),
  );
  // The right itself ends while the right to hold tokens goes on.
  await ends(async ({ who }) => {
    await owner.query("insert into roles (id, is_built_in) values ('keeps_tokens', false)");
    await owner.query("insert into role_permissions values ('keeps_tokens', 'token.make')");
    await owner.query("update grants set role_id = 'keeps_tokens' where person_id = $1", [who.personId]);
  }, "permission.missing");
});

test("an officer sees and revokes the tokens of the people of the own company, with a reason, and no others", async () => {
  const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  const secretary = await signedIn(owner, { companyId: own, role: "division_secretary", unitId: own });
  const { id, token } = await make(secretary);
  const as = app.as(officer.token);
  const { rows } = await as(tokens.listTokens, { limit: 500 });
  assert.ok(rows.some((one) => one.id === id && one.mayRevoke));
  assert.ok(rows.every((one) => one.ofCompanyId === own));
  const elsewhere = await make(office);
  await assert.rejects(as(tokens.revokeToken, { id: elsewhere.id, reason: "no" }), {
    code: "token.not_found",
  });
  await as(tokens.revokeToken, { id, reason: "the program was retired" });
  assert.equal(await code(token, organization.listCompanies), "token.not_valid");
  await assert.rejects(as(tokens.revokeToken, { id, reason: "again" }), { code: "token.revoked_already" });
  await assert.rejects(as(tokens.revokeMyToken, { id: elsewhere.id }), { code: "token.not_found" });
});

test("every event that is written through a token names it, refusals too; the actor stays the person", async () => {
  const { id, token } = await make(office, {
    permissions: ["account.manage", "account.read"],
    isReadOnly: false,
  });
  const { rows: people } = await owner.query(
    "insert into people (company_id, family_name) values ($1, 'Guest') returning id",
    [own],
  );
  const reply = await wire(token, access.inviteAccount, {
    body: { personId: people[0].id, loginName: "guest@mihon.example", language: "en" },
  });
  assert.equal(reply.status, 200);
  assert.equal(await code(token, organization.listPeople), "permission.missing");
  const { rows } = await owner.query(
    "select verb, actor_id, data ->> 'tokenId' as through from events where verb in ('account.invited', 'access.refused') order by id desc limit 2",
  );
  assert.deepEqual(rows, [
    { verb: "access.refused", actor_id: office.personId, through: id },
    { verb: "account.invited", actor_id: office.personId, through: id },
  ]);
});

test("a cookie beside the token, a token in a cookie, a session as a bearer, and a mistyped token are refused", async () => {
  const { token } = await make(office);
  const ask = async (headers: Record<string, string>) => {
    const reply = await server.inject({ method: "GET", url: "/api/companies", headers });
    return reply.statusCode === 200 ? "ok" : (reply.json() as { code: string }).code;
  };
  const cookie = `yagura_session=${office.token}`;
  assert.equal(await ask({ cookie }), "ok");
  assert.equal(await ask({ cookie, authorization: `Bearer ${token}` }), "token.with_session");
  assert.equal(await ask({ cookie: `yagura_session=${token}` }), "session.needed");
  assert.equal(await ask({ authorization: `Bearer ${office.token}` }), "token.not_valid");
  assert.equal(await ask({ authorization: `Bearer ${token.slice(0, -1)}-` }), "token.not_valid");
  assert.equal(await ask({ authorization: "Basic eDp5" }), "token.not_valid");
  assert.equal(
    await ask({ authorization: `bearer ${token}` }),
    "ok",
    "the scheme has no case (RFC 9110 11.1)",
  );
});

test("each token has calls of its own: one that runs wild is stopped, another goes on", async () => {
  const [wild, calm] = [await make(office), await make(office)];
  const limited = await app.server({
    limits: { perMinute: 5, filesPerMinute: 5, atOnce: 5, filesAtOnce: 5 },
  });
  atTheEnd(() => limited.close());
  const ask = async (token: string) => {
    const reply = await limited.inject({
      url: "/api/companies",
      headers: { authorization: `Bearer ${token}` },
    });
    return reply.statusCode === 200 ? "ok" : (reply.json() as { code: string }).code;
  };
  for (let call = 0; call < 5; call += 1) assert.equal(await ask(wild.token), "ok");
  assert.equal(await ask(wild.token), "rate.limited");
  assert.equal(await ask(calm.token), "ok");
});

test("the description of the interface tells where a token is taken and where it is not", async () => {
  const { paths, components } = (await server.inject({ url: "/api/openapi.json" })).json() as {
    paths: Record<string, Record<string, { security?: object[] }>>;
    components: { securitySchemes: Record<string, { scheme?: string }> };
  };
  assert.equal(components.securitySchemes["token"]?.scheme, "bearer");
  const ways = (path: string, method: string) =>
    (paths[path]?.[method]?.security ?? []).flatMap((one) => Object.keys(one));
  assert.deepEqual(ways("/api/companies", "get"), ["session", "token"]);
  assert.deepEqual(ways("/api/tokens", "post"), ["session"]);
  assert.deepEqual(ways("/api/sessions", "get"), ["session"]);
});
