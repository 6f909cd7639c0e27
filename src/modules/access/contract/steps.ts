// The steps of a sign-in after its first, and factors to take them by.
import { contract, Day, Id, Language, list, Moment, nullable, oneOf, text } from "#core/contract.ts";
import Type from "typebox";
import { Owed, permissions } from "./words.ts";

const Demand = oneOf("second_factor", "phishing_resistant");
const Base64Url = (most: number) => Type.String({ pattern: "^[A-Za-z0-9_-]*$", maxLength: most });
const Code = text(40, 4);
const Transports = list(text(30), 10);
const Named = Type.Object({ id: Base64Url(1400), transports: Transports });

/** PublicKeyCredential as JSON (W3C WebAuthn Level 3, 5.1): what is checked of it. */
const Assertion = Type.Object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: Type.Literal("public-key"),
  response: Type.Object({
    clientDataJSON: Base64Url(4000),
    authenticatorData: Base64Url(8000),
    signature: Base64Url(8000),
    userHandle: Type.Optional(nullable(Base64Url(100))),
  }),
});
const Attestation = Type.Object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: Type.Literal("public-key"),
  response: Type.Object({
    clientDataJSON: Base64Url(4000),
    attestationObject: Base64Url(60_000),
    transports: Type.Optional(Transports),
  }),
});

const Further = Type.Object({ owes: nullable(Owed) });
const Added = Type.Object({
  id: Id,
  /** With the first factor, once. */
  recoveryCodes: nullable(list(text(20), 20)),
  owes: nullable(Owed),
});
const further = ["session.opened", "session.confirmed", "session.refused"];

export const steps = contract({
  getSignIn: {
    method: "GET",
    path: "/session/step",
    summary: "What one's own sign-in still owes, and what one could prove oneself by; null where nobody is",
    permission: "signing_in",
    answersNobody: true,
    output: nullable(
      Type.Object({
        loginName: text(254),
        language: Language,
        isComplete: Type.Boolean(),
        owes: nullable(Owed),
        has: Type.Object({
          password: Type.Boolean(),
          totp: Type.Boolean(),
          passkey: Type.Boolean(),
          recoveryCodes: Type.Integer(),
        }),
        demanded: nullable(Demand),
        dueOn: nullable(Day),
        passkeysPossible: Type.Boolean(),
      }),
    ),
  },
  leaveSignIn: {
    method: "DELETE",
    path: "/session/step",
    summary: "Give up a sign-in that still owes something",
    permission: "signing_in",
    output: Type.Object({ isSignedOut: Type.Boolean() }),
    events: ["session.ended"],
  },
  proveTotp: {
    method: "POST",
    path: "/session/code",
    summary: "Prove oneself by a code of the authenticator app",
    permission: "signing_in",
    limitPerMinute: 20,
    body: Type.Object({ code: Code }),
    output: Further,
    events: further,
    errors: ["factor.code_wrong", "sign_in.locked"],
  },
  proveRecoveryCode: {
    method: "POST",
    path: "/session/recovery-code",
    summary: "Prove oneself by a recovery code; it is used up",
    permission: "signing_in",
    limitPerMinute: 10,
    body: Type.Object({ code: Code }),
    output: Type.Object({ owes: nullable(Owed), left: Type.Integer() }),
    events: [...further, "recovery_codes.used"],
    errors: ["recovery_codes.wrong", "sign_in.locked"],
  },
  askForPasskey: {
    method: "POST",
    path: "/session/passkey/request",
    summary: "What to ask the browser for, to prove oneself by one's passkey",
    permission: "signing_in",
    limitPerMinute: 30,
    output: Type.Object({ challenge: text(100), rpId: text(253), allow: list(Named, 50) }),
    noEventBecause: "a challenge that nobody has answered yet",
    errors: ["passkey.none"],
  },
  provePasskey: {
    method: "POST",
    path: "/session/passkey",
    summary: "Prove oneself by one's passkey",
    permission: "signing_in",
    limitPerMinute: 20,
    body: Type.Object({ credential: Assertion }),
    output: Further,
    events: further,
    errors: ["passkey.refused"],
  },
  confirmByPassword: {
    method: "POST",
    path: "/session/confirmation",
    summary: "Type the password again before what asks for a fresh proof",
    permission: "signed_in",
    limitPerMinute: 10,
    body: Type.Object({ password: text(128, 1) }),
    output: Further,
    events: further,
    errors: ["password.wrong", "sign_in.locked"],
  },
  askForAnyPasskey: {
    method: "POST",
    path: "/passkey/request",
    summary: "What to ask the browser for, to sign in by a passkey alone",
    permission: "public",
    limitPerMinute: 30,
    output: Type.Object({ challenge: text(100), rpId: text(253) }),
    noEventBecause: "a challenge that nobody has answered yet",
  },
  signInWithPasskey: {
    method: "POST",
    path: "/passkey/session",
    summary: "Sign in by a passkey alone",
    permission: "public",
    limitPerMinute: 20,
    body: Type.Object({ credential: Assertion }),
    output: Type.Object({ personId: Id, language: Language, owes: nullable(Owed) }),
    events: ["session.opened", "session.begun", "session.refused"],
    errors: ["passkey.refused", "sign_in.refused"],
  },
});

export const factors = contract({
  listMyFactors: {
    method: "GET",
    path: "/factors",
    summary: "One's own second factors, and what the rules ask for",
    permission: "signing_in",
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          kind: oneOf("totp", "passkey"),
          name: text(100),
          createdAt: Moment,
          lastUsedAt: nullable(Moment),
          /** Of passkeys: kept in an account of the maker's as well. */
          isBackedUp: Type.Boolean(),
        }),
        50,
      ),
      recoveryCodes: Type.Object({ left: Type.Integer(), madeAt: nullable(Moment) }),
      demanded: nullable(Demand),
      dueOn: nullable(Day),
      hasPassword: Type.Boolean(),
      passkeysPossible: Type.Boolean(),
    }),
  },
  beginTotp: {
    method: "POST",
    path: "/factors/totp",
    summary: "Begin to set up an authenticator app: its key, shown once",
    permission: "signing_in",
    limitPerMinute: 10,
    body: Type.Object({ name: text(100, 1) }),
    output: Type.Object({ id: Id, secret: text(100), uri: text(1000) }),
    noEventBecause: "it counts once a code has confirmed it",
    errors: ["factor.too_many", "sign_in.prove_first"],
  },
  confirmTotp: {
    method: "PUT",
    path: "/factors/totp/:id",
    summary: "Confirm the authenticator app by its first code",
    permission: "signing_in",
    limitPerMinute: 20,
    params: Type.Object({ id: Id }),
    body: Type.Object({ code: Code }),
    output: Added,
    events: ["factor.added", "recovery_codes.made", ...further],
    errors: ["factor.code_wrong", "sign_in.locked", "sign_in.prove_first"],
  },
  beginPasskey: {
    method: "POST",
    path: "/factors/passkeys/request",
    summary: "What to ask the browser for, to make a passkey",
    permission: "signing_in",
    limitPerMinute: 20,
    output: Type.Object({
      challenge: text(100),
      rpId: text(253),
      userId: text(100),
      userName: text(254),
      displayName: text(210),
      exclude: list(Named, 50),
    }),
    noEventBecause: "a challenge that nobody has answered yet",
    errors: ["passkey.bound_session", "factor.too_many", "passkey.needs_name", "sign_in.prove_first"],
  },
  addPasskey: {
    method: "POST",
    path: "/factors/passkeys",
    summary: "Keep the passkey that the browser has made",
    permission: "signing_in",
    limitPerMinute: 20,
    body: Type.Object({ name: text(100, 1), credential: Attestation }),
    output: Added,
    events: ["factor.added", "recovery_codes.made", ...further],
    errors: ["passkey.bound_session", "passkey.refused", "factors_credential_unique", "sign_in.prove_first"],
  },
  renameFactor: {
    method: "PUT",
    path: "/factors/:id/name",
    summary: "Name one of one's factors",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    body: Type.Object({ name: text(100, 1) }),
    output: Type.Object({ id: Id }),
    events: ["factor.renamed"],
  },
  removeFactor: {
    method: "DELETE",
    path: "/factors/:id",
    summary: "Remove one of one's factors",
    permission: "signed_in",
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["factor.removed"],
    errors: ["factor.demanded"],
  },
  makeRecoveryCodes: {
    method: "POST",
    path: "/recovery-codes",
    summary: "New recovery codes in place of those before, shown once",
    permission: "signed_in",
    confirms: true,
    limitPerMinute: 10,
    output: Type.Object({ codes: list(text(20), 20) }),
    events: ["recovery_codes.made"],
    errors: ["recovery_codes.no_factor"],
  },
  resetFactors: {
    method: "PUT",
    path: "/accounts/:id/factors/reset",
    summary: "Take away somebody's factors after they have lost them; their sign-ins end",
    permission: permissions.manageAccounts,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({ removed: Type.Integer(), endedSessions: Type.Integer() }),
    events: ["factor.reset"],
    errors: ["account.beyond_own_rights", "factor.own_reset"],
  },
});
