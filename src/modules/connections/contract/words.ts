import { Day, Id, list, Moment, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";

export const permissions = {
  readConnections: "connection.read",
  /** Of one's own company; the group's own only for whoever answers for the whole group. */
  manageConnections: "connection.manage",
} as const;

export const ConnectionState = oneOf("draft", "tested", "on", "off", "removed");
export const SubjectClaim = oneOf("sub", "oid");

export const Names = Type.Object({
  ja: optional(text(80)),
  en: optional(text(80)),
  zh: optional(text(80)),
});

/** What a provider says about itself (OpenID Connect Discovery 1.0), and what it leaves out. */
export const Found = Type.Object({
  issuer: text(500),
  authorizationEndpoint: text(1000),
  tokenEndpoint: text(1000),
  signsOut: Type.Boolean(),
  /** Names itself in its answers (RFC 9207): one lock more against a mix-up of providers. */
  namesItself: Type.Boolean(),
  /** Tells us when a person is signed out there. */
  tellsSignOut: Type.Boolean(),
  /** What it lacks: codes. */
  missing: list(text(40), 10),
});

export const Connection = Type.Object({
  id: Id,
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  kind: text(20),
  name: text(80),
  names: Names,
  issuer: text(500),
  clientId: nullable(text(300)),
  hasSecret: Type.Boolean(),
  secretExpiresOn: nullable(Day),
  /** Days until the secret ends; negative after its end. */
  secretDaysLeft: nullable(Type.Integer()),
  domains: list(text(253), 50),
  subjectClaim: SubjectClaim,
  factorValues: list(text(100), 20),
  requiredClaim: nullable(text(100)),
  requiredValue: nullable(text(300)),
  state: ConnectionState,
  passwordsAllowed: Type.Boolean(),
  signsOut: Type.Boolean(),
  found: nullable(Found),
  foundAt: nullable(Moment),
  failingSince: nullable(Moment),
  problem: nullable(text(60)),
  testedAt: nullable(Moment),
  lastUsedAt: nullable(Moment),
  identities: Type.Integer(),
  redirectUri: text(500),
  signInAddress: text(500),
  logoutAddress: text(500),
  rowVersion: RowVersion,
});
