// Setting up a provider of identity, step by step.
import { contract, Day, Id, list, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { Connection, Found, Names, permissions, SubjectClaim } from "./words.ts";

const Domain = Type.String({
  maxLength: 253,
  pattern: "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$",
});
const Issuer = Type.String({ minLength: 8, maxLength: 500, pattern: "^https?://[^\\s?#]+$" });
const one = {
  params: Type.Object({ id: Id }),
  permission: permissions.manageConnections,
  confirms: true,
} as const;
const Version = Type.Object({ rowVersion: RowVersion });
const Changed = Type.Object({ id: Id, rowVersion: RowVersion });

export const connections = contract({
  listConnections: {
    method: "GET",
    path: "/connections",
    summary: "Providers of identity within one's scope",
    permission: permissions.readConnections,
    output: Type.Object({
      rows: list(Connection, 500),
      /** Where the reader may add one: companies, and the group itself (null). */
      addable: list(Type.Object({ companyId: nullable(Id), name: text(200) }), 2000),
    }),
  },
  getConnection: {
    method: "GET",
    path: "/connections/:id",
    summary: "One provider of identity: how it is set up and how it is doing",
    permission: permissions.readConnections,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...Connection.properties,
      /** Whether the reader comes in through it: who is not known there would be locked out without passwords. */
      isOwn: Type.Boolean(),
      /** Open accounts of the company (or group) that it speaks for. */
      accounts: Type.Integer(),
    }),
  },
  findProvider: {
    method: "POST",
    path: "/connections/discovery",
    summary: "What the provider at this address says about itself; nothing is kept",
    permission: permissions.manageConnections,
    limitPerMinute: 20,
    readOnly: true,
    asksOutside: true,
    body: Type.Object({ issuer: Issuer }),
    output: Found,
    errors: [
      "connection.unreachable",
      "connection.no_provider",
      "connection.other_issuer",
      "connection.many_tenants",
      "outgoing.private_address",
      "outgoing.plain_http",
    ],
  },
  addConnection: {
    method: "POST",
    path: "/connections",
    summary: "Begin to connect a provider of identity, for a company or for the whole group",
    permission: permissions.manageConnections,
    confirms: true,
    body: Type.Object({
      companyId: nullable(Id),
      name: text(80, 1),
      names: optional(Names),
      issuer: Issuer,
      subjectClaim: optional(SubjectClaim),
    }),
    output: Type.Object({ id: Id }),
    events: ["connection.added"],
    errors: ["connection.group_only", "connection.too_many"],
  },
  changeConnection: {
    ...one,
    method: "PUT",
    path: "/connections/:id",
    summary: "How a provider is named, called and understood; the secret stays where none is given",
    body: Type.Object({
      rowVersion: RowVersion,
      name: text(80, 1),
      names: Names,
      issuer: Issuer,
      clientId: nullable(text(300, 1)),
      clientSecret: optional(text(1000, 1)),
      secretExpiresOn: nullable(Day),
      domains: list(Domain, 50),
      subjectClaim: SubjectClaim,
      factorValues: list(text(100, 1), 20),
      requiredClaim: nullable(text(100, 1)),
      requiredValue: nullable(text(300, 1)),
      signsOut: Type.Boolean(),
    }),
    output: Changed,
    events: ["connection.changed"],
    errors: ["connection.changed_meanwhile", "connection.turn_off_first", "connection.removed_already"],
  },
  beginTest: {
    ...one,
    method: "POST",
    path: "/connections/:id/tests",
    summary: "A test log-in: where to go; nobody is signed in by it",
    output: Type.Object({ journeyId: Id, address: text(8000) }),
    events: ["connection.test_begun"],
    errors: ["connection.not_ready", "connection.unreachable", "connection.no_provider"],
  },
  readTest: {
    method: "GET",
    path: "/connections/:id/tests/:journeyId",
    summary: "What one's own test log-in came to",
    permission: permissions.manageConnections,
    params: Type.Object({ id: Id, journeyId: Id }),
    output: Type.Object({
      state: oneOf("waiting", "passed", "failed"),
      problem: nullable(text(60)),
      claims: list(Type.Object({ name: text(100), value: text(1000) }), 60),
      subject: nullable(text(255)),
      hasFactor: Type.Boolean(),
      /** Who would be signed in by it. */
      matched: nullable(
        Type.Object({
          familyName: text(100),
          givenName: text(100),
          loginName: text(254),
          isSelf: Type.Boolean(),
        }),
      ),
    }),
  },
  adoptTest: {
    ...one,
    method: "POST",
    path: "/connections/:id/tests/:journeyId/adoption",
    summary: "Take the subject of one's own test log-in for one's own account",
    params: Type.Object({ id: Id, journeyId: Id }),
    output: Type.Object({ id: Id }),
    events: ["identity.added"],
    errors: [
      "connection.not_tested",
      "connection.bound_elsewhere",
      "identities_subject_taken",
      "identities_account_taken",
    ],
  },
  turnOnConnection: {
    ...one,
    method: "PUT",
    path: "/connections/:id/operation",
    summary: "People may come in through it from now on",
    body: Type.Object({ rowVersion: RowVersion, passwordsAllowed: Type.Boolean() }),
    output: Changed,
    events: ["connection.turned_on"],
    errors: [
      "connection.changed_meanwhile",
      "connection.not_tested",
      "connection.would_lock_out",
      "connection.removed_already",
    ],
  },
  turnOffConnection: {
    ...one,
    method: "PUT",
    path: "/connections/:id/pause",
    summary: "Nobody comes in through it any more, and whoever did is signed out; passwords count again",
    body: Version,
    output: Type.Object({ ...Changed.properties, endedSessions: Type.Integer() }),
    events: ["connection.turned_off"],
    errors: ["connection.changed_meanwhile"],
  },
  removeConnection: {
    ...one,
    method: "PUT",
    path: "/connections/:id/removal",
    summary: "Take a provider away for good: its secret is forgotten, its sign-ins end",
    body: Type.Object({ rowVersion: RowVersion, reason: text(500, 1) }),
    output: Type.Object({ id: Id, endedSessions: Type.Integer() }),
    events: ["connection.removed"],
    errors: ["connection.changed_meanwhile"],
  },
});
