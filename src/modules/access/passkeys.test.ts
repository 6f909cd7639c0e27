// Passkeys by an authenticator of our own making: as a second factor after the password, alone, and a copy that is found out.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { test } from "node:test";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { AppError } from "#core/errors.ts";
import { publicUrl, usePublicUrl } from "#core/http/public-url.ts";
import { sessionTokenOf } from "#core/http/server.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { access } from "./contract.ts";
import { hashPassword } from "./password.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const password = "a long enough phrase";
const passwordHash = await hashPassword(password);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const tokenOf = (output: unknown) => sessionTokenOf(output) ?? "";
const origin = "https://yagura.mihon.example";
/** The files of a run share one process: where people reach it is put back after each. */
const atHome = (name: string, work: () => Promise<void>) =>
  test(name, async () => {
    const before = publicUrl();
    usePublicUrl(origin);
    await work().finally(() => usePublicUrl(before));
  });
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const text = (bytes: Buffer) => bytes.toString("base64url");

type Key = { id: Buffer; handle: string; privateKey: KeyObject; counter: number };

/** What the authenticator signs: whose page, that its owner was there and proved it, and how often it has signed (6.1). */
function dataOf(counter: number, flags: number, rest = Buffer.alloc(0)): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256("yagura.mihon.example"), Buffer.from([flags]), count, rest]);
}
const [present, verified, attested] = [0x01, 0x04, 0x40];
const clientData = (type: string, challenge: string, at = origin) =>
  Buffer.from(JSON.stringify({ type, challenge, origin: at, crossOrigin: false }));

async function enrol(token: string, counter = 1): Promise<Key> {
  const asked = await app.as(token)(access.beginPasskey, {});
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  // RFC 9052: an EC2 key for ES256.
  const cose = Buffer.from(
    isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, "base64url"))],
        [-3, new Uint8Array(Buffer.from(y, "base64url"))],
      ]) as never,
    ),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const authData = dataOf(
    counter,
    present | verified | attested,
    Buffer.concat([Buffer.alloc(16), length, id, cose]),
  );
  const attestationObject = Buffer.from(
    isoCBOR.encode(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", new Uint8Array(authData)],
      ]) as never,
    ),
  );
  await app.as(token)(access.addPasskey, {
    name: "Key",
    credential: {
      id: text(id),
      rawId: text(id),
      type: "public-key",
      response: {
        clientDataJSON: text(clientData("webauthn.create", asked.challenge)),
        attestationObject: text(attestationObject),
        transports: ["internal"],
      },
    },
  } as never);
  return { id, handle: asked.userId, privateKey, counter };
}

type Odd = { counter?: number; isUnverified?: true; origin?: string };

function signed(key: Key, challenge: string, odd: Odd = {}) {
  key.counter = odd.counter ?? key.counter + 1;
  const data = clientData("webauthn.get", challenge, odd.origin);
  const authData = dataOf(key.counter, odd.isUnverified ? present : present | verified);
  return {
    id: text(key.id),
    rawId: text(key.id),
    type: "public-key",
    response: {
      clientDataJSON: text(data),
      authenticatorData: text(authData),
      signature: text(sign("sha256", Buffer.concat([authData, sha256(data)]), key.privateKey)),
      userHandle: key.handle,
    },
  } as never;
}

async function somebody() {
  const who = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  const { rows } = await owner.query(
    "update accounts set password_hash = $2 where id = $1 returning login_name",
    [who.accountId, passwordHash],
  );
  return { ...who, loginName: rows[0].login_name as string };
}
const alone = async (key: Key, odd: Odd = {}) =>
  app.as(null)(access.signInWithPasskey, {
    credential: signed(key, (await app.as(null)(access.askForAnyPasskey, {})).challenge, odd),
  });

atHome(
  "S-01 a passkey is the second factor after a password: owed, proved once, and not by another's or another page's answer",
  async () => {
    const who = await somebody();
    const key = await enrol(who.token);
    const stranger = await somebody();
    const others = await enrol(stranger.token);
    const entered = await app.as(null)(access.signIn, { loginName: who.loginName, password });
    assert.deepEqual(entered.owes?.ways, { totp: false, passkey: true, recoveryCode: true });
    const token = tokenOf(entered);
    await assert.rejects(app.as(token)(access.getSession, {}), code("session.incomplete"));
    const prove = async (by: Key, odd: Odd = {}) => {
      const { challenge } = await app.as(token)(access.askForPasskey, {});
      return app.as(token)(access.provePasskey, { credential: signed(by, challenge, odd) });
    };
    await assert.rejects(prove(others), code("passkey.refused"));
    await assert.rejects(
      prove(key, { origin: "https://yagura.mihon.example.evil.test" }),
      code("passkey.refused"),
    );
    await assert.rejects(prove(key, { isUnverified: true }), code("passkey.refused"));
    const { challenge } = await app.as(token)(access.askForPasskey, {});
    const answer = signed(key, challenge);
    const proved = await app.as(token)(access.provePasskey, { credential: answer });
    assert.equal(proved.owes, null);
    const whole = tokenOf(proved);
    assert.ok(await app.as(whole)(access.getSession, {}));
    await assert.rejects(
      app.as(token)(access.getSession, {}),
      code("session.needed"),
      "the token has changed",
    );
    await assert.rejects(app.as(whole)(access.provePasskey, { credential: answer }), code("passkey.refused"));
  },
);

atHome(
  "S-01 WebAuthn 6.1.1: a signature counter that does not go on betrays a copy, and opens nothing",
  async () => {
    const who = await somebody();
    const key = await enrol(who.token, 10);
    assert.ok(tokenOf(await alone(key)));
    for (const counter of [11, 10, 3, 0])
      await assert.rejects(alone(key, { counter }), code("passkey.refused"));
    const { rows } = await owner.query(
      "select count(*)::int as n from events where verb = 'session.refused' and subject_id = $1 and data->>'because' = 'passkey'",
      [who.accountId],
    );
    assert.equal(rows[0].n, 4, "each is told in the trail");
    const { rows: kept } = await owner.query("select counter::int from factors where account_id = $1", [
      who.accountId,
    ]);
    assert.equal(kept[0].counter, 11, "a refused answer moves nothing");
    assert.ok(tokenOf(await alone(key, { counter: 12 })));
  },
);

atHome("S-01 a passkey that never counts is no copy", async () => {
  const who = await somebody();
  const key = await enrol(who.token, 0);
  assert.ok(tokenOf(await alone(key, { counter: 0 })));
  assert.ok(tokenOf(await alone(key, { counter: 0 })));
});

atHome(
  "S-01 of two rules at once the stricter one asks: an app is not enough where a passkey is demanded",
  async () => {
    const who = await somebody();
    const rule = (roleId: string | null, demands: string) =>
      owner.query(
        `insert into sign_in_rules (unit_id, company_id, role_id, demands, from_day, reason)
       values ($1, $1, $2, $3, current_date - 1, 'test')`,
        [group.companies.own, roleId, demands],
      );
    await rule(null, "second_factor");
    assert.equal(
      (await app.as(null)(access.signIn, { loginName: who.loginName, password })).owes?.demands,
      "second_factor",
    );
    await rule("security_officer", "phishing_resistant");
    const entered = await app.as(null)(access.signIn, { loginName: who.loginName, password });
    assert.deepEqual([entered.owes?.demands, entered.owes?.enrols], ["phishing_resistant", true]);
    const token = tokenOf(entered);
    const key = await enrol(token);
    assert.ok(tokenOf(await alone(key)));
    // Whichever was made first, and whichever of them is the wider.
    await owner.query("delete from sign_in_rules where demands = 'second_factor'");
    await rule(null, "second_factor");
    const again = await app.as(null)(access.signIn, { loginName: who.loginName, password });
    assert.deepEqual(
      [again.owes?.demands, again.owes?.ways],
      ["phishing_resistant", { totp: false, passkey: true, recoveryCode: true }],
    );
  },
);
