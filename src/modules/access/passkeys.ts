// Passkeys (W3C WebAuthn Level 3): making one, and coming in by it. User verification is always asked for, so that one
// passkey stands for two factors.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { AppError, conflict, forbidden, invalid, keepAndRefuse } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { relyingParty } from "#core/http/public-url.ts";
import { withSession } from "#core/http/server.ts";
import { newChallenge, takeChallenge } from "./challenges.ts";
import type { access } from "./contract.ts";
import { assertMayAddFactor, codesWithFirstFactor, ownAccountOf } from "./factors.ts";
import * as queries from "./queries.ts";
import { mostFactors } from "./rules.ts";
import { recordAs } from "./sessions.ts";
import { complete, wayIn } from "./signing-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

/** Read when the first passkey is looked at: with what it needs of certificates it is three hundred files. */
const webAuthn = () => import("@simplewebauthn/server");

const userHandle = (accountId: string) => Buffer.from(accountId.replaceAll("-", ""), "hex");

/** A passkey is a way in of its own, to all that its person holds: who came in for one company may not make one. */
function assertUnbound(ctx: Ctx): void {
  if (ctx.actor.boundTo) throw forbidden("passkey.bound_session");
}

export async function beginPasskey(ctx: Ctx): Out<"beginPasskey"> {
  assertUnbound(ctx);
  await assertMayAddFactor(ctx);
  const { id: rpId, isPossible } = relyingParty();
  if (!isPossible) throw conflict("passkey.needs_name");
  const account = await queries.ownAccount(ctx);
  const person = await queries.ownPerson(ctx);
  const held = await passkeysOf(ctx, account.id);
  if (held.length >= mostFactors) throw conflict("factor.too_many");
  return {
    challenge: await newChallenge(ctx, "register", account),
    rpId,
    userId: userHandle(account.id).toString("base64url"),
    userName: account.loginName,
    displayName: `${person.familyName} ${person.givenName}`.trim(),
    exclude: held.map(({ credentialId, transports }) => ({ id: toText(credentialId), transports })),
  };
}

export async function addPasskey(ctx: Ctx, { name, credential }: In<"addPasskey">): Out<"addPasskey"> {
  assertUnbound(ctx);
  await assertMayAddFactor(ctx);
  const account = await ownAccountOf(ctx);
  const { id: rpId, origins } = relyingParty();
  const { verifyRegistrationResponse } = await webAuthn();
  const made = await verifyRegistrationResponse({
    response: { ...credential, clientExtensionResults: {} } as RegistrationResponseJSON,
    expectedChallenge: (value) => takeChallenge(ctx, "register", account.id, value),
    expectedOrigin: origins,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch(refused);
  // The challenge is used up whatever became of the answer.
  if (!made?.verified) return keepAndRefuse(invalid("passkey.refused"));
  const { credential: key, credentialBackedUp } = made.registrationInfo;
  const factor = await ctx.db
    .insertInto("factors")
    .values({
      accountId: account.id,
      companyId: account.companyId,
      kind: "passkey",
      name: name.trim(),
      credentialId: Buffer.from(key.id, "base64url"),
      publicKey: Buffer.from(key.publicKey),
      counter: key.counter,
      transports: (key.transports ?? []).slice(0, 10),
      isBackedUp: credentialBackedUp,
      confirmedAt: sql<string>`now()`,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "factor.added", {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
    data: { factorId: factor.id, kind: "passkey" },
  });
  const recoveryCodes = await codesWithFirstFactor(ctx, account);
  const { token, owes } = await complete(ctx, ["pop", "user"]);
  return withSession({ id: factor.id, recoveryCodes, owes }, token);
}

type Key = {
  id: string;
  accountId: string;
  credentialId: Buffer;
  publicKey: Buffer;
  counter: number;
  transports: string[];
};

async function passkeysOf(ctx: Ctx, accountId: string): Promise<Key[]> {
  const { rows } =
    await sql<Key>`select id, account_id, credential_id, public_key, counter::float8 as counter, transports
    from factors where account_id = ${accountId}::uuid and kind = 'passkey' order by id limit 50`.execute(
      ctx.db,
    );
  return rows;
}

const toText = (bytes: Buffer) => Buffer.from(bytes).toString("base64url");

/** What the library finds wrong is told to nobody: a wrong origin, a counter that went back, a signature that does not fit. */
const refused = () => null;

/**
 * Checks an assertion against the key and counts it. A counter that does not go on betrays a copy of the authenticator
 * (WebAuthn 6.1.1); of two that come at once the statement lets one through.
 */
async function isProved(
  ctx: Ctx,
  key: Key,
  credential: In<"signInWithPasskey">["credential"],
  takes: (challenge: string) => Promise<boolean>,
): Promise<boolean> {
  const { id: rpId, origins } = relyingParty();
  const { verifyAuthenticationResponse } = await webAuthn();
  const checked = await verifyAuthenticationResponse({
    response: { ...credential, clientExtensionResults: {} } as AuthenticationResponseJSON,
    expectedChallenge: takes,
    expectedOrigin: origins,
    expectedRPID: rpId,
    credential: {
      id: toText(key.credentialId),
      publicKey: new Uint8Array(key.publicKey),
      counter: key.counter,
      transports: key.transports as never,
    },
    requireUserVerification: true,
  }).catch(refused);
  if (!checked?.verified) return false;
  const { rows } =
    await sql`update factors set counter = ${checked.authenticationInfo.newCounter}, last_used_at = now(),
      is_backed_up = ${checked.authenticationInfo.credentialBackedUp}
    where id = ${key.id}::uuid and counter = ${key.counter} returning id`.execute(ctx.db);
  return rows.length > 0;
}

/** What the browser is asked for, of somebody who is partly in already. */
export async function askForPasskey(ctx: Ctx): Out<"askForPasskey"> {
  const account = await queries.ownAccount(ctx);
  const keys = await passkeysOf(ctx, account.id);
  if (keys.length === 0) throw conflict("passkey.none");
  return {
    challenge: await newChallenge(ctx, "prove", account),
    rpId: relyingParty().id,
    allow: keys.map(({ credentialId, transports }) => ({ id: toText(credentialId), transports })),
  };
}

export async function provePasskey(ctx: Ctx, { credential }: In<"provePasskey">): Out<"provePasskey"> {
  const account = await ownAccountOf(ctx);
  const keys = await passkeysOf(ctx, account.id);
  const key = keys.find((one) => toText(one.credentialId) === credential.id);
  const isGood =
    key !== undefined &&
    (await isProved(ctx, key, credential, (value) => takeChallenge(ctx, "prove", account.id, value)));
  if (!isGood) {
    await recordAs(ctx, "session.refused", account, { because: "passkey" });
    return keepAndRefuse(invalid("passkey.refused"));
  }
  const { token, owes } = await complete(ctx, ["pop", "user"]);
  return withSession({ owes }, token);
}

/** Asks any passkey of this installation: the answer is the same whoever asks, and names nobody. */
export async function askForAnyPasskey(ctx: Ctx): Out<"askForAnyPasskey"> {
  return { challenge: await newChallenge(ctx, "sign_in", null), rpId: relyingParty().id };
}

export async function signInWithPasskey(
  ctx: Ctx,
  { credential }: In<"signInWithPasskey">,
): Out<"signInWithPasskey"> {
  const { rows } = await sql<Key & { personId: string; companyId: string; language: string; state: string }>`
    select f.id, f.account_id, f.credential_id, f.public_key, f.counter::float8 as counter, f.transports,
      a.person_id, a.company_id, a.language, a.state
    from factors f join accounts a on a.id = f.account_id
    where f.credential_id = ${Buffer.from(credential.id, "base64url")} and f.kind = 'passkey'
    for update of f`.execute(ctx.db);
  const [key] = rows;
  const refusal = () => keepAndRefuse(new AppError("unauthenticated", "passkey.refused"));
  if (!key) return refusal();
  const account = { id: key.accountId, personId: key.personId, companyId: key.companyId };
  const handle = credential.response.userHandle;
  const isTheirs = handle != null && Buffer.from(handle, "base64url").equals(userHandle(key.accountId));
  const isGood =
    isTheirs &&
    key.state === "active" &&
    (await isProved(ctx, key, credential, (value) => takeChallenge(ctx, "sign_in", null, value)));
  if (!isGood) {
    await recordAs(ctx, "session.refused", account, { because: "passkey" });
    return refusal();
  }
  const { token, owes } = await wayIn(ctx, account, {
    methods: ["pop", "user"],
    assertsSecondFactor: true,
  });
  return withSession({ personId: key.personId, language: key.language as Language, owes }, token);
}
