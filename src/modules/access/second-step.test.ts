import assert from "node:assert/strict";
import { test } from "node:test";
import { generate } from "otplib";
import { AppError } from "#core/errors.ts";
import { sessionTokenOf } from "#core/http/server.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { boundSession } from "#test/walk/holders.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { access } from "./contract.ts";
import { hashPassword } from "./password.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const password = "a long enough phrase";
const passwordHash = await hashPassword(password);

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

async function somebody(role?: "security_officer" | "group_office") {
  const who = await signedIn(owner, {
    companyId: group.companies.own,
    ...(role ? { role, unitId: role === "group_office" ? group.group : group.companies.own } : {}),
  });
  const { rows } = await owner.query(
    "update accounts set password_hash = $2 where id = $1 returning login_name",
    [who.accountId, passwordHash],
  );
  return { ...who, loginName: rows[0].login_name as string };
}

const enter = (loginName: string) => app.as(null)(access.signIn, { loginName, password });
const tokenOf = (output: unknown) => sessionTokenOf(output) ?? "";

/** The clock goes on by itself in half-minutes, so that every code is a new one. */
let clock = Date.now();
function laterBy(seconds: number) {
  clock += seconds * 1000;
  app.setNow(new Date(clock));
}
const codeOf = (secret: string) => generate({ secret, epoch: Math.floor(clock / 1000) });

async function withTotp(who: SignedIn) {
  laterBy(30);
  const begun = await app.as(who.token)(access.beginTotp, { name: "Phone" });
  const done = await app.as(who.token)(access.confirmTotp, {
    id: begun.id,
    code: await codeOf(begun.secret),
  });
  return { secret: begun.secret, recoveryCodes: done.recoveryCodes ?? [], token: tokenOf(done) };
}

test("who has an authenticator app is asked for its code, and until then reaches nothing", async () => {
  const who = await somebody("security_officer");
  const { secret, recoveryCodes } = await withTotp(who);
  assert.equal(recoveryCodes.length, 10);
  laterBy(60);
  const first = await enter(who.loginName);
  assert.deepEqual(first.owes, {
    demands: "second_factor",
    ways: { totp: true, passkey: false, recoveryCode: true },
    enrols: false,
  });
  const partly = tokenOf(first);
  await assert.rejects(app.as(partly)(organization.listCompanies, {}), code("session.incomplete"));
  await assert.rejects(app.as(partly)(access.getSession, {}), code("session.incomplete"));
  await assert.rejects(app.as(partly)(access.beginTotp, { name: "Mine too" }), code("sign_in.prove_first"));
  const second = await app.as(partly)(access.proveTotp, { code: await codeOf(secret) });
  assert.equal(second.owes, null);
  const whole = tokenOf(second);
  assert.notEqual(whole, partly);
  await assert.rejects(app.as(partly)(access.getSession, {}), code("session.needed"));
  assert.equal((await app.as(whole)(access.getSession, {}))?.accountId, who.accountId);
});

test("RFC 6238 5.2: a code that was used is refused in a second sign-in, and of two at once one comes in", async () => {
  const who = await somebody();
  const { secret } = await withTotp(who);
  laterBy(60);
  const typed = await codeOf(secret);
  const [one, two] = [tokenOf(await enter(who.loginName)), tokenOf(await enter(who.loginName))];
  const outcomes = await Promise.allSettled(
    [one, two].map((token) => app.as(token)(access.proveTotp, { code: typed })),
  );
  assert.deepEqual(outcomes.map((one) => one.status).toSorted(), ["fulfilled", "rejected"]);
  const third = tokenOf(await enter(who.loginName));
  await assert.rejects(app.as(third)(access.proveTotp, { code: typed }), code("factor.code_wrong"));
  laterBy(30);
  await app.as(third)(access.proveTotp, { code: await codeOf(secret) });
});

test("a clock that is a little off is forgiven, one that is minutes off is not", async () => {
  const who = await somebody();
  const { secret } = await withTotp(who);
  laterBy(600);
  const behind = await generate({ secret, epoch: Math.floor(clock / 1000) - 30 });
  const far = await generate({ secret, epoch: Math.floor(clock / 1000) - 180 });
  const token = tokenOf(await enter(who.loginName));
  await assert.rejects(app.as(token)(access.proveTotp, { code: far }), code("factor.code_wrong"));
  await app.as(token)(access.proveTotp, { code: behind });
});

test("wrong codes lock like wrong passwords, and knowing the password does not wipe them out", async () => {
  const who = await somebody();
  const { secret } = await withTotp(who);
  laterBy(60);
  for (let miss = 0; miss < 5; miss += 1) {
    const token = tokenOf(await enter(who.loginName));
    await assert.rejects(app.as(token)(access.proveTotp, { code: "000000" }), code("factor.code_wrong"));
  }
  await assert.rejects(enter(who.loginName), code("sign_in.locked"));
  laterBy(31);
  const token = tokenOf(await enter(who.loginName));
  const whole = tokenOf(await app.as(token)(access.proveTotp, { code: await codeOf(secret) }));
  const { rows } = await app.as(whole)(access.listMySessions, {});
  assert.equal(rows.find((row) => row.isThisOne)?.missesBefore, 5, "the owner sees what was tried");
});

test("a recovery code comes in once, is told, and new ones make the others useless", async () => {
  const who = await somebody();
  const { recoveryCodes, token: whole } = await withTotp(who);
  const [first = "", second = ""] = recoveryCodes;
  const kept = await owner.query("select code_hash from recovery_codes where account_id = $1", [
    who.accountId,
  ]);
  assert.ok(kept.rows.every((row) => !row.code_hash.toString("latin1").includes(first)));
  const token = tokenOf(await enter(who.loginName));
  const used = await app.as(token)(access.proveRecoveryCode, {
    code: first.toLowerCase().replace("-", " "),
  });
  assert.equal(used.left, 9);
  const again = tokenOf(await enter(who.loginName));
  await assert.rejects(
    app.as(again)(access.proveRecoveryCode, { code: first }),
    code("recovery_codes.wrong"),
  );
  const { codes } = await app.as(whole)(access.makeRecoveryCodes, {});
  assert.equal(codes.length, 10);
  await assert.rejects(
    app.as(again)(access.proveRecoveryCode, { code: second }),
    code("recovery_codes.wrong"),
  );
  const told = await owner.query(
    "select data->>'left' as left from events where verb = 'recovery_codes.used' and subject_id = $1",
    [who.accountId],
  );
  assert.deepEqual(told.rows, [{ left: "9" }]);
});

test("the key of an authenticator app lies sealed in the database, and opens in its own row alone", async () => {
  const who = await somebody();
  const { secret } = await withTotp(who);
  const { rows } = await owner.query("select id, secret from factors where account_id = $1", [who.accountId]);
  assert.ok(!rows[0].secret.toString("latin1").includes(secret));
  const other = await somebody();
  const theirs = await withTotp(other);
  await owner.query("update factors set secret = $2 where account_id = $1", [
    other.accountId,
    rows[0].secret,
  ]);
  laterBy(60);
  const token = tokenOf(await enter(other.loginName));
  await assert.rejects(app.as(token)(access.proveTotp, { code: await codeOf(theirs.secret) }));
});

test("factors change after a fresh proof alone; the password is one where there is nothing else", async () => {
  const who = await somebody();
  const { token } = await withTotp(who);
  const { rows } = await app.as(token)(access.listMyFactors, {});
  const id = rows[0]?.id ?? "";
  await owner.query(
    "update sessions set confirmed_at = now() - interval '16 minutes' where account_id = $1",
    [who.accountId],
  );
  await assert.rejects(app.as(token)(access.removeFactor, { id }), code("session.confirmation_needed"));
  await assert.rejects(
    app.as(token)(access.beginTotp, { name: "Other" }),
    code("session.confirmation_needed"),
  );
  await assert.rejects(
    app.as(token)(access.confirmByPassword, { password: "not this one" }),
    code("password.wrong"),
  );
  const fresh = tokenOf(await app.as(token)(access.confirmByPassword, { password }));
  await app.as(fresh)(access.removeFactor, { id });
  assert.equal((await enter(who.loginName)).owes, null);
});

test("an officer takes a lost factor away: nothing is asked any more, and every sign-in has ended", async () => {
  const office = await somebody("group_office");
  const who = await somebody();
  const { token } = await withTotp(who);
  await assert.rejects(
    app.as(office.token)(access.resetFactors, { id: office.accountId, reason: "mine" }),
    code("factor.own_reset"),
  );
  const reset = await app.as(office.token)(access.resetFactors, {
    id: who.accountId,
    reason: "lost the phone",
  });
  assert.deepEqual(reset, { removed: 1, endedSessions: 1 });
  await assert.rejects(app.as(token)(access.getSession, {}), code("session.needed"));
  assert.equal((await enter(who.loginName)).owes, null);
});

test("a name that nobody has is locked as one that somebody has, and answers the same", async () => {
  const loginName = "nobody.here@example.test";
  const tries = async (name: string) => {
    const codes: string[] = [];
    for (let miss = 0; miss < 7; miss += 1)
      await app
        .as(null)(access.signIn, { loginName: name, password: "wrong" })
        .catch((error: AppError) => codes.push(error.code));
    return codes;
  };
  const who = await somebody();
  assert.deepEqual(await tries(loginName), await tries(who.loginName));
});

test("a stranger's misses do not lock the owner out where they have come in before", async () => {
  const who = await somebody();
  const at = (address: string) => (word: string) =>
    app.door.perform(
      access.signIn,
      (ctx, input) => import("./service.ts").then(({ signIn }) => signIn(ctx, input)),
      { token: null, from: { agent: "Test", address } },
      { loginName: who.loginName, password: word },
    );
  const [home, strange] = [at("192.0.2.10"), at("198.51.100.7")];
  await home(password);
  for (let miss = 0; miss < 5; miss += 1) await assert.rejects(strange("wrong"), code("sign_in.refused"));
  await assert.rejects(strange(password), code("sign_in.locked"));
  assert.equal((await home(password)).owes, null);
  const office = await somebody("group_office");
  await app.as(office.token)(access.unlockAccount, { id: who.accountId });
  await strange(password);
});

test("S-01 who came in for one company makes no passkey: it would open everything that its person holds", async () => {
  const who = await somebody("security_officer");
  const bound = await boundSession(owner, who, group.companies.own);
  await assert.rejects(app.as(bound)(access.beginPasskey, {}), code("passkey.bound_session"));
  await assert.rejects(
    app.as(bound)(access.addPasskey, {
      name: "key",
      credential: {
        id: "a",
        rawId: "a",
        type: "public-key",
        response: { clientDataJSON: "a", attestationObject: "a", transports: [] },
      },
    } as never),
    code("passkey.bound_session"),
  );
});
